#!/bin/sh
# Makes the database on the first start, then becomes the server.
set -eu
PATH=$(echo /usr/lib/postgresql/*/bin):$PATH
: "${POSTGRES_PASSWORD:?set POSTGRES_PASSWORD}" "${POSTGRES_USER:=postgres}"
: "${POSTGRES_DB:=$POSTGRES_USER}"
if [ ! -s "$PGDATA/PG_VERSION" ]; then
    umask 077
    printf '%s' "$POSTGRES_PASSWORD" > /tmp/password
    initdb --username="$POSTGRES_USER" --pwfile=/tmp/password --auth=scram-sha-256 \
        --encoding=UTF8 --locale=C.UTF-8 > /dev/null
    rm /tmp/password
    echo "host all all all scram-sha-256" >> "$PGDATA/pg_hba.conf"
    pg_ctl --wait --options="-c listen_addresses=" start > /dev/null
    if [ "$POSTGRES_DB" != postgres ]; then
        PGPASSWORD=$POSTGRES_PASSWORD createdb --username="$POSTGRES_USER" \
            --maintenance-db=postgres "$POSTGRES_DB"
    fi
    pg_ctl --wait --mode=fast stop > /dev/null
fi
exec postgres -c listen_addresses='*'
