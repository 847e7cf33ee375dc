// One coalition's SurveyFunctions: everything lies in one resource group. infra/deploy.sh calls this; docs/operate.md says what it costs,
// what each alert means and how to go on from there.
targetScope = 'resourceGroup'

@description('What the resources are called, with what makes the names unique added where it must be: a-z, 0-9 and -.')
@minLength(3)
@maxLength(20)
param name string = 'surveys'

@description('The region. Flex Consumption is not in all of them: az functionapp list-flexconsumption-locations.')
param location string = resourceGroup().location

@description('Who is told of alerts and of the budget. Empty: alerts are only shown in the portal, and the owners are told of the budget.')
param alertEmail string = ''

@description('The object id of who runs surveyctl: may read and write tables and queues, with no key. Empty: nobody yet.')
param adminPrincipalId string = ''

@allowed(['User', 'Group', 'ServicePrincipal'])
param adminPrincipalType string = 'User'

@description('The IANA name of the time zone in which a night\'s release is made, at three in the morning.')
param rollupTimeZone string = 'America/Chicago'

@description('With which provider of identities people sign in, as JSON: docs/operate.md. No secret. Empty: by links alone.')
param signIn string = ''

@description('How many copies of the data the storage keeps, and where. ZRS: in three buildings of the region.')
@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GRS', 'Standard_GZRS'])
param storageRedundancy string = 'Standard_ZRS'

@description('Days for which traces and metrics are kept. The first 31 cost nothing. Answers are not in them, and are kept until deleted.')
@minValue(30)
@maxValue(730)
param logRetentionDays int = 30

@description('Days for which a deployment package that was deleted or overwritten can be brought back.')
@minValue(1)
@maxValue(365)
param packageRetentionDays int = 14

@description('Gigabytes of traces a day after which no more are taken: a bound for what a flood of errors costs.')
@minValue(1)
param logDailyQuotaGb int = 1

@allowed([512, 2048, 4096])
param instanceMemoryMB int = 2048

@description('A bound for what a flood of requests costs. One instance takes hundreds of answers a second.')
@minValue(1)
@maxValue(1000)
param maximumInstanceCount int = 40

@description('Requests that one instance works on at once. A submission waits for the storage, and up to 99 that wait together share a transaction: docs/scale.md.')
@minValue(99)
@maxValue(1000)
param perInstanceConcurrency int = 100

@description('HTTP instances that always run, which costs the whole month. 0: the first visitor after a quiet time waits for a cold start.')
@minValue(0)
@maxValue(10)
param alwaysReadyInstances int = 0

@description('Of the resource group and month, in the currency of the subscription; at 80% and, as forecast, at 100% somebody is told.')
@minValue(1)
param monthlyBudget int = 20

@description('The first day of the month in which the budget begins. It cannot be changed afterwards: give the same one again.')
param budgetStart string = utcNow('yyyy-MM-01')

@description('A host name of yours, such as surveys.example.org, that has been added to the app: deploy.sh does that, once its DNS records are there. Empty: none.')
param customDomain string = ''

@description('Keeps the storage account from being deleted by mistake.')
param protectStorage bool = true

@description('What the deployed package is for. Packages of versions that were a custom handler need custom: deploy.sh sees which one it is given.')
@allowed(['dotnet-isolated', 'custom'])
param runtime string = 'dotnet-isolated'

@description('The environment of the Azure Developer CLI, as a tag of the app. Empty: it is deployed in another way.')
param environmentName string = ''

var unique = uniqueString(resourceGroup().id)

// Microsoft's ids of its own roles.
var storageBlobDataOwner = 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
var storageQueueDataContributor = '974c5e8b-45b9-4653-ba55-5f855dd0fb88'
var storageTableDataContributor = '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
var monitoringMetricsPublisher = '3913510d-42f4-4e42-8a64-420c390055eb'

// The app: tables and queues. The Functions host: blobs for its locks, timers and the package, and the queue it polls.
var appRoles = [storageBlobDataOwner, storageQueueDataContributor, storageTableDataContributor]

// surveyctl: tables and queues.
var adminRoles = empty(adminPrincipalId) ? [] : [storageQueueDataContributor, storageTableDataContributor]

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: '${name}-app'
  location: location
}

resource storage 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: '${take(replace(name, '-', ''), 11)}${unique}'
  location: location
  kind: 'StorageV2'
  sku: {
    name: storageRedundancy
  }
  properties: {
    allowBlobPublicAccess: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
  }

  resource blobs 'blobServices' = {
    name: 'default'
    properties: {
      deleteRetentionPolicy: {
        enabled: true
        days: packageRetentionDays
      }
    }

    resource packages 'containers' = {
      name: 'packages'
    }
  }
}

resource storageLock 'Microsoft.Authorization/locks@2020-05-01' = if (protectStorage) {
  scope: storage
  name: 'answers-are-here'
  properties: {
    level: 'CanNotDelete'
    notes: 'All answers and results lie in this storage account. docs/operate.md says how to delete a tenant, and how to take everything down.'
  }
}

