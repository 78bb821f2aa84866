#!/usr/bin/env bash
# Succeeds if the server on this machine is ready: GET of a health path answers 200.
#
#   healthcheck.sh [PORT] [PATH]
set -euo pipefail
port=${1:-${MANAGEMENT_SERVER_PORT:-${SERVER_PORT:-8080}}}
path=${2:-/actuator/health/readiness}

exec 3<>"/dev/tcp/127.0.0.1/$port"
printf 'GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' "$path" >&3
read -r -t 4 _ status _ <&3
[[ $status == 200 ]]
