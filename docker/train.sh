#!/usr/bin/env bash
# One training start: begins as a server with an empty embedded database, answers the requests that
# every server answers first, stops, and leaves an ahead-of-time cache of the classes it used.
#
#   train.sh CACHE_FILE       in the directory of andiron.jar and jvm.options
#
# The start is a real one, and not -Dspring.context.exit=onRefresh: that leaves before the FHIR
# endpoint itself is put together, which is a third of the work.
set -euo pipefail
cache=$(realpath -m "$1")
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
port=${TRAINING_PORT:-18080}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
jars=${ANDIRON_HOME:-$here}
scratch=$(mktemp -d)
server=

leave() {
  if [[ -n $server ]] && kill -TERM "$server" 2>/dev/null; then
    wait "$server" || true
  fi
  rm -rf "$scratch"
}
trap leave EXIT

token=

request() { # METHOD PATH [BODY]: prints the status
  exec 3<>"/dev/tcp/127.0.0.1/$port"
  local authorization=
  if [[ -n $token ]]; then
    authorization="Authorization: Bearer $token"$'\r\n'
  fi
  printf '%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n%sContent-Type: application/fhir+json\r\nContent-Length: %d\r\n\r\n%s' \
    "$1" "$2" "$authorization" "${#3}" "$3" >&3
  local status
  read -r _ status _ <&3
  cat <&3 >/dev/null
  exec 3>&-
  printf '%s' "$status"
}

expect() { # STATUS METHOD PATH [BODY]
  local status
  status=$(request "$2" "$3" "${4:-}")
  if [[ $status != "$1" ]]; then
    echo "train.sh: $2 $3 answered $status, not $1" >&2
    exit 1
  fi
}

"$java" "@$here/jvm.options" "-XX:AOTCacheOutput=$cache" -jar "$jars/andiron.jar" \
  --server.port="$port" --andiron.storage.embedded.directory="$scratch/postgres" \
  --andiron.security.key-directory="$scratch/security" &
server=$!

for _ in $(seq 1 600); do
  if [[ $(request GET /actuator/health/readiness '' 2>/dev/null || true) == 200 ]]; then
    break
  fi
  if ! kill -0 "$server" 2>/dev/null; then
    echo "train.sh: the server did not start" >&2
    exit 1
  fi
  sleep 0.5
done

# No key of this server ends up in the image: all of them are in the scratch directory.
token=$("$java" -jar "$jars/andiron.jar" token --data-directory "$scratch/postgres" | tail -1)

expect 200 GET /fhir/metadata
expect 201 POST /fhir/Patient '{"resourceType":"Patient","name":[{"family":"Training"}]}'
expect 200 POST /fhir '{"resourceType":"Bundle","type":"transaction","entry":[
  {"fullUrl":"urn:uuid:8d5f7f4e-0ad4-4b4e-8ad6-3a8f1b6f2f10",
   "resource":{"resourceType":"Patient","name":[{"family":"Training"}],"birthDate":"1970-01-01"},
   "request":{"method":"POST","url":"Patient"}},
  {"resource":{"resourceType":"Observation","status":"final","code":{"text":"training"},
    "subject":{"reference":"urn:uuid:8d5f7f4e-0ad4-4b4e-8ad6-3a8f1b6f2f10"}},
   "request":{"method":"POST","url":"Observation"}}]}'
expect 200 GET '/fhir/Patient?family=Training&_revinclude=Observation:subject'

kill -TERM "$server"
wait "$server" || true # 143: stopped by a signal
server=
if [[ ! -s $cache ]]; then
  echo "train.sh: the JVM wrote no cache" >&2
  exit 1
fi
