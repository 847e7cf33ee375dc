#!/bin/sh
# After 'azd provision': tables and queues, made with your own sign-in. azd passes what main.bicep gives back; azure.yaml names this script.
# Azure needs minutes until a role it has just given counts.
set -eu
cd "$(dirname "$0")/../.."
# shellcheck disable=SC2154
export AzureWebJobsStorage__tableServiceUri="$tableEndpoint" AzureWebJobsStorage__queueServiceUri="$queueEndpoint"

tries=20
until dotnet run --project src/surveyctl -c Release -- setup; do
  tries=$((tries - 1))
  [ "$tries" -gt 0 ] || exit 1
  echo "Not yet: Azure may need some minutes. Trying again in 30 seconds."
  sleep "${SETUP_PAUSE_SECONDS:-30}"
done
