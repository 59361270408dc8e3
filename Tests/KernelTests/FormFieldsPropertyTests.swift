import Kernel
import Testing

/// "Tests beyond the rows" 4: never a crash, never two interpretations.
@Suite("Form fields, property", .timeLimit(.minutes(2)))
struct FormFieldsPropertyTests {
    @Test("Whatever is encoded, in whichever of the allowed spellings, is read back byte for byte", arguments: 1...4)
    func roundTrip(seed: UInt64) throws {
        var dice = SplitMix64(seed: seed)
        for _ in 0..<1500 {
            let fields = (0..<dice.below(8)).map { _ in
                FormFields.Field(name: dice.text(upTo: 8), value: dice.text(upTo: 24))
            }
            let pairs = fields.map { Self.spell($0.name, &dice) + Array("=".utf8) + Self.spell($0.value, &dice) }
            let parsed = try FormFields(parsing: Array(pairs.joined(separator: "&".utf8)))
            #expect(Self.bytes(parsed.fields) == Self.bytes(fields))
        }
    }

    @Test("PercentEncoding and FormFields are inverse")
    func inverse() throws {
        var dice = SplitMix64(seed: 5)
        for _ in 0..<3000 {
            let fields = (0..<dice.below(5)).map { _ in (name: dice.text(upTo: 5), value: dice.text(upTo: 20)) }
            let parsed = try FormFields(parsing: PercentEncoding.query(fields).utf8)
            #expect(Self.bytes(parsed.fields) == fields.map { [Array($0.name.utf8), Array($0.value.utf8)] })
        }
    }

    @Test("No bytes crash it, and what it reads has one reading only", arguments: 11...14)
    func anyBytes(seed: UInt64) throws {
        var dice = SplitMix64(seed: seed)
        let frequent = Array("&&&===%%%+ab[]01f\0".utf8)
        for _ in 0..<5000 {
            let bytes = (0..<dice.below(60)).map { _ in
                dice.below(10) == 0 ? UInt8(truncatingIfNeeded: dice.next()) : dice.pick(frequent)
            }
            guard let fields = try? FormFields(parsing: bytes) else { continue }
            let again = try FormFields(parsing: PercentEncoding.query(fields.fields.map { ($0.name, $0.value) }).utf8)
            #expect(Self.bytes(again.fields) == Self.bytes(fields.fields))
            for field in fields.fields {
                let values = fields.all(field.name)
                #expect(fields.contains(field.name))
                #expect(fields.repeatedNames.contains(field.name) == (values.count > 1))
                #expect(fields[field.name] == (values.count == 1 && !values[0].isEmpty ? values[0] : nil))
            }
        }
    }

    /// Swift compares strings by canonical equivalence; here bytes count.
    private static func bytes(_ fields: [FormFields.Field]) -> [[[UInt8]]] {
        fields.map { [Array($0.name.utf8), Array($0.value.utf8)] }
    }

    /// One of the many spellings of `text`: raw where that is possible, `+` or `%20`, either case of the digits.
    private static func spell(_ text: String, _ dice: inout SplitMix64) -> [UInt8] {
        var spelled: [UInt8] = []
        for byte in text.utf8 {
            let isSyntax = "&=+% ".utf8.contains(byte)
            if byte == UInt8(ascii: " "), dice.below(2) == 0 {
                spelled.append(UInt8(ascii: "+"))
            } else if !isSyntax, dice.below(3) > 0 {
                spelled.append(byte)
            } else {
                let digits = Array((dice.below(2) == 0 ? "0123456789abcdef" : "0123456789ABCDEF").utf8)
                spelled += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return spelled
    }
}
