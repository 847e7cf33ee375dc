// What somebody has to look at. docs/operate.md says of each what it means and what to do. The phrases are those of the app's own log,
// and of the host's.
param name string
param location string
param alertEmail string
param insightsId string
param storageId string
param monthlyBudget int
param budgetStart string

var actionGroups = empty(alertEmail) ? [] : [people.id]

// Where the Functions host puts what is logged: traces, and exceptions if there is one, in most cases both. Its text is in another column
// of each.
var entries = '''
  union
    (traces | project timestamp, operation_Id, severityLevel, message),
    (exceptions
      | extend message = coalesce(tostring(customDimensions.FormattedMessage), outerMessage)
      | project timestamp, operation_Id, severityLevel, message)
'''

var queries = [
  {
    name: 'poison-queue'
    window: 'PT30M'
    severity: 1
    description: 'Messages about pending responses were given up. No answer is lost: what they were about is folded within five minutes.'
    query: '''
      | where message contains "messages were given up after five deliveries"
          or message contains "Moving message to queue 'pending-batches-poison'"
    '''
    threshold: 0
  }
  {
    name: 'rollup-failed'
    window: 'PT2H'
    severity: 1
    description: 'Tonight\'s release of a wave was not made; readers keep the one before. It is tried again every hour.'
    query: '''
      | where message contains "failed; readers keep the release before"
          or message contains "Executed 'Functions.NightlyRollup' (Failed"
    '''
    threshold: 0
  }
  {
    name: 'gate-failed'
    window: 'PT2H'
    severity: 0
    description: 'A release was stopped because it would have shown what must stay hidden. Readers keep the one before.'
    query: '''
      | where message contains "was refused by the checks before it"
          or message contains "found what must not be told"
    '''
    threshold: 0
  }
  {
    name: 'strain'
    window: 'PT30M'
    severity: 2
    description: 'More comes in than is taken or folded. People whose answers were not taken were asked to send them again.'
    query: '''
      | where message contains "The storage does not keep up with partition"
          or message contains "the folding does not keep up"
          or message contains "are told to come back"
    '''
    threshold: 0
  }
  {
    name: 'flagged'
    window: 'PT2H'
    severity: 3
    description: 'Answers came faster than people could send them, or many identical ones. Figures are made without them until a coordinator decides.'
    query: '''
      | where message contains "that may not be of people, and about which nobody has decided"
    '''
    threshold: 0
  }
  {
    name: 'errors'
    window: 'PT30M'
    severity: 2
    description: 'The app or the host reported more than a few errors within half an hour.'
    // What is in both tables counts once.
    query: '''
      | where severityLevel >= 3
      | where not(message contains "readers keep the release before")
      | summarize timestamp = min(timestamp) by operation_Id, message, second = bin(timestamp, 1s)
    '''
    threshold: 5
  }
]

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = if (!empty(alertEmail)) {
  name: '${name}-people'
  location: 'global'
  properties: {
    groupShortName: take(name, 12)
    enabled: true
    emailReceivers: [
      {
        name: 'operator'
        emailAddress: alertEmail
        useCommonAlertSchema: true
      }
    ]
  }
}

resource queryAlerts 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for alert in queries: {
    name: '${name}-${alert.name}'
    location: location
    properties: {
      displayName: '${name}: ${alert.name}'
      description: alert.description
      severity: alert.severity
      enabled: true
      scopes: [insightsId]
      // The less often, the cheaper; a quarter of an hour is soon enough for all of them. Lines arrive minutes late, so that each looks
      // further back than to its last look.
      evaluationFrequency: 'PT15M'
      windowSize: alert.window
      // No line may have been written yet when this is deployed.
      skipQueryValidation: true
      criteria: {
        allOf: [
          {
            query: '${entries}${alert.query}'
            timeAggregation: 'Count'
            operator: 'GreaterThan'
            threshold: alert.threshold
            failingPeriods: {
              numberOfEvaluationPeriods: 1
              minFailingPeriodsToAlert: 1
            }
          }
        ]
      }
      autoMitigate: true
      actions: {
        actionGroups: actionGroups
      }
    }
  }
]

resource throttling 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: '${name}-throttling'
  location: 'global'
  properties: {
    description: 'The storage account turned requests away. People whose answers it did not take were asked to send them again.'
    severity: 2
    enabled: true
    scopes: [storageId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          criterionType: 'StaticThresholdCriterion'
          name: 'turned-away'
          metricNamespace: 'Microsoft.Storage/storageAccounts'
          metricName: 'Transactions'
          timeAggregation: 'Total'
          operator: 'GreaterThan'
          threshold: 20
          // No such answer may have been given yet when this is deployed.
          skipMetricValidation: true
          dimensions: [
            {
              name: 'ResponseType'
              operator: 'Include'
              values: [
                'ServerBusyError'
                'ServerTimeoutError'
                'ClientThrottlingError'
                'ClientAccountRequestThrottlingError'
                'ClientAccountBandwidthThrottlingError'
              ]
            }
          ]
        }
      ]
    }
    autoMitigate: true
    actions: [for group in actionGroups: { actionGroupId: group }]
  }
}

resource budget 'Microsoft.Consumption/budgets@2023-11-01' = {
  name: '${name}-month'
  properties: {
    category: 'Cost'
    amount: monthlyBudget
    timeGrain: 'Monthly'
    timePeriod: {
      startDate: budgetStart
    }
    notifications: {
      spent: {
        enabled: true
        operator: 'GreaterThan'
        threshold: 80
        thresholdType: 'Actual'
        contactEmails: empty(alertEmail) ? [] : [alertEmail]
        contactRoles: ['Owner']
      }
      forecast: {
        enabled: true
        operator: 'GreaterThan'
        threshold: 100
        thresholdType: 'Forecasted'
        contactEmails: empty(alertEmail) ? [] : [alertEmail]
        contactRoles: ['Owner']
      }
    }
  }
}
