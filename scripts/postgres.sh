#!/usr/bin/env bash
# A private PostgreSQL 15 for tests and benchmarks: its own folder, a free port, loopback only.
#
#   scripts/postgres.sh start DIR   makes DIR (or starts again what is in it) and prints one line,
#                                   VOORDEUR_TEST_POSTGRES=postgres://user:password@127.0.0.1:port/postgres
#   scripts/postgres.sh stop DIR    stops it; DIR stays
#
# The database cluster has C collation and UTF-8. As root it runs as user postgres (or nobody), because PostgreSQL refuses root.
# VOORDEUR_TEST_FSYNC=off trades the safety of the data for speed; the default is the server's own, on.
# VOORDEUR_TEST_BUFFERS=4GB gives it more memory than the server's own default.
set -euo pipefail

die() { printf 'postgres: %s\n' "$*" >&2; exit 1; }
usage() { echo "usage: scripts/postgres.sh start|stop DIR" >&2; exit 64; }
[ $# -eq 2 ] && [ -n "$2" ] || usage
verb=$1
dir=$2

bin=/usr/lib/postgresql/15/bin
[ -x "$bin/initdb" ] || bin=$(pg_config --bindir 2>/dev/null) || true
[ -x "$bin/initdb" ] || die "no PostgreSQL server found; run scripts/setup.sh test"

if [ "$(id -u)" -eq 0 ]; then
    account=postgres
    id "$account" >/dev/null 2>&1 || account=nobody
    as_account() { (cd / && runuser -u "$account" -- "$@"); }
else
    account=$(id -un)
    as_account() { (cd / && "$@"); }
fi

free_port() {
    perl -MIO::Socket::INET -e 'print IO::Socket::INET->new(Listen => 1, LocalAddr => "127.0.0.1", LocalPort => 0)->sockport'
}

start() {
    mkdir -p "$dir"
    dir=$(cd "$dir" && pwd)
    if [ ! -f "$dir/password" ]; then
        (umask 077 && od -An -N16 -tx1 /dev/urandom | tr -d ' \n' >"$dir/password")
    fi
    [ "$(id -u)" -ne 0 ] || chown "$account" "$dir" "$dir/password"
    chmod 700 "$dir"
    as_account test -r "$dir/password" || die "user $account cannot enter $dir; choose a folder below a readable one"

    if [ ! -f "$dir/data/PG_VERSION" ]; then
        as_account "$bin/initdb" --pgdata="$dir/data" --username=voordeur --pwfile="$dir/password" \
            --auth-local=md5 --auth-host=md5 --locale=C --encoding=UTF8 >"$dir/initdb.log" 2>&1 ||
            { cat "$dir/initdb.log" >&2; die "initdb failed"; }
    fi

    local attempt port
    for attempt in 1 2 3 4 5; do
        # The first port is kept, so that a server that was stopped comes back under the same address.
        port=$(cat "$dir/port" 2>/dev/null || free_port)
        # A new cluster per run: the larger part of a short run would be spent on checkpoints otherwise.
        if as_account "$bin/pg_ctl" start --wait --timeout=60 --silent --pgdata="$dir/data" --log="$dir/server.log" \
            -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=300 \
                -c timezone=UTC -c checkpoint_timeout=30min -c max_wal_size=4GB \
                -c shared_buffers=${VOORDEUR_TEST_BUFFERS:-128MB} -c fsync=${VOORDEUR_TEST_FSYNC:-on}" </dev/null >/dev/null 2>"$dir/start.log"; then
            printf '%s\n' "$port" >"$dir/port"
            printf 'VOORDEUR_TEST_POSTGRES=postgres://voordeur:%s@127.0.0.1:%s/postgres\n' "$(cat "$dir/password")" "$port"
            return
        fi
        [ ! -f "$dir/port" ] || break
    done
    tail -n 20 "$dir/start.log" "$dir/server.log" >&2
    die "the server did not start after $attempt attempts"
}

stop() {
    [ -f "$dir/data/postmaster.pid" ] || return 0
    dir=$(cd "$dir" && pwd)
    # pg_ctl signals the process named in postmaster.pid and waits for it; `immediate` if it does not go in time.
    as_account "$bin/pg_ctl" stop --wait --timeout=30 --silent --mode=fast --pgdata="$dir/data" >/dev/null 2>&1 ||
        as_account "$bin/pg_ctl" stop --wait --timeout=10 --silent --mode=immediate --pgdata="$dir/data" >/dev/null
}

case "$verb" in
    start) start ;;
    stop) stop ;;
    *) usage ;;
esac
