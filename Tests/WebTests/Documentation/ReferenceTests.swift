import Kernel
import Testing

@testable import Web

/// Forms of schemas that areas may bring, whether or not one has them today.
@Suite("API reference: what is made of a schema")
struct ReferenceTests {
    private func schemas() throws -> ReferenceSchemas {
        let text = """
            {"components":{"schemas":{
              "Line":{"type":"object","required":["vatRate"],"properties":{
                "vatRate":{"type":"integer","enum":[0,9,21]},"note":{"type":["string","null"],"maxLength":255}}},
              "Invoice":{"type":"object","required":["customerId","lines"],"properties":{
                "customerId":{"type":"string","examples":["cst_06apczxmqbsaeh9edd1r"]},
                "lines":{"type":"array","items":{"$ref":"#/components/schemas/Line"}},
                "paidAt":{"type":["string","null"],"format":"date-time"}}},
              "Node":{"type":"object","properties":{"next":{"$ref":"#/components/schemas/Node"}}},
              "Either":{"oneOf":[{"type":"null"},{"type":"integer","minimum":3}]}
            }}}
            """
        return ReferenceSchemas(try JSONValue(parsing: text.utf8))
    }

    @Test("nested fields are named by their way")
    func fields() throws {
        let schemas = try schemas()
        let fields = schemas.fields(of: schemas.component("Invoice"))
        #expect(fields.map(\.name) == ["customerId", "lines", "lines[].vatRate", "lines[].note", "paidAt"])
        #expect(fields.map(\.isRequired) == [true, true, true, false, false])
        #expect(schemas.isNullable(fields[4].schema))
        #expect(schemas.types(of: fields[4].schema) == ["string"])
    }

    @Test("examples: all fields, or those that are needed; a schema inside itself ends")
    func examples() throws {
        let schemas = try schemas()
        let invoice = schemas.component("Invoice")
        #expect(
            schemas.example(of: invoice).compact
                == #"{"customerId":"cst_06apczxmqbsaeh9edd1r","lines":[{"vatRate":0,"note":"text"}],"paidAt":"2025-03-05T14:30:00+01:00"}"#
        )
        #expect(
            schemas.example(of: invoice, .whatIsRequired).compact
                == #"{"customerId":"cst_06apczxmqbsaeh9edd1r","lines":[{"vatRate":0}]}"#)
        #expect(schemas.fields(of: schemas.component("Node")).count == 8)
        #expect(schemas.example(of: schemas.component("Node")).compact.contains("null"))
        #expect(schemas.example(of: schemas.component("Either")) == .number("3"))
        #expect(schemas.isNullable(schemas.component("Either")))
    }

    @Test("every sentence of the documents stands in the table of each other language, and nothing else does")
    func translations() throws {
        var found = Set<String>()
        func collect(_ value: JSONValue, of name: String?) {
            if name == "summary" || name == "description", let text = value.text { found.insert(text) }
            for member in value.members where member.name != "example" && member.name != "examples" {
                collect(member.value, of: member.name)
            }
            for element in value.elements { collect(element, of: nil) }
        }
        let origins = Origins(publicURL: "http://localhost:8080")
        let documents = APIVersions.published.all.map { OpenAPIDocument(version: $0, origins: origins).document }
        for document in documents { collect(document, of: nil) }
        #expect(found.count > 150)
        let texts = try ReferenceTexts()
        #expect(texts.sentences(in: .en) == nil)
        for language in Language.allCases where language != .en {
            let sentences = try #require(texts.sentences(in: language))
            #expect(found.subtracting(sentences.keys).sorted() == [], "not translated")
            #expect(Set(sentences.keys).subtracting(found).sorted() == [], "not in the document any more")
            for (sentence, translation) in sentences {
                #expect(sentence.hasSuffix(".") == translation.hasSuffix("."), "\(sentence)")
            }
            let translated = documents.map { texts.translated($0, to: language) }
            #expect(translated[0]["paths"]?["/customers"]?["get"]?["summary"]?.text != "List customers, newest first.")
            #expect(translated[0]["paths"]?["/customers"]?["get"]?["operationId"]?.text == "list-customers")
        }
    }

    @Test("ids of a call are variables, in the path and in the body")
    func variables() {
        #expect(CallExample.variable(of: "customerId") == "CUSTOMER_ID")
        #expect(CallExample.variable(of: "customerIds") == "CUSTOMER_ID")
        #expect(CallExample.variable(of: "customerGroups") == "CUSTOMER_GROUP_ID")
        #expect(CallExample.variable(of: "fileOrDirId") == "FILE_OR_DIR_ID")
    }

    @Test("JSON for people")
    func indented() throws {
        let value = try JSONValue(parsing: #"{"a":[1,{"b":null}],"c":{},"d":"é\n"}"#.utf8)
        let lines = [
            "{", "  \"a\": [", "    1,", "    {", "      \"b\": null", "    }", "  ],", "  \"c\": {},",
            #"  "d": "é\n""#, "}",
        ]
        #expect(value.indented == lines.joined(separator: "\n"))
    }
}
