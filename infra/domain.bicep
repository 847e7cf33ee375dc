// TLS for a host name that has been added to the app: a certificate that Azure makes and renews.
param appName string
param planId string
param location string
param customDomain string

resource app 'Microsoft.Web/sites@2024-04-01' existing = {
  name: appName
}

resource certificate 'Microsoft.Web/sites/certificates@2025-03-01' = {
  parent: app
  name: customDomain
  location: location
  properties: {
    canonicalName: customDomain
    serverFarmId: planId
  }
}

resource binding 'Microsoft.Web/sites/hostNameBindings@2024-04-01' = {
  parent: app
  name: customDomain
  properties: {
    siteName: appName
    hostNameType: 'Verified'
    sslState: 'SniEnabled'
    thumbprint: certificate.properties.thumbprint
  }
}
