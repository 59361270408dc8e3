#!/usr/bin/env bash
# The checks that need no build: formatting, generated assets, the dependency rule, what the documents name, and tests that would
# never run.
set -uo pipefail
cd "$(dirname "$0")/.."

status=0
check() {
    local name=$1
    shift
    "$@" || { printf 'lint: %s: not clean\n' "$name" >&2; status=1; }
}

# Swift Testing runs what carries @Test, and nothing else; a name alone does not make a test.
silent_tests() {
    find Tests -name '*.swift' -print0 | xargs -0 -r perl -0777 -ne '
        while (/^[ \t]*(?:\w+[ \t]+)*func[ \t]+(test[A-Z]\w*)/mg) {
            my ($name, $before) = ($1, substr($_, 0, $-[0]));
            $before =~ s/.*^[ \t]*(?:\}|[^\n]*\{)[ \t]*$//ms;
            next if $before =~ /\@Test\b/ || substr($_, $-[0], $+[0] - $-[0]) =~ /\@Test\b/;
            print "$ARGV: $name has no \@Test and never runs\n";
            $bad = 1;
        }
        END { exit($bad ? 1 : 0) }'
}

check "formatting (make format)" swift format lint --strict --recursive --parallel Sources Tests Package.swift
check "generated assets (make assets)" scripts/embed-assets.sh --check
check "dependency rule" scripts/check-imports.sh
check "documents (scripts/check-docs.sh)" scripts/check-docs.sh
check "tests that never run" silent_tests
exit $status
