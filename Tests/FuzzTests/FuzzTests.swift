import TestSupport
import Testing

/// The bounded form of `scripts/fuzz.sh`: mutations of the seeds, without guidance by coverage.
@Suite("Parsers under mutation", .timeLimit(.minutes(5)))
struct FuzzTests {
    @Test("whatever is sent has one reading or none", arguments: FuzzTarget.allCases)
    func mutations(of target: FuzzTarget) {
        var dice = SeededGenerator(seed: 4)
        let seeds = target.seeds.map { Array($0.utf8) }
        for seed in seeds { #expect(target.fault(seed) == nil, "\(String(decoding: seed, as: UTF8.self))") }
        var corpus = seeds
        for _ in 0..<5000 {
            let input = Self.mutate(corpus[Int.random(in: 0..<corpus.count, using: &dice)], &dice)
            if let fault = target.fault(input) {
                Issue.record("\(target): \(fault): \(String(decoding: input, as: UTF8.self).debugDescription)")
                return
            }
            // Some go on being mutated, or nothing would ever be far from a seed.
            if corpus.count < 200, Int.random(in: 0..<20, using: &dice) == 0 { corpus.append(input) }
        }
    }

    private static let tokens = [
        "%00", "%", "+", "&", "=", "\"", "\\u0000", "\\ud800", "{", "}", "[", "]", ",", ";", ":", "@", "#", "?", "/",
        "//", " ",
        "\t", "\u{212A}", "\u{301}", "\u{FEFF}", "127.0.0.1", "[::1]", ":80", "for=", "Bearer ", "Basic ",
        "customers.read", "=",
        "null", "1e999", "..", ".",
    ].map { Array($0.utf8) }

    private static func mutate(_ bytes: [UInt8], _ dice: inout SeededGenerator) -> [UInt8] {
        var bytes = bytes
        for _ in 0...Int.random(in: 0..<4, using: &dice) {
            let position = Int.random(in: 0...bytes.count, using: &dice)
            let end = min(bytes.count, position + Int.random(in: 0..<6, using: &dice))
            switch Int.random(in: 0..<6, using: &dice) {
            case 0: bytes.removeSubrange(position..<end)
            case 1: bytes.insert(contentsOf: bytes[position..<end], at: position)
            case 2: bytes.replaceSubrange(position..<end, with: tokens[Int.random(in: 0..<tokens.count, using: &dice)])
            case 3: bytes.insert(contentsOf: tokens[Int.random(in: 0..<tokens.count, using: &dice)], at: position)
            case 4: if position < bytes.count { bytes[position] ^= 1 << UInt8.random(in: 0..<8, using: &dice) }
            default: if position < bytes.count { bytes[position] = UInt8.random(in: .min ... .max, using: &dice) }
            }
        }
        return bytes
    }
}
