import Kernel
import Web

/// Form and query: what was read can be written, and reads the same again; the token endpoint reads it alike as form and as JSON.
enum FormChecks {
    static func fault(_ bytes: [UInt8]) -> String? {
        guard let fields = try? FormFields(parsing: bytes) else { return nil }
        guard let again = try? FormFields(parsing: encoded(fields).utf8), same(again, fields) else {
            return "written and read again it differs"
        }
        if fields.fields.contains(where: { $0.name.utf8.contains(0) || $0.value.utf8.contains(0) }) { return "NUL" }
        guard let body = try? OAuthBody.form(bytes) else {
            return fields.fields.count > 100 ? nil : "the endpoint refuses it"
        }
        guard same(body, fields) else { return "the endpoint reads it differently" }
        return fields.repeatedNames.isEmpty ? jsonFault(fields) : nil
    }

    /// The same fields as a JSON object are the same request.
    private static func jsonFault(_ fields: FormFields) -> String? {
        var writer = JSONWriter()
        writer.value(.object(fields.fields.map { JSONValue.Member(name: $0.name, value: .string($0.value)) }))
        guard let body = try? OAuthBody.json(writer.bytes) else { return "JSON of the same fields is refused" }
        return same(body, fields) ? nil : "JSON of the same fields is another request"
    }

    static func encoded(_ fields: FormFields) -> String {
        PercentEncoding.query(fields.fields.map { ($0.name, $0.value) })
    }

    /// Byte for byte: `==` on strings follows Unicode.
    static func same(_ one: FormFields, _ other: FormFields) -> Bool {
        one.fields.count == other.fields.count
            && zip(one.fields, other.fields).allSatisfy {
                $0.name.utf8.elementsEqual($1.name.utf8) && $0.value.utf8.elementsEqual($1.value.utf8)
            }
    }
}