resource appRole 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in appRoles: {
    scope: storage
    name: guid(storage.id, identity.id, role)
    properties: {
      principalId: identity.properties.principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
    }
  }
]

resource adminRole 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in adminRoles: {
    scope: storage
    name: guid(storage.id, adminPrincipalId, role)
    properties: {
      principalId: adminPrincipalId
      principalType: adminPrincipalType
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
    }
  }
]

resource logs 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: '${name}-logs'
  location: location
  properties: {
    sku: {
      name: 'PerGB2018'
    }
    retentionInDays: logRetentionDays
    workspaceCapping: {
      dailyQuotaGb: logDailyQuotaGb
    }
    features: {
      disableLocalAuth: true
    }
  }
}

// The tables of Application Insights keep 90 days by themselves. One after the other: the workspace takes one change at a time.
@batchSize(1)
resource logTables 'Microsoft.OperationalInsights/workspaces/tables@2022-10-01' = [
  for table in ['AppTraces', 'AppExceptions', 'AppRequests', 'AppMetrics']: {
    parent: logs
    name: table
    properties: {
      retentionInDays: logRetentionDays
      totalRetentionInDays: logRetentionDays
    }
  }
]

// What is sent here is told by host.json: no request of a function that takes answers.
resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: '${name}-insights'
  location: location
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: logs.id
    DisableIpMasking: false
    DisableLocalAuth: true
  }
}

resource insightsRole 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: insights
  name: guid(insights.id, identity.id, monitoringMetricsPublisher)
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', monitoringMetricsPublisher)
  }
}

resource plan 'Microsoft.Web/serverfarms@2024-04-01' = {
  name: '${name}-plan'
  location: location
  kind: 'functionapp'
  sku: {
    tier: 'FlexConsumption'
    name: 'FC1'
  }
  properties: {
    reserved: true
  }
}

resource app 'Microsoft.Web/sites@2024-04-01' = {
  name: '${name}-${unique}'
  location: location
  kind: 'functionapp,linux'
  // The service of azure.yaml.
  tags: union({ 'azd-service-name': 'app' }, empty(environmentName) ? {} : { 'azd-env-name': environmentName })
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    clientAffinityEnabled: false
    functionAppConfig: {
      runtime: {
        name: runtime
        // To the letter: Azure takes other texts as well, and no instance starts then.
        version: runtime == 'custom' ? '1.0' : '10.0'
      }
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${storage.properties.primaryEndpoints.blob}${storage::blobs::packages.name}'
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identity.id
          }
        }
      }
      scaleAndConcurrency: {
        instanceMemoryMB: instanceMemoryMB
        maximumInstanceCount: maximumInstanceCount
        alwaysReady: alwaysReadyInstances == 0 ? [] : [{ name: 'http', instanceCount: alwaysReadyInstances }]
        triggers: {
          http: {
            perInstanceConcurrency: perInstanceConcurrency
          }
        }
      }
    }
    siteConfig: {
      minTlsVersion: '1.2'
      http20Enabled: true
      appSettings: [
        { name: 'AzureWebJobsStorage__accountName', value: storage.name }
        { name: 'AzureWebJobsStorage__credential', value: 'managedidentity' }
        { name: 'AzureWebJobsStorage__clientId', value: identity.properties.clientId }
        // Else the host answers a POST to the start page's address with a page of its own.
        { name: 'AzureWebJobsDisableHomepage', value: 'true' }
        { name: 'NightlyRollupTimeZone', value: rollupTimeZone }
        { name: 'SignIn', value: signIn }
        // An address and no secret: without the identity's role nothing is taken under it.
        { name: 'APPLICATIONINSIGHTS_CONNECTION_STRING', value: insights.properties.ConnectionString }
        {
          name: 'APPLICATIONINSIGHTS_AUTHENTICATION_STRING'
          value: 'Authorization=AAD;ClientId=${identity.properties.clientId}'
        }
      ]
    }
  }
  dependsOn: [appRole, insightsRole]

  // Packages are sent by somebody who is signed in, never with a password.
  resource noPassword 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: {
      allow: false
    }
  }

  resource noFtp 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: {
      allow: false
    }
  }
}

module domain 'domain.bicep' = if (!empty(customDomain)) {
  name: 'domain'
  params: {
    appName: app.name
    planId: plan.id
    location: location
    customDomain: customDomain
  }
}

module alerts 'alerts.bicep' = {
  name: 'alerts'
  params: {
    name: name
    location: location
    alertEmail: alertEmail
    insightsId: insights.id
    storageId: storage.id
    monthlyBudget: monthlyBudget
    budgetStart: budgetStart
  }
}

// azd keeps them as variables of its environment: infra/azd and main.parameters.json read them from there.
output appName string = app.name
output hostNames array = app.properties.hostNames
output domainVerificationId string = app.properties.customDomainVerificationId
output appUrl string = 'https://${app.properties.defaultHostName}'
output storageAccount string = storage.name
output tableEndpoint string = storage.properties.primaryEndpoints.table
output queueEndpoint string = storage.properties.primaryEndpoints.queue
output budgetStart string = budgetStart
