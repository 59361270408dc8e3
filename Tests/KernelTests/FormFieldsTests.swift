import Kernel
import Testing

@Suite("Form fields", .timeLimit(.minutes(1)))
struct FormFieldsTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let text: String
        let fields: [FormFields.Field]
        var testDescription: String { text }

        init(_ text: String, _ fields: KeyValuePairs<String, String>) {
            (self.text, self.fields) = (text, fields.map { .init(name: $0.key, value: $0.value) })
        }
    }

    @Test(
        "Fields are read flat and in the order sent",
        arguments: [
            Case("", [:]),
            Case("a=1", ["a": "1"]),
            Case("a=1&b=2", ["a": "1", "b": "2"]),
            Case("b=2&a=1", ["b": "2", "a": "1"]),
            Case("&&a=1&&&b=2&", ["a": "1", "b": "2"]),
            Case("a", ["a": ""]),
            Case("a=", ["a": ""]),
            Case("=", ["": ""]),
            Case("=v", ["": "v"]),
            Case("a==", ["a": "="]),
            Case("a=b=c", ["a": "b=c"]),
            Case("a=1;b=2", ["a": "1;b=2"]),
            Case("a=1&a=2", ["a": "1", "a": "2"]),
        ])
    func flat(_ test: Case) throws {
        #expect(try FormFields(parsing: test.text.utf8).fields == test.fields)
    }

    @Test(
        "Brackets, dots and quotes in a name mean nothing",
        arguments: [
            Case("a[b]=1&a[]=2&a[b]=3", ["a[b]": "1", "a[]": "2", "a[b]": "3"]),
            Case("a%5Bb%5D=1", ["a[b]": "1"]),
            Case("a.b=1&a=2", ["a.b": "1", "a": "2"]),
            Case("__proto__=x&\"q\"='", ["__proto__": "x", "\"q\"": "'"]),
        ])
    func noStructure(_ test: Case) throws {
        #expect(try FormFields(parsing: test.text.utf8).fields == test.fields)
    }

    @Test(
        "+ is a space in names and values, percent escapes are bytes of UTF-8",
        arguments: [
            Case("scope=a+b", ["scope": "a b"]),
            Case("a+b=c%2Bd", ["a b": "c+d"]),
            Case("%61=%41", ["a": "A"]),
            Case("a=%26b%3D1", ["a": "&b=1"]),
            Case("a=%25#%c3%A9", ["a": "%#é"]),
            Case("a=é", ["a": "é"]),
            Case("a=%F0%9F%9A%AA", ["a": "🚪"]),
            Case("a=%2525", ["a": "%25"]),
            Case("a=%0D%0Ab", ["a": "\r\nb"]),
        ])
    func decoding(_ test: Case) throws {
        #expect(try FormFields(parsing: test.text.utf8).fields == test.fields)
    }

    @Test(
        "10: a bad escape, U+0000 and what is not UTF-8 are refused, never repaired",
        arguments: [
            "a=%", "a=%4", "a=%4g", "a=%g4", "%=1", "a=%-1", "a=%+1", "a=% 1", "a=100%&b=1", "a=%u0041", "a=%%41",
            "a=%4%31",
            "a=%00", "%00=a", "a=b%00c", "a=\0", "a=%FF", "a=%C3", "a=%C3&b=%A9", "a=%C0%AF", "a=%ED%A0%80",
            "a=%F5%80%80%80",
        ])
    func malformed(_ text: String) {
        #expect(throws: FormFields.Malformed.encoding) { try FormFields(parsing: text.utf8) }
    }

    @Test(
        "10: raw bytes that are not UTF-8 are refused",
        arguments: [[0xFF], [0xC3], [0xC0, 0xAF], [0xE2, 0x82], [0xED, 0xA0, 0x80]])
    func rawBytes(_ bytes: [UInt8]) {
        #expect(throws: FormFields.Malformed.encoding) { try FormFields(parsing: Array("a=".utf8) + bytes) }
        #expect(throws: FormFields.Malformed.encoding) { try FormFields(parsing: bytes + Array("=a".utf8)) }
    }

    @Test("23, 83: a field that was sent twice is neither of the two")
    func repeated() throws {
        let fields = try FormFields(parsing: "a=1&b=2&%61=3&c=4&c=4&a=5&d=&d=".utf8)
        #expect(fields["a"] == nil)
        #expect(fields["b"] == "2")
        #expect(fields["c"] == nil)
        #expect(fields["d"] == nil)
        #expect(fields.repeatedNames == ["a", "c", "d"])
        #expect(fields.all("a") == ["1", "3", "5"])
        #expect(fields.contains("a"))
    }

    @Test("24, 84: an empty field counts as absent, but is known to have been sent")
    func empty() throws {
        let fields = try FormFields(parsing: "state=&scope&a=1".utf8)
        #expect(fields["state"] == nil)
        #expect(fields["scope"] == nil)
        #expect(fields["missing"] == nil)
        #expect(fields.contains("state"))
        #expect(!fields.contains("missing"))
        #expect(fields.repeatedNames.isEmpty)
    }

    @Test("An empty value beside a full one is a repetition, whichever comes first", arguments: ["a=&a=1", "a=1&a="])
    func emptyAndFull(_ text: String) throws {
        let fields = try FormFields(parsing: text.utf8)
        #expect(fields["a"] == nil)
        #expect(fields.repeatedNames == ["a"])
    }

    @Test("Names differ by letter case")
    func letterCase() throws {
        let fields = try FormFields(parsing: "Client_ID=1&client_id=2".utf8)
        #expect(fields["client_id"] == "2")
        #expect(fields.repeatedNames.isEmpty)
    }

    @Test("88: 10,000 fields are refused, at the limit and no earlier")
    func tooMany() throws {
        let pairs = (0..<10_000).map { "f\($0)=\($0)" }
        #expect(throws: FormFields.Malformed.tooMany) { try FormFields(parsing: pairs.joined(separator: "&").utf8) }
        #expect(try FormFields(parsing: pairs.prefix(1000).joined(separator: "&").utf8).fields.count == 1000)
        #expect(throws: FormFields.Malformed.tooMany) {
            try FormFields(parsing: pairs.prefix(1001).joined(separator: "&").utf8)
        }
        #expect(throws: FormFields.Malformed.tooMany) { try FormFields(parsing: "a=1&b=2&c=3".utf8, limit: 2) }
        #expect(try FormFields(parsing: "&&a=1&&&b=2&&".utf8, limit: 2).fields.count == 2)
    }

    @Test("88: 10,000 fields where they are allowed keep their order")
    func many() throws {
        let fields = try FormFields(
            parsing: (0..<10_000).map { "f\($0)=\($0)" }.joined(separator: "&").utf8, limit: 10_000)
        #expect(fields.fields.map(\.value) == (0..<10_000).map { "\($0)" })
        #expect(fields["f9999"] == "9999")
    }
}
