#!/usr/bin/env bash
# Coverage-guided fuzzing of the parsers with libFuzzer. Run by hand; the tests run a bounded form (Tests/FuzzTests).
#
#   scripts/fuzz.sh [RUNS] [TARGET…]     default: a million inputs for each target
#
# Takes the modules of the last `swift build --build-tests`. Corpus and findings stay in VOORDEUR_FUZZ_FOLDER (default: .build-fuzz);
# a finding is the file `crash-…` that libFuzzer names, and becomes a seed or a test.
set -euo pipefail
cd "$(dirname "$0")/.."

runs=${1:-1000000}
shift || true
targets=("$@")
[ ${#targets[@]} -gt 0 ] || targets=(form json basic bearer redirect forwarded scope jws multipart stream metadata clientid)
folder=${VOORDEUR_FUZZ_FOLDER:-.build-fuzz}
debug=.build/debug
crypto=.build/checkouts/swift-crypto/Sources
mkdir -p "$folder/modules"

# Our own sources are compiled anew, with a counter at every branch; what they import is linked as it is.
compile() {
    local module=$1
    shift
    swiftc -O -swift-version 6 -parse-as-library -wmo -sanitize=fuzzer -package-name voordeur \
        -enable-upcoming-feature ExistentialAny -enable-upcoming-feature InternalImportsByDefault \
        -enable-upcoming-feature MemberImportVisibility \
        -I "$folder/modules" -I "$debug/Modules" \
        -Xcc "-fmodule-map-file=$crypto/CCryptoBoringSSL/include/module.modulemap" \
        -Xcc "-fmodule-map-file=$crypto/CCryptoBoringSSLShims/include/module.modulemap" \
        -Xcc -I"$crypto/CCryptoBoringSSL/include" -Xcc -I"$crypto/CCryptoBoringSSLShims/include" \
        -module-name "$module" -emit-module -emit-module-path "$folder/modules/$module.swiftmodule" \
        -c -o "$folder/$module.o" "$@"
}

printf 'fuzz: compiling\n' >&2
mapfile -t kernel < <(find Sources/Kernel -name '*.swift')
mapfile -t oauth < <(find Sources/OAuth -name '*.swift')
compile Kernel "${kernel[@]}"
compile OAuth "${oauth[@]}"
# Of the domain what reads the metadata of apps.
domain=Sources/PortalDomain
compile PortalDomain "$domain"/Registration/Client{Metadata,Metadata+JSON,Document}.swift \
    "$domain"/Registration/MetadataFields.swift "$domain"/Apps/App{Settings,Settings+Keys,Draft}.swift \
    "$domain"/People/{PublicName,RefusedForm}.swift "$domain"/Common/ScopeChoice.swift "$domain"/Tickets/MessageHTML.swift
# Of Web the parsers alone: the rest needs the whole framework.
echo 'package struct OAuthBody {}' >"$folder/OAuthBody.swift"
compile Web "$folder/OAuthBody.swift" Sources/Web/OAuth/OAuthBody+Parsing.swift \
    Sources/Web/API/Pipeline/PresentedToken.swift Sources/Web/Middleware/ClientAddress.swift \
    Sources/Web/Multipart/*.swift
cat >"$folder/Driver.swift" <<'SWIFT'
import Foundation

private let surroundings = ProcessInfo.processInfo.environment
private let target = FuzzTarget(rawValue: surroundings["VOORDEUR_FUZZ_TARGET"] ?? "") ?? .form

/// Puts the seeds where libFuzzer then reads them.
@_cdecl("LLVMFuzzerInitialize") public func initialize(_ count: UnsafeRawPointer?, _ arguments: UnsafeRawPointer?) -> CInt {
    guard let folder = surroundings["VOORDEUR_FUZZ_CORPUS"] else { return 0 }
    for (number, seed) in target.seeds.enumerated() {
        _ = FileManager.default.createFile(atPath: "\(folder)/seed-\(number)", contents: Data(seed.utf8))
    }
    return 0
}

@_cdecl("LLVMFuzzerTestOneInput") public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    guard let fault = target.fault(input) else { return 0 }
    print("Fatal error: \(target): \(fault): \(String(decoding: input, as: UTF8.self).debugDescription)")
    abort()
}
SWIFT
compile FuzzTests Tests/FuzzTests/*Checks.swift Tests/FuzzTests/FuzzTarget.swift "$folder/Driver.swift"
mapfile -t linked < <(find "$debug"/{Crypto,CryptoExtras,CryptoBoringWrapper,CCryptoBoringSSL,CCryptoBoringSSLShims,CXKCP,CXKCPShims,HTTPTypes}.build \
    "$debug"/{SwiftASN1,_CertificateInternals}.build -name '*.o' 2>/dev/null)
swiftc -sanitize=fuzzer -o "$folder/fuzz" "$folder"/{Kernel,OAuth,PortalDomain,Web,FuzzTests}.o "${linked[@]}" -lstdc++

for target in "${targets[@]}"; do
    corpus=$folder/corpus/$target
    mkdir -p "$corpus"
    printf 'fuzz: %s\n' "$target" >&2
    # Without Swift's own handler, so that libFuzzer gets to keep what made a parser trap.
    SWIFT_BACKTRACE=enable=no VOORDEUR_FUZZ_TARGET=$target VOORDEUR_FUZZ_CORPUS=$corpus "$folder/fuzz" "$corpus" -runs="$runs" -max_len=1024 -timeout=10 \
        -artifact_prefix="$folder/$target-" -print_final_stats=1 2>&1 |
        grep -E 'number_of_executed_units|average_exec|new_units_added|Fatal error|ERROR|DONE|Done|artifact' || true
done
