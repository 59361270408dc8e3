import Foundation
import Kernel
import Testing

@Suite("JSON writer", .timeLimit(.minutes(1)))
struct JSONWriterTests {
    @Test("Fields come in the order in which they were named, with commas between and nowhere else")
    func order() {
        var writer = JSONWriter()
        writer.object {
            $0.field("b", "x")
            $0.field("a", 1)
            $0.field("c", true)
            $0.field("d", String?.none)
            $0.field("e", Int?.none)
            $0.field("f", ["y", "z"])
            $0.field("g") { $0.field("h", false) }
            $0.field("i", [String]())
            $0.field("j") { _ in }
            $0.name("k")
            $0.array([[1, 2], [], [3]]) { $0.array($1) { $0.integer($1) } }
            $0.field("l", -5)
        }
        #expect(
            writer.text == """
                {"b":"x","a":1,"c":true,"d":null,"e":null,"f":["y","z"],\
                "g":{"h":false},"i":[],"j":{},"k":[[1,2],[],[3]],"l":-5}
                """)
        #expect(writer.bytes == Array(writer.text.utf8))
    }

    @Test("Objects in an array are separated by commas")
    func objects() {
        var writer = JSONWriter()
        writer.array(1...3) { writer, number in writer.object { $0.field("n", number) } }
        #expect(writer.text == #"[{"n":1},{"n":2},{"n":3}]"#)
    }

    @Test("The limits of Int are written in full")
    func integers() {
        var writer = JSONWriter()
        writer.array([Int.min, 0, Int.max]) { $0.integer($1) }
        #expect(writer.text == "[-9223372036854775808,0,9223372036854775807]")
    }

    @Test("Quotes, backslashes and every control character are escaped, nothing else is")
    func escapes() {
        let short: [UInt8: String] = [0x22: #"\""#, 0x5C: #"\\"#, 0x0A: #"\n"#, 0x0D: #"\r"#, 0x09: #"\t"#]
        for byte in UInt8(0)...0x7F {
            let hex = String(byte, radix: 16)
            let control = byte < 0x20 ? "\\u00\(hex.count == 1 ? "0" : "")\(hex)" : nil
            let character = String(Unicode.Scalar(byte))
            #expect(Self.write(character) == "\"\(short[byte] ?? control ?? character)\"")
        }
        #expect(Self.write("é🚪\u{2028}\u{10FFFF}/</script>") == "\"é🚪\u{2028}\u{10FFFF}/</script>\"")
    }

    @Test("A quote with a combining mark behind it is escaped all the same")
    func combining() {
        #expect(Array(Self.write("a\"\u{301}b").unicodeScalars) == Array("\"a\\\"\u{301}b\"".unicodeScalars))
        #expect(Array(Self.write("\\\u{301}").unicodeScalars) == Array("\"\\\\\u{301}\"".unicodeScalars))
    }

    @Test("Foundation reads every string as it was written")
    func foundation() throws {
        var dice = SplitMix64(seed: 9)
        for _ in 0..<1000 {
            // Foundation drops a byte-order mark in front; what is meant here is the text behind it.
            let text = "x" + dice.text(upTo: 20)
            let read = try JSONDecoder().decode([String].self, from: Data("[\(Self.write(text))]".utf8))
            #expect(read.first.map { Array($0.utf8) } == Array(text.utf8))
        }
    }

    @Test("A parsed document is written with its digits and its order")
    func parsed() throws {
        let text = #"{"b":12.950,"a":[1e5,-0,"\u0001"],"":null,"c":{"z":{},"y":[]}}"#
        var writer = JSONWriter()
        writer.value(try JSONValue(parsing: text.utf8))
        #expect(writer.text == text)
    }

    @Test("Facts for the audit log are a short object; nil is null")
    func facts() {
        var writer = JSONWriter()
        writer.value(.facts(["name": "A \"B\"", "expires": nil]))
        #expect(writer.text == #"{"name":"A \"B\"","expires":null}"#)
    }

    private static func write(_ string: String) -> String {
        var writer = JSONWriter()
        writer.string(string)
        return writer.text
    }
}
