import Kernel
import Testing

/// "Tests beyond the rows" 4: never a crash, never two interpretations.
@Suite("JSON, property", .timeLimit(.minutes(2)))
struct JSONPropertyTests {
    @Test("Every value is written and read back as itself", arguments: 1...4)
    func roundTrip(seed: UInt64) throws {
        var dice = SplitMix64(seed: seed)
        for _ in 0..<1000 {
            let value = Self.value(&dice, depth: 0)
            let text = Self.write(value)
            let parsed = try JSONValue(parsing: text)
            #expect(parsed == value)
            // `==` on strings is canonical equivalence; the bytes must be the same as well.
            #expect(Self.write(parsed) == text)
        }
    }

    @Test("No bytes crash the parser, and what it accepts has one reading", arguments: 11...14)
    func anyBytes(seed: UInt64) throws {
        var dice = SplitMix64(seed: seed)
        let frequent = Array("{{}}[[]],,::\"\"\"\\u0dtruefalsenull-+.eE019 \n".utf8)
        for _ in 0..<10_000 {
            let bytes = (0..<dice.below(24)).map { _ in
                dice.below(12) == 0 ? UInt8(truncatingIfNeeded: dice.next()) : dice.pick(frequent)
            }
            guard let value = try? JSONValue(parsing: bytes) else { continue }
            #expect(try JSONValue(parsing: Self.write(value)) == value)
        }
    }

    @Test("A cut or a changed byte in a good document never crashes the parser", arguments: 21...22)
    func damaged(seed: UInt64) throws {
        var dice = SplitMix64(seed: seed)
        for _ in 0..<500 {
            let text = Self.write(Self.value(&dice, depth: 0))
            for _ in 0..<8 where !text.isEmpty {
                var damaged = text
                damaged[dice.below(damaged.count)] = UInt8(truncatingIfNeeded: dice.next())
                let cut = Array(damaged.prefix(dice.below(damaged.count + 1)))
                for bytes in [damaged, cut] {
                    guard let value = try? JSONValue(parsing: bytes) else { continue }
                    #expect(try JSONValue(parsing: Self.write(value)) == value)
                }
            }
        }
    }

    private static func write(_ value: JSONValue) -> [UInt8] {
        var writer = JSONWriter()
        writer.value(value)
        return writer.bytes
    }

    private static func value(_ dice: inout SplitMix64, depth: Int) -> JSONValue {
        switch dice.below(depth < 5 ? 7 : 5) {
        case 0: return .null
        case 1: return .bool(dice.below(2) == 0)
        case 2: return .number(dice.pick(["0", "-0", "12.95", "1e5", "-1.5E-07", "\(dice.next())"]))
        case 3, 4: return .string(dice.text(upTo: 12, from: 0))
        case 5: return .array((0..<dice.below(5)).map { _ in value(&dice, depth: depth + 1) })
        default:
            var members: [JSONValue.Member] = []
            for _ in 0..<dice.below(5) {
                let name = dice.text(upTo: 6, from: 0)
                guard !members.contains(where: { $0.name == name }) else { continue }
                members.append(.init(name: name, value: value(&dice, depth: depth + 1)))
            }
            return .object(members)
        }
    }
}
