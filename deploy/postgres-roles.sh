#!/bin/sh
# Run once, by the first start of the PostgreSQL container: the role that owns the tables, and the one of the replicas.
# The migration gives the second one its rights: events may be read and added by it, and nothing else.
set -eu

psql --quiet --set=ON_ERROR_STOP=1 --username="${POSTGRES_USER:-postgres}" --dbname=postgres <<'SQL'
\set owner_password `cat "${OWNER_PASSWORD_FILE:-/run/secrets/owner_password}"`
\set app_password `cat "${APP_PASSWORD_FILE:-/run/secrets/app_password}"`
CREATE ROLE eni_desk_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE eni_desk_app LOGIN PASSWORD :'app_password';
CREATE DATABASE eni_desk OWNER eni_desk_owner;
REVOKE ALL ON DATABASE eni_desk FROM PUBLIC;
GRANT CONNECT ON DATABASE eni_desk TO eni_desk_app;
\connect eni_desk
REVOKE ALL ON SCHEMA public FROM PUBLIC;
ALTER SCHEMA public OWNER TO eni_desk_owner;
SQL
