import Kernel
import Web

/// JSON: written and read again it is the same value; and what the token endpoint takes as JSON it takes as a form.
enum JSONChecks {
    static func fault(_ bytes: [UInt8]) -> String? {
        guard let value = try? JSONValue(parsing: bytes) else {
            return (try? OAuthBody.json(bytes)) == nil ? nil : "the endpoint reads what is no JSON"
        }
        var writer = JSONWriter()
        writer.value(value)
        let written = writer.bytes
        guard let again = try? JSONValue(parsing: written) else { return "what was written cannot be read" }
        var rewriter = JSONWriter()
        rewriter.value(again)
        guard rewriter.bytes == written else { return "written and read again it differs" }

        guard let fields = try? OAuthBody.json(bytes) else { return nil }
        guard fields.repeatedNames.isEmpty else { return "a name twice" }
        // A form cannot say that a field has no name and no value, nor more than a hundred fields.
        guard fields.fields.count <= 100, !fields.fields.contains(where: { $0.name.utf8.contains(0) }) else {
            return nil
        }
        guard let form = try? OAuthBody.form(Array(FormChecks.encoded(fields).utf8)) else { return "refused as a form" }
        return FormChecks.same(form, fields) ? nil : "another request as a form"
    }
}
