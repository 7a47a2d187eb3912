#!/bin/sh
# Runs once, when the database container starts on an empty volume: the portal's role is an ordinary
# one, because a superuser would pass through row-level security.
set -eu
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --set password="$VSRS_DATABASE_PASSWORD" <<'SQL'
CREATE ROLE vsrs LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD :'password';
CREATE DATABASE vsrs OWNER vsrs;
SQL
