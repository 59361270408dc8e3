import Kernel
import PortalDomain
import TestSupport
import Testing
import Web

@Suite("Money, numbers, choices and lists of objects in a body (contract 2.9)")
struct MoreValueTests {
    private enum Colour: String, CaseIterable { case red, green }

    private func read<Value>(_ value: JSONValue, _ rule: ValueRule<Value>) -> Value? {
        var fields = FieldReader(.object([.init(name: "x", value: value)]))
        let found = fields.required("x", rule)
        #expect(fields.errors.map(\.field) == (found == nil ? ["x"] : []))
        return found
    }

    @Test("An amount is a string; a number is refused, and so is less than the minimum")
    func amounts() {
        #expect(read(.string("12.95"), .amount()) == Cents(1295))
        #expect(read(.string(" 12.95 "), .amount()) == Cents(1295))
        #expect(read(.number("12.95"), .amount()) == nil)
        #expect(read(.string("-1.00"), .amount()) == nil)
        #expect(read(.string("0.00"), .amount()) == .zero)
        #expect(read(.string("0.00"), .amount(atLeast: Cents(1))) == nil)
        #expect(read(.string("-1.00"), .signedAmount) == Cents(-100))
    }

    @Test("Numbers are numbers, without a fraction where none may be")
    func numbers() {
        #expect(read(.number("10"), .integer(1...10)) == 10)
        #expect(read(.number("1e1"), .integer(1...10)) == 10)
        #expect(read(.number("10.0"), .integer(1...10)) == 10)
        for value in [.number("0"), .number("11"), .number("1.5"), .string("1"), .bool(true), .array([])] as [JSONValue]
        {
            #expect(read(value, .integer(1...10)) == nil)
        }
        #expect(read(.number("21"), .vatRate) == .standard)
        for value in [.number("6"), .number("21.5"), .string("21"), .number("-9")] as [JSONValue] {
            #expect(read(value, .vatRate) == nil)
        }
        #expect(read(.number("2.125"), .quantity)?.description == "2.125")
        #expect(read(.string("2"), .quantity) == nil)
    }

    @Test("A date-time ends where it ends, however long its fraction is")
    func momentEnds() throws {
        let rule = ValueRule<Timestamp>.dateTime(in: try #require(TimeZones().table(named: "Europe/Amsterdam")))
        for count in [1, 38, 200] {
            let text = "2025-03-05T14:30:00.\(String(repeating: "1", count: count))+01:00"
            #expect(read(.string(text), rule) != nil)
            #expect(read(.string(text + "garbage"), rule) == nil, "\(count)")
        }
        #expect(read(.string("2025-03-05 14:30:00" + String(repeating: "x", count: 64)), rule) == nil)
    }

    @Test("Booleans are true and false; a form also says 1 and 0")
    func booleans() {
        #expect(read(.bool(true), .boolean) == true)
        for value in [.string("true"), .number("1"), .string("1")] as [JSONValue] {
            #expect(read(value, .boolean) == nil)
        }
        for (text, value) in [("true", true), ("1", true), ("false", false), ("0", false)] {
            #expect(read(.string(text), .formBoolean) == value)
        }
        #expect(read(.bool(false), .formBoolean) == false)
        for text in ["", "yes", "TRUE", "2"] { #expect(read(.string(text), .formBoolean) == nil) }
    }

    @Test("A choice is one of its words, an interval one of five, an id one of its prefix")
    func choices() {
        #expect(read(.string("red"), ValueRule<Colour>.choice) == .red)
        #expect(read(.string("Red"), ValueRule<Colour>.choice) == nil)
        #expect(read(.string("2 months"), ValueRule<BillingInterval>.choice) == .twoMonths)
        #expect(read(.string("3 months"), ValueRule<BillingInterval>.choice) == nil)
        #expect(read(.string("cst_06apczxmqbsaeh9edd1r"), .id(of: CustomerKind.self)) != nil)
        #expect(read(.string("cug_06apw0jjwyak35esvjfr"), .id(of: CustomerKind.self)) == nil)
    }

    @Test("A signature is a PNG of at most 1 MB, written as a data URI")
    func signatures() {
        let small = Pictures.png(2, 2)
        #expect(read(.string("data:image/png;base64,\(Base64.encode(small))"), .png) != nil)
        let filler = [UInt8](repeating: 0, count: 1_048_576 - small.count)
        #expect(read(.string("data:image/png;base64,\(Base64.encode(small + filler))"), .png) != nil)
        #expect(read(.string("data:image/png;base64,\(Base64.encode(small + filler + [0]))"), .png) == nil)
        for text in [
            "", "data:image/png;base64,", "data:image/png;base64,AAAA",
            "data:image/jpeg;base64,\(Base64.encode(small))",
            "data:image/png,\(Base64.encode(small))", Base64.encode(small),
            "data:image/png;base64,\(Base64.encode(small))*",
        ] { #expect(read(.string(text), .png) == nil) }
    }

    @Test("Every wrong field of every object is named with its place")
    func objects() throws {
        let body = """
            {"lines": [{"description": "a", "vatRate": 6}, 7, {"description": "", "vatRate": null}, {"description": "b", "vatRate": 9}],
             "name": null}
            """
        var fields = FieldReader(try JSONValue(parsing: body.utf8))
        let lines = fields.objects("lines", 1...4) { line -> String? in
            let description = line.required("description", .text(10))
            let rate = line.required("vatRate", .vatRate)
            guard rate != nil else { return nil }
            return description
        }
        _ = fields.required("name", .text(10))
        #expect(lines == nil)
        #expect(
            fields.errors.map(\.field) == [
                "lines[0].vatRate", "lines[1]", "lines[2].description", "lines[2].vatRate", "name",
            ])
    }

    @Test("A list of objects is as long as it may be", arguments: ["[]", "[{}, {}, {}]", "{}", "null", "\"x\""])
    func lengths(_ list: String) throws {
        var fields = FieldReader(try JSONValue(parsing: "{\"lines\": \(list)}".utf8))
        #expect(fields.objects("lines", 1...2) { _ in 1 } == nil)
        #expect(fields.errors.map(\.field) == ["lines"])
    }
}
