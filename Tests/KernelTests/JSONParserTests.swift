import Kernel
import Testing

@Suite("JSON parser (RFC 8259)", .timeLimit(.minutes(1)))
struct JSONParserTests {
    @Test(
        "Values of every kind are accepted",
        arguments: [
            ("null", .null), ("true", .bool(true)), ("false", .bool(false)), (" \t\r\n1 \t\r\n", .number("1")),
            ("\"\"", .string("")), ("[]", .array([])), ("{}", .object([])), ("[ ]", .array([])), ("{ }", .object([])),
            ("[1,2]", .array([.number("1"), .number("2")])), ("[[],{}]", .array([.array([]), .object([])])),
            ("{\"a\":1}", .object([.init(name: "a", value: .number("1"))])),
            (
                " { \"b\" : [ null , \"x\" ] , \"a\" : { } } ",
                .object([
                    .init(name: "b", value: .array([.null, .string("x")])), .init(name: "a", value: .object([])),
                ])
            ),
            ("{\"\":0}", .object([.init(name: "", value: .number("0"))])),
            ("{\"a\":{\"a\":1}}", .object([.init(name: "a", value: .object([.init(name: "a", value: .number("1"))]))])),
        ] as [(String, JSONValue)])
    func accepted(text: String, value: JSONValue) throws { #expect(try JSONValue(parsing: text.utf8) == value) }

    @Test(
        "Numbers keep their digits",
        arguments: [
            "0", "-0", "1", "-1", "10", "12.95", "0.0", "-0.50", "1e5", "1E5", "1e+5", "1e-5", "1.5E-07", "0e0",
            "1e400",
            "123456789012345678901234567890", "0.1000000000000000055511151231257827",
        ])
    func number(_ text: String) throws {
        #expect(try JSONValue(parsing: text.utf8) == .number(text))
        #expect(try JSONValue(parsing: "[\(text)]".utf8) == .array([.number(text)]))
    }

    @Test(
        "Escapes are read as the characters that they stand for",
        arguments: [
            (#"\" \\ \/ \b \f \n \r \t"#, "\" \\ / \u{8} \u{C} \n \r \t"), (#"\u0041\u00e9\u00E9"#, "Aéé"),
            (#"\u0000"#, "\0"),
            (#"\u20AC"#, "€"), (#"\ud83d\udeaa"#, "🚪"), (#"\uD800\uDC00"#, "\u{10000}"),
            (#"\uDBFF\uDFFF"#, "\u{10FFFF}"),
            (#"\uFFFF\uFFFE"#, "\u{FFFF}\u{FFFE}"), (#"a\u0301"#, "a\u{301}"), ("🚪é\u{2028}\u{7F}", "🚪é\u{2028}\u{7F}"),
        ])
    func escapes(text: String, value: String) throws {
        guard case .string(let parsed) = try JSONValue(parsing: "\"\(text)\"".utf8) else {
            Issue.record("not a string")
            return
        }
        #expect(Array(parsed.unicodeScalars) == Array(value.unicodeScalars))
    }

    @Test(
        "79: what is not JSON is refused, never repaired",
        arguments: [
            "", " ", "nul", "nulll", "True", "TRUE", "NaN", "Infinity", "-Infinity", "undefined", "'a'", "a", "{a:1}",
            "{'a':1}",
            "[1,]", "[,1]", "[1 2]", "[1", "]", "[", "[1}", "{\"a\":1,}", "{,}", "{\"a\"}", "{\"a\":}", "{\"a\" 1}",
            "{\"a\":1 \"b\":2}",
            "{\"a\":1", "{", "}", "{1:1}", "{null:1}", "{\"a\":1]", "{\"a\"::1}", "01", "-01", "00", "-", "+1", ".5",
            "5.", "1.e5", "1e",
            "1e+", "0x10", "1_000", "--1", "1,5", "1 000", "[01]", "[1.]", "[-]", "\"", "\"a", "\"\\", "\"\\\"",
            "\"\\x\"", "\"\\u\"",
            "\"\\u12\"", "\"\\u12G4\"", "\"\\u+123\"", "\"\\U0041\"", "\"\\'\"", "\"\n\"", "\"\t\"", "\"\0\"",
            "\"\u{1F}\"", "// a\n1",
            "/**/1", "1//", "#1", "\u{FEFF}1", "\u{A0}1", "1\u{0C}", "{\"a\":1}x", "1 2", "null,", "[]{}", "\"a\"\"b\"",
            "{}}", "[]]", "1\0",
            "[１]", "“a”",
        ])
    func refused(_ text: String) {
        #expect(throws: JSONValue.Malformed.self) { try JSONValue(parsing: text.utf8) }
    }

    @Test(
        "Half of a surrogate pair is refused",
        arguments: [
            #""\ud800""#, #""\udc00""#, #""\udfff""#, #""\ud800a""#, #""\ud800\n""#, #""\ud800\u0041""#,
            #""\ud800\ud800""#,
            #""\udc00\ud800""#, #""\udc00\udc00""#, #""\udbff\ue000""#, #""\ud83d\\udeaa""#, #""\ud83d\u""#,
            #""\ud83d"#, #"{"\ud800":1}"#,
        ])
    func surrogates(_ text: String) {
        #expect(throws: JSONValue.Malformed.self) { try JSONValue(parsing: text.utf8) }
    }

    @Test(
        "79: bytes that are not UTF-8 are refused wherever they stand",
        arguments: [
            [0xFF], [0x80], [0xC3], [0xC0, 0xAF], [0xE2, 0x82], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80],
            [0xFE, 0xFF],
        ])
    func notUTF8(_ bytes: [UInt8]) {
        let quote = Array("\"".utf8)
        #expect(throws: JSONValue.Malformed.self) { try JSONValue(parsing: bytes) }
        #expect(throws: JSONValue.Malformed.self) { try JSONValue(parsing: quote + bytes + quote) }
        #expect(throws: JSONValue.Malformed.self) {
            try JSONValue(parsing: Array("{\"".utf8) + bytes + Array("\":1}".utf8))
        }
    }

    @Test("UTF-16 is refused")
    func utf16() {
        #expect(throws: JSONValue.Malformed.self) { try JSONValue(parsing: [0xFF, 0xFE, 0x31, 0]) }
        #expect(throws: JSONValue.Malformed.self) { try JSONValue(parsing: [0, 0x31]) }
    }

    @Test(
        "79: a name that occurs twice in one object is refused, however it is spelled",
        arguments: [
            #"{"a":1,"a":1}"#, #"{"a":1,"b":2,"a":3}"#, #"{"a":1,"\u0061":2}"#, #"{"x":[{"a":1,"a":2}]}"#,
            #"{"":1,"":2}"#,
            "{\"é\":1,\"e\u{301}\":2}",
        ])
    func duplicates(_ text: String) {
        #expect(throws: JSONValue.Malformed.self) { try JSONValue(parsing: text.utf8) }
    }

    @Test("The same name in different objects, or in other letter case, is no duplicate")
    func noDuplicates() throws {
        _ = try JSONValue(parsing: #"[{"a":1},{"a":2}]"#.utf8)
        _ = try JSONValue(parsing: #"{"a":{"a":{"a":1}},"A":2}"#.utf8)
    }

    @Test(
        "32 levels are accepted, 33 refused",
        arguments: [("[", "]", ""), ("{\"a\":", "}", "1"), ("[{\"a\":", "}]", "1")])
    func depth(open: String, close: String, inner: String) throws {
        func nested(_ levels: Int) -> String {
            let count = levels / (open.utf8.first == UInt8(ascii: "[") && close.count == 2 ? 2 : 1)
            return String(repeating: open, count: count) + inner + String(repeating: close, count: count)
        }
        _ = try JSONValue(parsing: nested(32).utf8)
        #expect(throws: JSONValue.Malformed.self) { try JSONValue(parsing: "[\(nested(32))]".utf8) }
        _ = try JSONValue(parsing: "[1]".utf8, maximumDepth: 1)
        #expect(throws: JSONValue.Malformed.self) { try JSONValue(parsing: "[1]".utf8, maximumDepth: 0) }
        _ = try JSONValue(parsing: "1".utf8, maximumDepth: 0)
    }

    @Test("Levels side by side do not add up")
    func siblings() throws {
        let siblings = Array(repeating: "[[[]]]", count: 1000).joined(separator: ",")
        _ = try JSONValue(parsing: "[\(siblings)]".utf8, maximumDepth: 4)
    }

    @Test("A million open brackets are refused without filling the stack", arguments: ["[", "{\"a\":", "[[{\"a\":"])
    func deep(_ piece: String) {
        let text = String(repeating: piece, count: 1_000_000 / piece.utf8.count)
        #expect(throws: JSONValue.Malformed.self) { try JSONValue(parsing: text.utf8) }
    }

    @Test("A member is found by its exact name, in objects only")
    func subscripting() throws {
        let value = try JSONValue(parsing: #"{"a":1,"b":null}"#.utf8)
        #expect(value["a"] == .number("1"))
        #expect(value["b"] == .null)
        #expect(value["c"] == nil)
        #expect(value["A"] == nil)
        #expect(JSONValue.array([value])["a"] == nil)
        #expect(JSONValue.string("a")["a"] == nil)
    }

    @Test("A reason is a sentence of ours and quotes nothing of what was sent")
    func reasons() {
        for text in ["{\"zebra\":1,\"zebra\":2}", "zebra", "\"zebra", "[1] zebra", "{zebra", "\"\\zebra\""] {
            let malformed = #expect(throws: JSONValue.Malformed.self) { try JSONValue(parsing: text.utf8) }
            #expect(malformed?.reason.hasPrefix("The body is not valid JSON: ") == true)
            #expect(malformed?.reason.hasSuffix(".") == true)
            #expect(malformed?.reason.contains("zebra") == false)
        }
    }
}
