#!/usr/bin/env bash
# Puts SurveyFunctions on Azure, from a clean machine with the Azure CLI and the .NET SDK. It can be run again at any time: what is there
# stays or is brought to what is asked for. docs/operate.md explains what it makes, and what to do afterwards.
set -Eeuo pipefail

usage() {
  cat <<'TEXT'
Usage: infra/deploy.sh --group GROUP --location REGION [options]

  --group GROUP          the resource group; it is made if it is missing
  --location REGION      such as westus2 or centralus; needed when the group is made
  --name NAME            what the resources are called (default: surveys)
  --email ADDRESS        who is told of alerts and of the budget
  --time-zone ZONE       IANA name; a night's release is made there at three in the morning (default: America/Chicago)
  --sign-in FILE         with which provider of identities people sign in, as JSON: docs/operate.md (default: by links alone)
  --admin OBJECT-ID      who may run surveyctl on the storage (default: you)
  --admin-type TYPE      User, Group or ServicePrincipal (default: User)

  The first tenant, if you like; later ones come by 'surveyctl import organisations':
  --tenant ID            such as southeast-seattle: a-z, 0-9 and -
  --tenant-name NAME     as people know it
  --schools FILE         its schools as CSV: docs/organisations-format.md
  --collections FILE     their collections as CSV, if there are any

  --concurrency N        requests one instance works on at once: at least 99 (default: 100)
  --memory MB            of an instance: 512, 2048 or 4096 (default: 2048)
  --max-instances N      a bound for the costs of a flood of requests (default: 40)
  --always-ready N       instances that always run, so that nobody waits for a cold start; they cost the whole month (default: 0)
  --redundancy SKU       Standard_LRS, Standard_ZRS, Standard_GRS or Standard_GZRS (default: Standard_ZRS)
  --retention DAYS       for which traces are kept (default: 30)
  --budget AMOUNT        a month, in the currency of the subscription; you are told at 80% of it (default: 20)
  --domain HOST          such as surveys.example.org: a name of yours for the pages

  --what-if              only shows what would be done
  --package FILE         deploys this zip, as an earlier run made it, instead of building one: to roll back, also to a version that was
                         a custom handler
  --help                 shows this
TEXT
}

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
least_cli=2.60.0
# How to run surveyctl; a published one does as well.
if [[ -n ${SURVEYCTL:-} ]]; then
  read -ra surveyctl <<< "$SURVEYCTL"
else
  surveyctl=(dotnet run --project "$root/src/surveyctl" -c Release --)
fi
# Azure needs minutes until a role it has given counts.
patience=${DEPLOY_PATIENCE_SECONDS:-600}
pause=${DEPLOY_PAUSE_SECONDS:-15}

providers=(
  Microsoft.App Microsoft.Consumption Microsoft.Insights Microsoft.ManagedIdentity Microsoft.OperationalInsights Microsoft.Storage Microsoft.Web
)

group='' location='' name=surveys email='' time_zone=America/Chicago admin='' admin_type=User
tenant='' tenant_name='' schools='' collections='' sign_in='' concurrency=100 memory=2048 max_instances=40 always_ready=0
redundancy=Standard_ZRS retention=30 budget=20 domain='' what_if=false package='' runtime=dotnet-isolated

step='reading the options'
hint="Run 'infra/deploy.sh --help'."

say() { printf '\n==> %s\n' "$*"; }

fail() {
  printf '\n%s\n' "$*" >&2
  exit 1
}

# Whatever fails without a word of ours is told by the step it failed in.
on_error() {
  # Once: within $(...) the trap is set as well.
  ((BASH_SUBSHELL == 0)) || return 0
  printf '\nThis failed while %s.\n%s\nNothing that was done before is lost; run the same command again.\n' "$step" "$hint" >&2
}
trap on_error ERR

begin() {
  step=$1
  hint=$2
  say "$step"
}

