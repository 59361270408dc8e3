import Kernel
import Testing

/// "Tests beyond the rows" 3: accept(r, x) ⇔ bytes equal ∨ (loopback literal ∧ equal but for the port).
@Suite("Redirect URIs, property of the matcher", .timeLimit(.minutes(5)))
struct RedirectURIMatcherTests {
    private static let registered = [
        "https://app1.example/cb", "https://app1.example/cb2?x=1", "https://app1.example:8443/a/%20b",
        "https://127.0.0.1/cb",
        "http://127.0.0.1/cb", "http://127.0.0.1:3000/cb?x=1", "http://127.0.0.1", "http://[::1]/cb",
        "http://[::1]:8080/",
        "http://localhost:3000/cb", "com.example.app:/cb", "http://127.0.0.1/http://127.0.0.1:1/cb",
    ]

    private static let pieces = [
        "@", ":", "/", "//", "?", "#", "\\", ".", "..", "%", "%40", "%2e", "%0d%0a", "*", "[", "]", "[::1]",
        "127.0.0.1", ":80", ":443",
        ":49152", ":65536", ":0", ":00080", "localhost", "evil.example", "@evil.example", ".evil.example",
        "app1.example", "http://",
        "https://", "com.example.app:", "javascript:", "&x=1", "?x=1", "\0", "\t", "\r\n", " ", "\u{301}", "\u{212A}",
        "\u{FF0F}", "é",
    ]

    @Test("Of 200,000 mutations exactly those are accepted that the sentence allows", arguments: 1...8)
    func property(seed: UInt64) throws {
        var dice = SplitMix64(seed: seed)
        let registered = try Self.registered.map { try RedirectURI($0) }
        let parts = Self.registered.map { Self.withoutPort(Array($0.utf8)) }
        var accepted = 0
        for _ in 0..<25_000 {
            let index = dice.below(registered.count)
            let mutated = Self.mutate(dice.pick([Self.registered[index], dice.pick(Self.registered)]), &dice)
            let bytes = Array(mutated.utf8)
            let isEqual = bytes == Array(Self.registered[index].utf8)
            let isLoopback = parts[index] != nil && parts[index] == Self.withoutPort(bytes)
            let answer = (try? RedirectURI(mutated))?.matches(registered: registered[index]) ?? false
            #expect(answer == (isEqual || isLoopback), "\(Self.registered[index]) and \(mutated.debugDescription)")
            accepted += answer ? 1 : 0
        }
        // Otherwise the mutations are too wild to prove anything.
        #expect(accepted > 1000)
    }

    @Test("Any two registered URIs are the same, or loopback literals that differ in the port")
    func pairs() throws {
        for one in Self.registered {
            for other in Self.registered {
                let parts = Self.withoutPort(Array(one.utf8))
                let expected = one == other || (parts != nil && parts == Self.withoutPort(Array(other.utf8)))
                #expect(try RedirectURI(one).matches(registered: RedirectURI(other)) == expected)
            }
        }
    }

    /// A second reading of the rule, over bytes: what is before and behind the port, if it is a loopback literal.
    private static func withoutPort(_ bytes: [UInt8]) -> [[UInt8]]? {
        guard let origin = ["http://127.0.0.1", "http://[::1]"].first(where: { bytes.starts(with: $0.utf8) }) else {
            return nil
        }
        var rest = bytes.dropFirst(origin.utf8.count)
        if rest.first == UInt8(ascii: ":") {
            let digits = rest.dropFirst().prefix { (48...57).contains($0) }
            let port = digits.reduce(0) { min(100_000, $0 * 10 + Int($1) - 48) }
            guard (1...5).contains(digits.count), (1...65_535).contains(port) else { return nil }
            rest = rest.dropFirst(1 + digits.count)
        }
        guard rest.isEmpty || rest.first == UInt8(ascii: "/") || rest.first == UInt8(ascii: "?") else { return nil }
        return [Array(origin.utf8), Array(rest)]
    }

    private static func mutate(_ text: String, _ dice: inout SplitMix64) -> String {
        var bytes = Array(text.utf8)
        switch dice.below(8) {
        case 0: break
        case 1:  // another port behind the host
            let marker = Array((text.contains("]") ? "]" : "127.0.0.1").utf8)
            if let start = bytes.indices.first(where: { bytes[$0...].starts(with: marker) }) {
                bytes.insert(contentsOf: ":\(dice.below(70_000))".utf8, at: start + marker.count)
            }
        default:
            for _ in 0...dice.below(2) { mutateOnce(&bytes, &dice) }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func mutateOnce(_ bytes: inout [UInt8], _ dice: inout SplitMix64) {
        let position = dice.below(bytes.count + 1)
        switch dice.below(6) {
        case 0: bytes.insert(contentsOf: dice.pick(pieces).utf8, at: position)
        case 1: if position < bytes.count { bytes.remove(at: position) }
        case 2: if position < bytes.count { bytes[position] ^= 0x20 }  // the case of a letter, among others
        case 3: if position < bytes.count { bytes[position] = UInt8(truncatingIfNeeded: dice.next()) & 0x7F }
        case 4: if position < bytes.count { bytes.insert(bytes[position], at: position) }
        default:
            let end = min(bytes.count, position + dice.below(4))
            bytes.replaceSubrange(position..<end, with: dice.pick(pieces).utf8)
        }
    }
}
