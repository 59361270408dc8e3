import Crypto
import Kernel
import Testing

/// Contract, section 3: `vdr_<kind>_<30 base62><6 base62 CRC-32 of everything before>`.
@Suite("Tokens and secrets", .timeLimit(.minutes(1)))
struct CredentialTests {
    /// Checksums computed with Python's `zlib.crc32`; the last two have the smallest and the largest sum of 400,000
    /// tries.
    private static let vectors: [(text: String, kind: Credential.Kind)] = [
        ("vdr_key_0000000000000000000000000000002cBhqM", .apiKey),
        ("vdr_secret_0123456789ABCDEFGHIJKLMNOPQRST1WeYbY", .appSecret),
        ("vdr_at_UVWXYZabcdefghijklmnopqrstuvwx0sSzHv", .accessToken),
        ("vdr_rt_zzzzzzzzzzzzzzzzzzzzzzzzzzzzzz3mp6Ci", .refreshToken),
        ("vdr_code_yz0A9Zb8Yc7Xd6We5Vf4Ug3Th2Si1R0YaUON", .code),
        ("vdr_tk_aAbBcCdDeEfFgGhHiIjJkKlLmMnNoO3Fmym7", .ticket),
        ("vdr_at_EEk9HPbsdx4P0vpCPS1V587lr0vtgK0002wl", .accessToken),
        ("vdr_at_Znsjo6LCCqhvSma6lLgPLdACKX7LNc4gfD3I", .accessToken),
    ]

    private let clock = ManualClock(milliseconds: 1_741_000_000_000)

    @Test("202: vectors with an independently computed checksum are accepted, as their kind only", arguments: vectors)
    func vector(text: String, kind: Credential.Kind) throws {
        let credential = try #require(Credential(text))
        #expect(credential.kind == kind)
        #expect(credential.secret.expose() == text)
        #expect(credential.lastFour == String(text.suffix(4)))
        #expect(credential.digest == TokenDigest(of: text))
        for other in Credential.Kind.allCases { #expect((Credential(text, other) != nil) == (other == kind)) }
    }

    @Test("202: the kinds are those of the contract, and tickets of our own pages")
    func kinds() {
        #expect(
            Credential.Kind.allCases.map(\.rawValue) == ["key", "secret", "at", "rt", "code", "par", "dc", "reg", "tk"])
    }

    @Test("202: bytes of chance become base62 digits in the order 0–9, A–Z, a–z, with the checksum behind")
    func alphabet() {
        let counting = clock.ambient { (0..<UInt8($0)).map { $0 } }
        #expect(Credential(minting: .appSecret, from: counting).secret.expose() == Self.vectors[1].text)
        let wrapped = clock.ambient { count in (0..<UInt8(count)).map { $0 + 186 } }
        #expect(Credential(minting: .appSecret, from: wrapped).secret.expose() == Self.vectors[1].text)
    }

    @Test("Bytes that would make some digits more likely than others are thrown away")
    func unbiased() {
        let ambient = clock.ambient { count in (0..<count).map { $0 < 4 ? 248 + UInt8($0) * 2 : 61 } }
        #expect(Credential(minting: .refreshToken, from: ambient).secret.expose() == Self.vectors[3].text)
    }

    @Test("Every digit comes up about equally often at every position")
    func distribution() {
        let ambient = clock.ambient(seed: 62)
        var counts: [UInt8: Int] = [:]
        for _ in 0..<2000 {
            for byte in Credential(minting: .code, from: ambient).secret.expose().utf8.dropFirst(9).prefix(30) {
                counts[byte, default: 0] += 1
            }
        }
        // 60,000 digits: 968 of each are expected, with a standard deviation of 31.
        #expect(counts.count == 62)
        #expect(counts.values.allSatisfy { (800...1140).contains($0) })
    }

    @Test("119: 10,000 codes are all different and of the published form")
    func codes() {
        let ambient = Ambient.system()
        var seen: Set<String> = []
        for _ in 0..<10_000 {
            let text = Credential(minting: .code, from: ambient).secret.expose()
            seen.insert(text)
            #expect(text.utf8.count == 9 + 30 + 6)
            #expect(text.hasPrefix("vdr_code_"))
            #expect(Credential(text, .code) != nil)
        }
        #expect(seen.count == 10_000)
    }

    @Test("Minted credentials of every kind have the published form", arguments: Credential.Kind.allCases)
    func minted(_ kind: Credential.Kind) {
        let ambient = clock.ambient(seed: 3)
        for _ in 0..<100 {
            let bytes = Array(Credential(minting: kind, from: ambient).secret.expose().utf8)
            #expect(bytes.starts(with: "vdr_\(kind.rawValue)_".utf8))
            #expect(bytes.count == 5 + kind.rawValue.utf8.count + 36)
            let tail = bytes.suffix(36)
            #expect(tail.allSatisfy { (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) })
        }
    }

