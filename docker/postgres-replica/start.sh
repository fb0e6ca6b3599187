#!/bin/sh
# Start of the replica's container: the first time its cluster is copied from the primary, then it follows.
# A container that was promoted keeps its cluster, and starts as the primary that it has become.
set -eu

if [ ! -s "$PGDATA/PG_VERSION" ]; then
    mkdir -p "$PGDATA"
    chmod 700 "$PGDATA"
    PGPASSWORD="$CLAUSE_REPLICA_PASSWORD" pg_basebackup --host postgres --username clause_replica --pgdata "$PGDATA" \
        --wal-method stream --checkpoint fast --slot replica --write-recovery-conf
fi
exec postgres "$@"
