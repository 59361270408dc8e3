#!/usr/bin/env bash
# Measures the release binary on loopback; the table is the last output, and stays in Benchmarks/results/latest.md.
#
#   BENCH_DATABASE=sqlite|postgres   (sqlite)     BENCH_SECONDS=6        each row
#   BENCH_CUSTOMERS=10000            in the portal, with five invoices each
#   BENCH_SCALE=200000               added to it later; 1000000 takes some ten minutes more
#   BENCH_CODES=10000                prepared and then exchanged      BENCH_PROOFS=20000     of DPoP
#   BENCH_FILE=1024                  MiB, up and down                 BENCH_CONNECTIONS=32   of wrk, from one thread
set -euo pipefail
cd "$(dirname "$0")/.."

database=${BENCH_DATABASE:-sqlite}
folder=$(mktemp -d "${TMPDIR:-/tmp}/voordeur-bench.XXXXXX")
chmod 755 "$folder"
child=

finish() {
    local status=$?
    trap - EXIT INT TERM
    if [ -n "$child" ]; then
        kill -TERM "$child" 2>/dev/null || true
        wait "$child" 2>/dev/null || true
    fi
    scripts/postgres.sh stop "$folder/postgres" || true
    rm -rf "$folder"
    exit "$status"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

scripts/setup.sh build bench
case "$database" in
    sqlite) ;;
    postgres)
        scripts/setup.sh test
        # As one would set it up for a large portal: a sixth of this machine's memory.
        export VOORDEUR_TEST_BUFFERS=${VOORDEUR_TEST_BUFFERS:-4GB}
        setting=$(scripts/postgres.sh start "$folder/postgres")
        export "${setting?}"
        ;;
    *) echo "bench: BENCH_DATABASE is sqlite or postgres, not $database" >&2; exit 64 ;;
esac

if [ -z "${VOORDEUR_BINARY:-}" ]; then
    swift build -c release --product voordeur >&2
    export VOORDEUR_BINARY="$PWD/.build/release/voordeur"
fi

# A limit for the whole run; the rows themselves are bounded by wrk.
timeout --signal=TERM --kill-after=20 "${BENCH_LIMIT:-3000}" \
    .build-python/bin/python -B Benchmarks/bench.py "$database" "$folder" &
child=$!
wait "$child"