while (($# > 0)); do
  case $1 in
    --what-if) what_if=true; shift; continue ;;
    --help | -h) usage; exit 0 ;;
    --*) (($# > 1)) || fail "$1 needs a value. Run 'infra/deploy.sh --help'." ;;
    *) fail "'$1' is no option. Run 'infra/deploy.sh --help'." ;;
  esac
  case $1 in
    --group) group=$2 ;;
    --location) location=$2 ;;
    --name) name=$2 ;;
    --email) email=$2 ;;
    --time-zone) time_zone=$2 ;;
    --sign-in) sign_in=$2 ;;
    --admin) admin=$2 ;;
    --admin-type) admin_type=$2 ;;
    --tenant) tenant=$2 ;;
    --tenant-name) tenant_name=$2 ;;
    --schools) schools=$2 ;;
    --collections) collections=$2 ;;
    --concurrency) concurrency=$2 ;;
    --memory) memory=$2 ;;
    --max-instances) max_instances=$2 ;;
    --always-ready) always_ready=$2 ;;
    --redundancy) redundancy=$2 ;;
    --retention) retention=$2 ;;
    --budget) budget=$2 ;;
    --domain) domain=$2 ;;
    --package) package=$2 ;;
    *) fail "'$1' is no option. Run 'infra/deploy.sh --help'." ;;
  esac
  shift 2
done

# --- Everything that can be known beforehand, all of it at once -------------------------------------------------------------------------

problems=()
problem() { problems+=("$1"); }

