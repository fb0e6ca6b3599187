#!/bin/sh
# Run once by the postgres image, when its volume is new: the two roles of Clause and its database.
# clause_owner owns the tables and runs the migrations; clause_app is what the service connects with, and has no way
# around row-level security.
set -eu

psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
    -v owner_password="$CLAUSE_OWNER_PASSWORD" -v app_password="$CLAUSE_APP_PASSWORD" <<'END'
CREATE ROLE clause_owner LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB PASSWORD :'owner_password';
CREATE ROLE clause_app LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB PASSWORD :'app_password';
CREATE DATABASE clause OWNER clause_owner;
REVOKE ALL ON DATABASE clause FROM PUBLIC;
GRANT CONNECT ON DATABASE clause TO clause_app;
END
