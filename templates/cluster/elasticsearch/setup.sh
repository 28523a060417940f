#!/usr/bin/env bash
# Makes in the cluster what must stand in no repository, and tells Elasticsearch and Kibana what the repository says. Runs every few
# minutes; a run that finds all done changes nothing, and two runs at once end in the same state: a Secret is created or it
# exists, never overwritten, and every password is read back from there.
#
# Reads: LICENSE_FILE (none: no paid licence), USERS (lines "username role namespace secret"), ELASTICSEARCH_URL, KIBANA_URL (none: no Kibana), /setup (requests and their bodies), /ca/ca.crt.
set -euo pipefail

readonly setup=${SETUP_DIR:-/setup}
readonly elasticsearch=${ELASTICSEARCH_URL:?}
readonly managed_by=elasticsearch-setup
# shellcheck source=templates/cluster/logging/library.sh
. "$setup/library.sh"

es() { call "$ca" "$(basic elastic "$superuser")" "$1" "$elasticsearch$2" "${3:-}"; }
kibana() { call "$ca" "$(basic elastic "$superuser")" "$1" "$KIBANA_URL$2" "${3:-}"; }

log 'secrets'
ensure_secret "$home_namespace" elasticsearch-elastic password "$(random)"
ensure_secret "$home_namespace" kibana-encryption-keys session "$(random)" saved-objects "$(random)" reporting "$(random)"
ensure_logins
superuser=$(secret_value "$home_namespace" elasticsearch-elastic password)

log 'waiting for Elasticsearch'
for ((attempt = 1; ; attempt++)); do
  status=$(es GET '/_cluster/health?wait_for_status=yellow&timeout=10s' 2> /dev/null) || status=000
  [ "$status" = 200 ] && break
  [ "$status" = 401 ] && fail 'the password in secret elasticsearch-elastic is not the one the cluster was made with'
  [ "$attempt" -lt "${ATTEMPTS:-20}" ] || fail "not ready: HTTP $status; the next run tries again"
  sleep "${PAUSE:-5}"
done

log 'settings'
while read -r path file; do
  [ -n "$path" ] || continue
  status=$(es PUT "$path" "$setup/$file")
  case $status in
    200 | 201) ;;
    *) fail "PUT $path: HTTP $status: $(head -c 500 "$work/body")" ;;
  esac
done < "$setup/requests"

# The first snapshot is taken at once, not at night: it tries bucket, role and key while somebody is looking.
if grep -q '^/_slm/policy/archive ' "$setup/requests"; then
  status=$(es GET '/_slm/policy/archive')
  if [ "$status" = 200 ] && ! grep -Eq '"(last_success|last_failure|in_progress)"' "$work/body"; then
    status=$(es POST '/_slm/policy/archive/_execute')
    log "first snapshot: HTTP $status"
  fi
fi

log 'users'
while read -r username role namespace secret; do
  [ -n "$username" ] || continue
  password=$(secret_value "$namespace" "$secret" password)
  status=$(call "$ca" "$(basic "$username" "$password")" GET "$elasticsearch/_security/_authenticate")
  # Without a password the user keeps the one it has; only roles are set.
  if [ "$status" = 200 ]; then fields=''; else fields="\"password\":\"$password\","; fi
  printf '{%s"roles":["%s"],"full_name":"made by elasticsearch-setup"}' "$fields" "$role" > "$work/user"
  status=$(es PUT "/_security/user/$username" "$work/user")
  rm -f "$work/user"
  [ "$status" = 200 ] || fail "user $username: HTTP $status"
  unset password fields
done <<< "$USERS"

log 'token of Kibana'
status=$(kube GET "/api/v1/namespaces/$home_namespace/secrets/kibana-token")
if [ "$status" = 404 ]; then
  name="setup-$(random | tr '[:upper:]' '[:lower:]' | cut -c 1-12)"
  status=$(es POST "/_security/service/elastic/kibana/credential/token/$name")
  [ "$status" = 200 ] || fail "token of Kibana: HTTP $status"
  token=$(tr -d ' \n' < "$work/body" | grep -o '"value":"[^"]*"' | cut -d '"' -f 4)
  [ -n "$token" ] || fail 'token of Kibana: no value in the answer'
  ensure_secret "$home_namespace" kibana-token token "$token" token-name "$name"
  if [ "$(secret_value "$home_namespace" kibana-token token-name)" != "$name" ]; then
    es DELETE "/_security/service/elastic/kibana/credential/token/$name" > /dev/null # the other run's is in use
  fi
elif [ "$status" != 200 ]; then
  fail "reading secret $home_namespace/kibana-token: HTTP $status"
fi

# license_uid: the id in the licence that stands on standard input, as Elastic sends it or as Elasticsearch shows it.
license_uid() { tr -d ' \n' | grep -o '"uid":"[^"]*"' | head -n 1 | cut -d '"' -f 4 || true; }

problem=''
if [ -n "${LICENSE_FILE:-}" ]; then
  log 'licence'
  if [ -s "$LICENSE_FILE" ]; then
    wanted=$(license_uid < "$LICENSE_FILE")
    es GET '/_license' > /dev/null
    if [ -z "$wanted" ]; then
      problem='the licence file holds no licence'
    elif [ "$(license_uid < "$work/body")" != "$wanted" ]; then
      status=$(es PUT '/_license?acknowledge=true' "$LICENSE_FILE")
      # An expired one is answered with 200 as well.
      if [ "$status" = 200 ] && tr -d ' \n' < "$work/body" | grep -q '"license_status":"valid"'; then
        log "licence $wanted in force"
      else
        problem="the licence is refused: HTTP $status: $(head -c 300 "$work/body")"
      fi
    fi
  else
    log 'no licence file yet: people sign in with name and password'
  fi
fi

if [ -n "${KIBANA_URL:-}" ]; then
  log 'spaces and data views of Kibana'
  while read -r there path file; do
    [ -n "$there" ] || continue
    if ! make_where_missing kibana "$there" "$path" "$setup/$file" Kibana; then
      log 'Kibana does not answer yet; the next run makes what is missing'
      break
    fi
  done < "$setup/kibana-requests"
fi

# Told last, so that it holds nothing else up.
[ -z "$problem" ] || fail "$problem"
log 'done'