require_number() { # option, value, least, most, why
  if ! [[ $2 =~ ^[0-9]{1,6}$ ]] || ((10#$2 < $3 || 10#$2 > $4)); then
    problem "$1 is '$2': give a whole number from $3 to $4.${5:+ $5}"
  fi
}

if command -v unzip > /dev/null; then
  names_in() { unzip -Z1 "$1"; }
  text_in() { unzip -p "$1" "$2"; }
else
  names_in() { python3 -c 'import sys, zipfile; print(*zipfile.ZipFile(sys.argv[1]).namelist(), sep="\n")' "$1"; }
  text_in() { python3 -c 'import sys, zipfile; print(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]).decode())' "$1" "$2"; }
fi

# Sets the runtime that a package is for, and what it lacks for that. Azure would only find out when an instance starts.
look_into() { # package
  local names name wanted=(host.json SurveyFunctions.dll functions.metadata worker.config.json .azurefunctions/)
  lacking=()
  if ! names=$(names_in "$1" 2> /dev/null | sed 's,/.*,/,'); then
    lacking=("everything: it is no zip")
    return
  fi
  # Versions that were a custom handler.
  if ! grep -Fqx worker.config.json <<< "$names" && [[ $(text_in "$1" host.json 2> /dev/null || true) == *'"customHandler"'* ]]; then
    runtime=custom
    wanted=(host.json SurveyFunctions)
  fi
  for name in "${wanted[@]}"; do
    grep -Fqx -- "$name" <<< "$names" || lacking+=("$name")
  done
}

[[ -n $group ]] || problem "--group is missing: the resource group, such as surveys-seattle."
[[ $name =~ ^[a-z][a-z0-9-]{1,18}[a-z0-9]$ ]] || problem "--name is '$name': 3 to 20 characters of a-z, 0-9 and -, a letter first, no - last."
[[ -z $email || $email =~ ^[^@[:space:]]+@[^@[:space:]]+$ ]] || problem "--email is '$email': give an e-mail address."
[[ $admin_type =~ ^(User|Group|ServicePrincipal)$ ]] || problem "--admin-type is '$admin_type': User, Group or ServicePrincipal."
[[ $memory =~ ^(512|2048|4096)$ ]] || problem "--memory is '$memory': 512, 2048 or 4096."
[[ $redundancy =~ ^Standard_(LRS|ZRS|GRS|GZRS)$ ]] || problem "--redundancy is '$redundancy': Standard_LRS, Standard_ZRS, Standard_GRS or Standard_GZRS."
require_number --concurrency "$concurrency" 99 1000 "Those that wait together share one storage transaction, of up to 99."
require_number --max-instances "$max_instances" 1 1000
require_number --always-ready "$always_ready" 0 10
require_number --retention "$retention" 30 730
require_number --budget "$budget" 1 999999
[[ -z $domain || $domain =~ ^([a-z0-9-]+\.)+[a-z]+$ ]] || problem "--domain is '$domain': give a host name such as surveys.example.org."
if [[ -n $package && ! -f $package ]]; then
  problem "--package: there is no file '$package'."
elif [[ -n $package ]]; then
  look_into "$package"
  ((${#lacking[@]} == 0)) || problem "--package: '$package' is no package of the app. It lacks ${lacking[*]}."
fi
if [[ -d /usr/share/zoneinfo && ! -f /usr/share/zoneinfo/$time_zone ]]; then
  problem "--time-zone is '$time_zone': give an IANA name such as America/Los_Angeles."
fi
[[ -z $sign_in || -f $sign_in ]] || problem "--sign-in: there is no file '$sign_in'."
if [[ -n $tenant$tenant_name$schools$collections ]]; then
  [[ $tenant =~ ^[a-z0-9-]{1,64}$ ]] || problem "--tenant is '$tenant': an id of a-z, 0-9 and -."
  [[ -n $tenant_name ]] || problem "--tenant-name is missing: what people call the tenant."
  if [[ -z $schools ]]; then
    problem "--schools is missing: the tenant's schools as CSV (docs/organisations-format.md)."
  elif [[ ! -f $schools ]]; then
    problem "--schools: there is no file '$schools'."
  fi
  [[ -z $collections || -f $collections ]] || problem "--collections: there is no file '$collections'."
fi

if ! (cd "$root" && dotnet --version > /dev/null 2>&1); then
  problem "The .NET SDK is missing or too old: install .NET 10 from https://dotnet.microsoft.com/download."
fi
if ! command -v curl > /dev/null; then
  problem "curl is missing, which asks the pages at the end: install it."
fi
if ! { command -v zip && command -v unzip || command -v python3; } > /dev/null; then
  problem "Neither zip and unzip nor python3 are there to pack the app: install one or the other."
fi
if ! command -v az > /dev/null; then
  problem "The Azure CLI is missing: https://learn.microsoft.com/cli/azure/install-azure-cli."
else
  cli=$(az version --query '"azure-cli"' --output tsv 2> /dev/null || true)
  if [[ $(printf '%s\n%s\n' "$least_cli" "$cli" | sort -V | head -n 1) != "$least_cli" ]]; then
    problem "The Azure CLI is version '$cli', and $least_cli or newer is needed: run 'az upgrade'."
  elif ! subscription=$(az account show --query name --output tsv 2> /dev/null); then
    problem "You are not signed in to Azure: run 'az login', and 'az account set --subscription NAME' if you have several."
  fi
fi
if ((${#problems[@]} > 0)); then
  printf 'Nothing was done:\n' >&2
  printf '  - %s\n' "${problems[@]}" >&2
  exit 1
fi

begin "looking at the subscription" "See that you may read the subscription: az account show."
echo "Subscription: $subscription"
exists=$(az group exists --name "$group")
if [[ $exists != true && -z $location ]]; then
  fail "There is no resource group '$group' yet: say with --location where to make it, such as westus2."
fi
if [[ -z $location ]]; then
  location=$(az group show --name "$group" --query location --output tsv)
fi
regions=$(az functionapp list-flexconsumption-locations --query '[].name' --output tsv)
location=${location// /}
if ! grep -qix "$location" <<< "${regions// /}"; then
  fail "Flex Consumption is not in '$location'. See: az functionapp list-flexconsumption-locations --output table"
fi
if [[ -z $admin ]]; then
  admin=$(az ad signed-in-user show --query id --output tsv 2> /dev/null) \
    || fail "Who runs surveyctl? Azure does not tell who you are, as for services and some guests: give --admin OBJECT-ID, and --admin-type."
fi
echo "Resource group: $group in $location$([[ $exists == true ]] || echo ' (it will be made)')"
echo "May run surveyctl: $admin_type $admin"

inside=/subscriptions/$(az account show --query id --output tsv)/resourceGroups/$group/providers
# What an app that is there runs as. uniqueString, which ends its name, makes 13 characters.
app='' running=''
if [[ $exists == true ]]; then
  app=$(az functionapp list --resource-group "$group" \
    --query "[?starts_with(name, '$name-') && length(name) == \`$((${#name} + 14))\`].name | [0]" --output tsv)
fi
if [[ -n $app ]]; then
  running=$(az rest --method get --url "$inside/Microsoft.Web/sites/$app?api-version=2024-04-01" \
    --query properties.functionAppConfig.runtime.name --output tsv)
fi
running=${running:-$runtime}
if [[ $running != "$runtime" ]]; then
  cat <<TEXT

The app $app runs as '$running', and the package is for '$runtime'. From the change of the one to the other, at the end, until an
instance with the package has started, which takes some minutes, its addresses answer with errors, 404 among them. Nothing that is stored
is touched. Programs that send responses had better pause: docs/operate.md, "Upgrade and roll back".
TEXT
fi

# A budget's beginning cannot be changed.
budget_start=$(az rest --method get --url "$inside/Microsoft.Consumption/budgets/$name-month?api-version=2023-11-01" \
  --query properties.timePeriod.startDate --output tsv 2> /dev/null || true)
budget_start=${budget_start:0:10}

parameters=(
  "name=$name" "location=$location" "alertEmail=$email" "rollupTimeZone=$time_zone"
  "adminPrincipalId=$admin" "adminPrincipalType=$admin_type"
  "storageRedundancy=$redundancy" "logRetentionDays=$retention" "monthlyBudget=$budget"
  "instanceMemoryMB=$memory" "maximumInstanceCount=$max_instances" "perInstanceConcurrency=$concurrency" "alwaysReadyInstances=$always_ready"
)
[[ -z $budget_start ]] || parameters+=("budgetStart=$budget_start")
[[ -z $sign_in ]] || parameters+=("signIn=$(< "$sign_in")")

if $what_if; then
  if [[ $exists == true ]]; then
    begin "asking Azure what it would change" "The message above is Azure's own. Nothing was changed."
    az deployment group what-if --resource-group "$group" --template-file "$root/infra/main.bicep" \
      --parameters "${parameters[@]}" "runtime=$runtime"
  else
    say "The resource group would be made, and in it everything that infra/main.bicep names:"
    sed -n "s/^resource [A-Za-z]* '\([^'@]*\).*/  \1/p" "$root/infra/main.bicep" "$root/infra/alerts.bicep" | sort -u
  fi
  say "Before it: these would be registered for the subscription, if they are not: ${providers[*]}"
  say "After it:"
  if [[ -n $package ]]; then
    echo "  - $package would be deployed"
  else
    echo "  - the app would be built, packed and deployed"
  fi
  echo "  - tables and queues that are missing would be made"
  [[ -z $tenant ]] || echo "  - the tenant '$tenant' would be made, with the schools of $schools; one that is there stays as it is"
  [[ -z $domain ]] || echo "  - $domain would be added to the app, with a certificate"
  echo "  - the pages would be asked for once, to see that they answer"
  say "Nothing was changed."
  exit 0
fi

# --- The app ----------------------------------------------------------------------------------------------------------------------------

if [[ -z $package ]]; then
  begin "building the app, which takes some minutes after a change" "The messages above are the compiler's."
  folder=${DEPLOY_FOLDER:-$root/artifacts/deploy}
  rm -rf "$folder/app"
  mkdir -p "$folder"
  dotnet publish "$root/src/SurveyFunctions" -c Release -o "$folder/app" --nologo
  version=$(git -C "$root" rev-parse --short HEAD 2> /dev/null || echo unversioned)
  package=$folder/surveyfunctions-$version.zip
  rm -f "$package"
  if command -v zip > /dev/null; then
    (cd "$folder/app" && zip -qr "$package" .)
  else
    (cd "$folder/app" && python3 -m zipfile -c "$package" .)
  fi
  look_into "$package"
  ((${#lacking[@]} == 0)) || fail "What was built is no package of the app. It lacks ${lacking[*]}."
  echo "Packed: $package. Keep it: --package deploys it again."
fi

# --- Azure ------------------------------------------------------------------------------------------------------------------------------

begin "registering what the deployment uses" "Somebody who may write to the subscription has to run once: az provider register --namespace NAME."
for provider in "${providers[@]}"; do
  if [[ $(az provider show --namespace "$provider" --query registrationState --output tsv) != Registered ]]; then
    echo "$provider"
    az provider register --namespace "$provider" --wait --output none
  fi
done

if [[ $exists != true ]]; then
  begin "making the resource group $group" "You need the role Contributor on the subscription, or a group that somebody made for you."
  az group create --name "$group" --location "$location" --output none
fi

deploy() { # runtime
  az deployment group create --resource-group "$group" --name "surveyfunctions" --template-file "$root/infra/main.bicep" \
    --parameters "${parameters[@]}" "runtime=$1" --output none
}

output() { az deployment group show --resource-group "$group" --name surveyfunctions --query "properties.outputs.$1.value" --output tsv; }

begin "deploying storage, identity, app and alerts" \
  "The message above is Azure's own. To give roles you must be Owner, or User Access Administrator beside Contributor, of the group. RoleAssignmentExists: somebody gave $admin the two roles by hand; remove them in the portal, or give another --admin. If a name is taken, give another --name. If the region has no quota for Flex Consumption, give another --location."
deploy "$running"
app=$(output appName)
url=$(output appUrl)
url=${url%/}
# shellcheck disable=SC2155
export AzureWebJobsStorage__tableServiceUri=$(output tableEndpoint) AzureWebJobsStorage__queueServiceUri=$(output queueEndpoint)

if [[ -n $domain ]]; then
  begin "adding $domain" \
    "At your DNS provider make two records, and wait until they are known: CNAME $domain -> ${url#https://}, and TXT asuid.$domain -> $(output domainVerificationId)"
  # What is there already keeps its certificate.
  names=$(output hostNames)
  if ! tr -s '[:space:]' '\n' <<< "$names" | grep -qix "$domain"; then
    az functionapp config hostname add --resource-group "$group" --name "$app" --hostname "$domain" --output none
  fi
  parameters+=("customDomain=$domain")
  deploy "$running"
fi

# --- Tables and queues ------------------------------------------------------------------------------------------------------------------

# Tries again for as long as Azure may need; the last try's words are shown.
retry() {
  local until=$((SECONDS + patience)) said
  until said=$("$@" 2>&1); do
    if ((SECONDS >= until)); then
      printf '%s\n' "$said" >&2
      return 1
    fi
    echo "Not yet: Azure may need some minutes. Trying again in $pause seconds."
    sleep "$pause"
  done
  [[ -z $said ]] || printf '%s\n' "$said"
}

begin "making tables and queues" \
  "$admin has the roles Storage Table Data Contributor and Storage Queue Data Contributor since a moment ago; if it is not you, sign in as them. After ten minutes something else is wrong: the message above tells."
retry "${surveyctl[@]}" setup

if [[ -n $tenant ]]; then
  begin "making the tenant $tenant" "Correct what the message above names in $schools, or import it later: surveyctl import organisations."
  tenants=$("${surveyctl[@]}" tenant list --json)
  if [[ ${tenants//[[:space:]]/} == *"\"tenant\":\"$tenant\""* ]]; then
    echo "It is there, and stays as it is. To change its schools: surveyctl import organisations."
  else
    import=(import organisations "$schools" --tenant "$tenant" --name "$tenant_name" --time-zone "$time_zone")
    [[ -z $collections ]] || import+=(--collections "$collections")
    "${surveyctl[@]}" "${import[@]}"
  fi
fi

# Last, and right before the package: neither runs the package of the other.
if [[ $running != "$runtime" ]]; then
  begin "changing the runtime from $running to $runtime" "The message above is Azure's own. The app runs on as '$running' if it was not changed."
  deploy "$runtime"
fi

begin "deploying the package" "See the log: az functionapp log deployment show --resource-group $group --name $app. A package of an earlier run goes back with --package."
az functionapp deployment source config-zip --resource-group "$group" --name "$app" --src "$package" --build-remote false --output none

# --- Does it work? ----------------------------------------------------------------------------------------------------------------------

status() { curl --silent --output /dev/null --write-out '%{http_code}' --max-time 60 "$@"; }

answers() { # status wanted, arguments of curl
  local got
  got=$(status "${@:2}") || true
  [[ $got == "$1" ]] || { echo "${*: -1} answered '$got' in place of $1."; return 1; }
}

begin "asking the pages" \
  "See what the app says: az monitor app-insights query --apps $name-insights --resource-group $group --analytics-query 'union traces, exceptions | where severityLevel >= 2 | order by timestamp desc | take 20'"
retry answers 200 "$url/"
retry answers 200 "$url/assets/site.css"
# Of a wave that does not exist: it needs the tables, and stores nothing.
retry answers 404 --header 'Content-Type: application/json' --data '{}' "$url/api/waves/no-such-wave/responses"
if [[ -n $domain ]]; then
  retry answers 200 "https://$domain/"
fi

if [[ -n $tenant ]]; then
  begin "inviting the first admin of $tenant" "Invite them later: surveyctl people invite NAME --tenant $tenant --role admin --url $url"
  people=$("${surveyctl[@]}" people list --tenant "$tenant" --json)
  if [[ ${people//[[:space:]]/} == *'"people":[]'* ]]; then
    "${surveyctl[@]}" people invite "First admin" --tenant "$tenant" --role admin --url "${domain:+https://}${domain:-$url}"
  else
    echo "Somebody is invited already: surveyctl people list --tenant $tenant"
  fi
fi

say "SurveyFunctions runs: $url/"
cat <<TEXT
For surveyctl on this machine:
  export AzureWebJobsStorage__tableServiceUri=$AzureWebJobsStorage__tableServiceUri
  export AzureWebJobsStorage__queueServiceUri=$AzureWebJobsStorage__queueServiceUri
Next: load surveys and waves with 'surveyctl seed my-seeds --no-answers' (docs/survey-format.md), and see docs/operate.md.
TEXT
