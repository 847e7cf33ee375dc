# As setup.sh, on Windows.
Set-Location (Join-Path $PSScriptRoot '../..')
$env:AzureWebJobsStorage__tableServiceUri = $env:tableEndpoint
$env:AzureWebJobsStorage__queueServiceUri = $env:queueEndpoint

foreach ($try in 1..20) {
    dotnet run --project src/surveyctl -c Release -- setup
    if ($LASTEXITCODE -eq 0) { exit 0 }
    Write-Output 'Not yet: Azure may need some minutes. Trying again in 30 seconds.'
    Start-Sleep -Seconds 30
}
exit 1
