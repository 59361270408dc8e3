#!/usr/bin/env bash
# Every test: Swift on SQLite and PostgreSQL, then the program as a process, with real clients, and in a browser.
#
#   scripts/test.sh             everything; what `make test` and CI run
#   scripts/test.sh --fast      the Swift tests on SQLite only, for the inner loop
#
# The last line is `N passed, N failed`. All servers are private, on free ports, and stopped at the end.
# VOORDEUR_TEST_FILTER and VOORDEUR_TEST_PYTHON narrow a run down: a filter of `swift test`, arguments of pytest.
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf '\ntest: %s\n' "$*" >&2; }

fast=false
case "${1:-}" in
    "") ;;
    --fast) fast=true ;;
    *) echo "usage: scripts/test.sh [--fast]" >&2; exit 64 ;;
esac
if $fast && [ "${CI:-}" = true ]; then
    say "CI does not skip PostgreSQL: run make test"
    exit 1
fi

folder=$(mktemp -d "${TMPDIR:-/tmp}/voordeur-test.XXXXXX")
chmod 755 "$folder" # the database server may run as another user, and has a closed folder of its own in here
recap=$folder/recap
child=
passed=0
failed=0

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

# bounded LOG SECONDS COMMAND…: runs it, shows and keeps its output, and ends it when the time is over. `timeout` puts the
# command in a process group of its own and signals all of it; running it in the background leaves this shell free to hear Ctrl-C.
bounded() {
    local log=$1 seconds=$2 status=0 shown
    shift 2
    mkfifo "$log.pipe"
    tee "$log" <"$log.pipe" | { grep --line-buffered -v '^◇ ' || true; } &
    shown=$!
    timeout --signal=TERM --kill-after=20 "$seconds" "$@" >"$log.pipe" 2>&1 </dev/null &
    child=$!
    wait "$child" || status=$?
    child=
    # Something that outlived the command may hold the pipe open; it is not waited for.
    local attempt
    for attempt in $(seq 50); do
        kill -0 "$shown" 2>/dev/null || break
        sleep 0.1
    done
    kill "$shown" 2>/dev/null || true
    [ "$status" -ne 124 ] || say "stopped after $seconds seconds: $1 ${2:-}"
    return "$status"
}

# Sums the closing lines of Swift Testing, and counts the tests that it marks as failed.
count_swift() {
    local log=$1 status=$2 total bad
    total=$(sed -nE 's/.*Test run with ([0-9]+) tests?( in [0-9]+ suites?)? (passed|failed) after.*/\1/p' "$log" | awk '{ n += $1 } END { print n + 0 }')
    bad=$(grep -aE '^✘ Test .* failed after ' "$log" | grep -avcE '^✘ Test run with |^✘ Test case ' || true)
    if [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; then
        bad=1 # a crash, a time limit, or no closing line
    fi
    if [ "$total" -eq 0 ]; then
        say "Swift Testing reported no tests"
        [ "$bad" -gt 0 ] || bad=1
    fi
    failed=$((failed + bad))
    [ "$total" -le "$bad" ] || passed=$((passed + total - bad))
    grep -aE '^✘ Test .* (failed after|recorded an issue)' "$log" | grep -avE '^✘ Test run with ' | cut -c 1-400 | tail -n 20 >>"$recap" || true
}

# Reads the last line of pytest: `3 failed, 120 passed, 1 error in 12.3s`.
count_python() {
    local log=$1 status=$2 last good bad
    last=$(grep -aE '^=* ?.*[0-9]+ (passed|failed|errors?|skipped).* in [0-9.]+s' "$log" | tail -n 1 || true)
    good=$(grep -oE '[0-9]+ passed' <<<"$last" | grep -oE '[0-9]+' || echo 0)
    # No match is no failure: under pipefail it would end this script.
    bad=$({ grep -oE '[0-9]+ (failed|errors?)' <<<"$last" || true; } | awk '{ n += $1 } END { print n + 0 }')
    if [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; then bad=1; fi
    if [ "$good" -eq 0 ] && [ "$bad" -eq 0 ]; then bad=1; fi
    passed=$((passed + good))
    failed=$((failed + bad))
    grep -aE '^(FAILED|ERROR) ' "$log" | cut -c 1-400 | tail -n 20 >>"$recap" || true
}

# The names of what failed stand right above the sum: whoever sees only the end of a log sees them.
total() {
    [ ! -s "$recap" ] || { printf '\nfailed:\n'; cat "$recap"; }
    printf '\n%d passed, %d failed\n' "$passed" "$failed"
    [ "$failed" -eq 0 ]
}

if $fast; then scripts/setup.sh build; else scripts/setup.sh build test; fi

if ! $fast; then
    say "checks without a build"
    scripts/lint.sh || { failed=$((failed + 1)); echo "scripts/lint.sh" >>"$recap"; }
fi
declared=$(grep -rhoE --include='*.swift' '@Test\b' Tests | wc -l)
if [ "$declared" -eq 0 ]; then
    say "no @Test below Tests/"
    exit 1
fi

say "building ($declared tests declared)"
status=0
bounded "$folder/build.log" "${VOORDEUR_BUILD_LIMIT:-3600}" swift build --build-tests || status=$?
if [ "$status" -ne 0 ]; then
    say "the build failed"
    failed=$((failed + 1))
    grep -aE 'error:' "$folder/build.log" | cut -c 1-400 | head -n 20 >>"$recap" || true
    total
fi

# All tests at once would wait for each other longer than any one of them may take: the time limit of a test runs from its start.
export SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=${SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH:-8}
unset VOORDEUR_TEST_POSTGRES
if $fast; then
    say "Swift tests on SQLite"
    export VOORDEUR_MODEL_STEPS=${VOORDEUR_MODEL_STEPS:-1000} # a taste: all of it takes a minute
else
    setting=$(scripts/postgres.sh start "$folder/postgres")
    export "${setting?}"
    say "Swift tests on SQLite and PostgreSQL"
fi
filter=()
[ -z "${VOORDEUR_TEST_FILTER:-}" ] || filter=(--filter "$VOORDEUR_TEST_FILTER")
status=0
bounded "$folder/swift.log" "${VOORDEUR_TEST_LIMIT:-2400}" \
    swift test --skip-build --disable-xctest --parallel "${filter[@]}" || status=$?
count_swift "$folder/swift.log" "$status"

if ! $fast; then
    say "commands, clients and browser"
    status=0
    read -r -a selected <<<"${VOORDEUR_TEST_PYTHON:-Tests}"
    bounded "$folder/python.log" "${VOORDEUR_TEST_LIMIT:-2400}" \
        .build-python/bin/python -B -m pytest -c Tests/pytest.ini --basetemp "$folder/python" "${selected[@]}" || status=$?
    count_python "$folder/python.log" "$status"
fi

total
