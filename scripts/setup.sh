#!/usr/bin/env bash
# Installs what is missing, and only that; asks nothing. Silent when there is nothing to do.
#
#   scripts/setup.sh [build] [test] [bench]      (default: build)
#
# build   C libraries that the program links, and the fonts of its papers
# test    a PostgreSQL server, Chromium, Poppler (reads our PDFs), what runs the code of the guides (Mono, Node.js, PHP), Ruby's OAuth
#         client, and the Python packages of Tests/requirements.txt in .build-python
# bench   wrk, and the same Python packages
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf 'setup: %s\n' "$*" >&2; }
die() { say "$*"; exit 1; }

readonly build_packages=(
    ca-certificates fonts-dejavu-core fonts-open-sans git libpango1.0-dev libpq-dev libsqlite3-dev libstdc++-12-dev make
    pkg-config tzdata zlib1g-dev
)
readonly python_packages=(python3 python3-venv)
readonly test_packages=(
    chromium chromium-driver chromium-sandbox mono-mcs mono-runtime nodejs php-cli poppler-utils postgresql-15
    postgresql-client-15 ruby-oauth2 sqlite3
    "${python_packages[@]}"
)
readonly bench_packages=(wrk "${python_packages[@]}")

wanted=()
needs_swift=false
needs_python=false
[ $# -gt 0 ] || set -- build
for group in "$@"; do
    case "$group" in
        build) wanted+=("${build_packages[@]}"); needs_swift=true ;;
        test) wanted+=("${test_packages[@]}"); needs_python=true ;;
        bench) wanted+=("${bench_packages[@]}"); needs_python=true ;;
        *) say "unknown group '$group' (build, test, bench)"; exit 64 ;;
    esac
done

if $needs_swift && ! command -v swift >/dev/null; then
    die "Swift is not on the PATH. Install Swift 6.3 for Debian 12 first, then try again."
fi

# One query for all names; a name that is not installed does not appear.
missing=()
if command -v dpkg-query >/dev/null; then
    # shellcheck disable=SC2016  # ${…} is dpkg-query's format, not the shell's
    installed=$(dpkg-query -W -f='${Package} ${db:Status-Status}\n' "${wanted[@]}" 2>/dev/null |
        awk '$2 == "installed" { print $1 }') || true
    for name in "${wanted[@]}"; do
        grep -qxF -- "$name" <<<"$installed" || missing+=("$name")
    done
else
    say "this is not a Debian system; please see to these packages yourself: ${wanted[*]}"
fi

if [ ${#missing[@]} -gt 0 ]; then
    as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || die "needs root or sudo to install: ${missing[*]}"
        as_root=(sudo)
    fi
    apt() { "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=300 "$@" >&2; }

    # Debian's PostgreSQL package makes a cluster and starts it. The tests bring their own, so keep it from that, this once.
    no_cluster=/etc/postgresql-common/createcluster.d/voordeur.conf
    server_is_new=false
    case " ${missing[*]} " in *" postgresql-15 "*) server_is_new=true ;; esac
    if $server_is_new; then
        trap '"${as_root[@]}" rm -f "$no_cluster"' EXIT
        "${as_root[@]}" mkdir -p "$(dirname "$no_cluster")"
        echo "create_main_cluster = false" | "${as_root[@]}" tee "$no_cluster" >/dev/null
    fi

    say "installing ${missing[*]}"
    # The package lists are fetched only when the ones at hand do not do.
    if ! apt install -y --no-install-recommends "${missing[@]}" 2>/dev/null; then
        say "refreshing the package lists"
        apt update
        apt install -y --no-install-recommends "${missing[@]}"
    fi
fi

if $needs_python; then
    venv=.build-python
    python=/usr/bin/python3
    [ -x "$python" ] || python=$(command -v python3) || die "python3 is missing"
    # The stamp names what the folder was made from: another Python or another list makes it anew.
    stamp=$({ "$python" --version; cat Tests/requirements.txt; } | sha256sum | cut -d' ' -f1)
    if [ "$(cat "$venv/stamp" 2>/dev/null || true)" != "$stamp" ]; then
        say "installing the Python packages of Tests/requirements.txt in $venv"
        rm -rf "$venv"
        "$python" -m venv "$venv"
        "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-input -r Tests/requirements.txt >&2
        printf '%s\n' "$stamp" >"$venv/stamp"
    fi
fi