    @Test("115: any other character at any place is refused", arguments: vectors)
    func everyMutation(text: String, kind: Credential.Kind) {
        let bytes = Array(text.utf8)
        for position in bytes.indices {
            var changed = bytes
            for byte in UInt8(0x20)...0x7E where byte != bytes[position] {
                changed[position] = byte
                #expect(Credential(String(decoding: changed, as: UTF8.self)) == nil)
            }
        }
    }

    @Test("115: characters left out, doubled or swapped are refused", arguments: vectors)
    func everySlip(text: String, kind: Credential.Kind) {
        let bytes = Array(text.utf8)
        for position in bytes.indices {
            var shorter = bytes
            shorter.remove(at: position)
            #expect(Credential(String(decoding: shorter, as: UTF8.self)) == nil)
            var longer = bytes
            longer.insert(bytes[position], at: position)
            #expect(Credential(String(decoding: longer, as: UTF8.self)) == nil)
            guard position > 0, bytes[position] != bytes[position - 1] else { continue }
            var swapped = bytes
            swapped.swapAt(position, position - 1)
            #expect(Credential(String(decoding: swapped, as: UTF8.self)) == nil)
        }
    }

    @Test(
        "What is not a credential is refused",
        arguments: [
            "", "vdr_", "vdr_at_", "vdr_key_000000000000000000000000000000",
            "VDR_KEY_0000000000000000000000000000002cBhqM",
            " vdr_key_0000000000000000000000000000002cBhqM", "vdr_key_0000000000000000000000000000002cBhqM ",
            "vdr_key_0000000000000000000000000000002cBhqM\n", "vdr_key_0000000000000000000000000000002cBhqM\0",
            "vdr_key_\u{301}0000000000000000000000000000002cBhqM",
            "vdr_key_0000000000000000000000000000002cBhqM\u{301}",
            "vdr_id_0000000000000000000000000000002cBhqM", "xdr_key_0000000000000000000000000000002cBhqM",
            "Bearer vdr_key_0000000000000000000000000000002cBhqM", "vdr_key__000000000000000000000000000002cBhqM",
            "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ1c3JfMSJ9.",
        ])
    func refused(_ text: String) { #expect(Credential(text) == nil) }

    @Test("A megabyte is refused as quickly as a typing error")
    func huge() {
        #expect(Credential(Self.vectors[0].text + String(repeating: "A", count: 1_000_000)) == nil)
        #expect(Credential(String(repeating: "vdr_at_", count: 150_000)) == nil)
    }
}

@Suite("Successors of refresh tokens (contract O22)", .timeLimit(.minutes(1)))
struct DerivedCredentialTests {
    private static let seed = "vdr_rt_zzzzzzzzzzzzzzzzzzzzzzzzzzzzzz3mp6Ci"
    private let key = SymmetricKey(data: Array(0..<32) as [UInt8])

    @Test("The same token under the same key has the same successor")
    func deterministic() {
        let one = Credential(deriving: .refreshToken, from: Self.seed, key: key)
        let other = Credential(
            deriving: .refreshToken, from: Self.seed, key: SymmetricKey(data: Array(0..<32) as [UInt8]))
        #expect(one.secret.expose() == other.secret.expose())
        #expect(Credential(one.secret.expose(), .refreshToken) != nil)
    }

    @Test("A successor is HMAC-SHA-256 in counter mode, as computed with Python's hmac")
    func vector() {
        let seed = "vdr_rt_zzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"
        let derived = Credential(deriving: .refreshToken, from: seed, key: key)
        #expect(derived.secret.expose() == "vdr_rt_YYvUTQOTAuAMkDrS3vxc12TA4OlqOo4XfpvN")
    }

    @Test("Another key, another token or another kind gives another successor")
    func dependent() {
        let successor = Credential(deriving: .refreshToken, from: Self.seed, key: key).secret.expose()
        let otherKey = Credential(
            deriving: .refreshToken, from: Self.seed, key: SymmetricKey(data: Array(1..<33) as [UInt8]))
        let otherSeed = Credential(deriving: .refreshToken, from: Self.seed + "x", key: key)
        let otherKind = Credential(deriving: .accessToken, from: Self.seed, key: key)
        #expect(successor.suffix(36) != otherKey.secret.expose().suffix(36))
        #expect(successor.suffix(36) != otherSeed.secret.expose().suffix(36))
        #expect(successor.suffix(36) != otherKind.secret.expose().suffix(36))
    }

    @Test("A chain of 1,000 successors never comes back to an earlier token")
    func chain() {
        var token = Self.seed
        var seen: Set<String> = [token]
        for _ in 0..<1000 {
            token = Credential(deriving: .refreshToken, from: token, key: key).secret.expose()
            seen.insert(token)
        }
        #expect(seen.count == 1001)
    }
}
