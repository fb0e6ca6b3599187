#!/bin/sh
# Run once by the postgres image, when its volume is new: the role with which a replica follows, and its right to do so.
set -eu

psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres -v password="$CLAUSE_REPLICA_PASSWORD" <<'END'
CREATE ROLE clause_replica LOGIN REPLICATION NOSUPERUSER NOBYPASSRLS PASSWORD :'password';
SELECT pg_create_physical_replication_slot('replica');
END
echo "host replication clause_replica all scram-sha-256" >> "$PGDATA/pg_hba.conf"
