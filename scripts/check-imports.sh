#!/usr/bin/env bash
# The dependency rule (docs/architecture.md, section 1), where Package.swift cannot see it: which module imports what,
# and where SQL may stand. Prints one line per breach and ends with status 1 if there is any.
set -euo pipefail
cd "$(dirname "$0")/.."

# What a module may import. A module that is not in this list is a breach: decide where it belongs.
allowed() {
    local system="Darwin Glibc Musl Synchronization FoundationEssentials"
    case "$1" in
        Kernel) echo "$system Crypto" ;;
        OAuth) echo "$system Crypto CryptoExtras Kernel" ;;
        Persistence) echo "$system Kernel" ;;
        SQLiteDriver) echo "$system Dispatch Kernel Persistence GRDB GRDBSQLite" ;;
        PostgresDriver) echo "$system Dispatch Kernel Persistence CLibPQ NIOPosix" ;;
        PortalDomain) echo "$system Crypto CryptoExtras Kernel Persistence NIOPosix" ;;
        Schema) echo "$system Kernel OAuth Persistence PortalDomain" ;;
        PageAssets) echo "" ;;
        Outbound) echo "$system Crypto Kernel OAuth PortalDomain AsyncHTTPClient NIOCore NIOHTTP1 NIOPosix NIOSSL" ;;
        Printing) echo "$system CPangoCairo Kernel PortalDomain NIOPosix" ;;
        Background) echo "$system Kernel OAuth Persistence PortalDomain Logging ServiceLifecycle" ;;
        Web) echo "$system Crypto Kernel OAuth PageAssets Persistence PortalDomain Hummingbird HTTPTypes Logging Mustache NIOCore NIOHTTP1" ;;
        voordeur) echo "$system CDispatch Dispatch Foundation Background Kernel OAuth Outbound PageAssets Persistence PortalDomain PostgresDriver" \
            "Printing SQLiteDriver Schema Web ArgumentParser Configuration Crypto Hummingbird HummingbirdCore HTTPTypes Logging NIOCore NIOPosix" \
            "ServiceLifecycle UnixSignals" ;;
        *) return 1 ;;
    esac
}

status=0
breach() { printf '%s\n' "$*" >&2; status=1; }

for folder in Sources/*/; do
    module=$(basename "$folder")
    [ -n "$(find "$folder" -name '*.swift' -print -quit)" ] || continue
    if ! names=$(allowed "$module"); then
        breach "$folder: not a module of docs/architecture.md; add it there and to scripts/check-imports.sh"
        continue
    fi
    # file:line:name of every import, whatever stands before it and whatever part of the module it names. The generated files hold
    # texts only, among them programs of the guides.
    while IFS=: read -r file line name; do
        case " $names " in
            *" $name "*) ;;
            *) breach "$file:$line: $module may not import $name" ;;
        esac
    done < <(grep -rnE --include='*.swift' '^[[:space:]]*((@[A-Za-z_]+(\([a-z]+\))?|public|package|internal|private|fileprivate)[[:space:]]+)*import[[:space:]]' "$folder" |
        grep -v '^Sources/PageAssets/Generated/' |
        sed -E 's/^([^:]+:[0-9]+):.*import[[:space:]]+((struct|class|enum|protocol|func|let|var|typealias)[[:space:]]+)?([A-Za-z_0-9]+).*/\1:\4/')
done

# SQL stands in files named …+SQL.swift, in the migrations, and where databases are spoken to in general.
while IFS= read -r found; do
    file=${found%%:*}
    case "$file" in
        *+SQL.swift | Sources/Schema/Migrations/* | Sources/Persistence/* | Sources/SQLiteDriver/* | Sources/PostgresDriver/*) ;;
        *) breach "$(cut -d: -f1,2 <<<"$found"): SQL belongs in a file named …+SQL.swift" ;;
    esac
done < <(grep -rnE --include='*.swift' '\b(SELECT [a-z_0-9*(]|INSERT INTO [a-z_]|DELETE FROM [a-z_]|UPDATE [a-z_]+ SET\b)' Sources |
    grep -vE '^[^:]+:[0-9]+:[[:space:]]*//' || true)

# A template tag that leaves out escaping (docs/architecture.md, section 9).
if [ -d Templates ]; then
    while IFS= read -r found; do
        breach "$(cut -d: -f1,2 <<<"$found"): an unescaped tag"
    done < <(grep -rnE --include='*.mustache' '\{\{\{|\{\{&' Templates || true)
fi

exit $status
