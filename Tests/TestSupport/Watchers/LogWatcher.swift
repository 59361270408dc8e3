import Foundation
import Kernel

/// W5: looks for secrets in a text, by their form and by their value.
package enum LogWatcher {
    /// - Returns: one sentence per secret that was found, without the secret.
    package static func leaks(in text: String, of secrets: Set<String>) -> [String] {
        let log = Array(text.utf8)
        var leaks = credentials(in: log).map { "a log holds \($0)…" }
        for secret in secrets.sorted() where position(of: Array(secret.utf8), in: log[...]) != nil {
            leaks.append(
                "a log holds a value of \(secret.utf8.count) bytes that was sent as a secret: \(secret.prefix(4))…")
        }
        return leaks
    }

    static func holdsCredential(_ text: String) -> Bool { !credentials(in: Array(text.utf8)).isEmpty }

    /// The beginnings of all `vdr_<kind>_` with 30 digits or more behind them.
    private static func credentials(in bytes: [UInt8]) -> Set<String> {
        var found: Set<String> = []
        var rest = bytes[...]
        while let start = position(of: Array("vdr_".utf8), in: rest) {
            rest = rest[(start + 4)...]
            let kind = rest.prefix { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
            let digits = rest.dropFirst(kind.count + 1).prefix(30)
            if !kind.isEmpty, digits.count == 30, digits.allSatisfy(isDigit) {
                found.insert("vdr_\(String(decoding: kind, as: UTF8.self))_")
            }
        }
        return found
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        PercentEncoding.isUnreserved(byte) && !"-._~".utf8.contains(byte)
    }

    /// By `memchr` and `memcmp`: the logs of a long test are megabytes.
    private static func position(of needle: [UInt8], in bytes: ArraySlice<UInt8>) -> Int? {
        bytes.withUnsafeBytes { haystack in
            guard let start = haystack.baseAddress, let first = needle.first else { return nil }
            let end = start + haystack.count
            var rest = start
            while end - rest >= needle.count, let found = memchr(rest, Int32(first), end - rest - needle.count + 1) {
                if memcmp(found, needle, needle.count) == 0 {
                    return bytes.startIndex + (UnsafeRawPointer(found) - start)
                }
                rest = UnsafeRawPointer(found) + 1
            }
            return nil
        }
    }
}
