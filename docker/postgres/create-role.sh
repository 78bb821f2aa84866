#!/usr/bin/env bash
# Runs inside the postgres image when its volume is empty.
set -euo pipefail
psql --no-psqlrc --username=postgres --set=password="$ANDIRON_DB_PASSWORD" \
  --file=/etc/andiron/create-database.sql
