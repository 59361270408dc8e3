import Kernel
package import OAuth
import PortalDomain

/// The texts of one language: `texts("customers.title")`, `texts("consent.back", ["host": host])`.
package struct Texts: Sendable {
    package let language: Language
    private let table: [String: String]

    init(language: Language, table: [String: String]) {
        self.language = language
        self.table = table
    }

    /// The text with its `{placeholders}` filled. An unknown key answers itself, so that a slip shows and harms nobody.
    package func callAsFunction(_ key: String, _ values: [String: String] = [:]) -> String {
        guard let text = table[key] else { return key }
        return values.isEmpty ? text : Self.fill(text) { values[$0] }
    }

    /// `key.one` or `key.other`, with `{count}` filled.
    package func counted(_ key: String, _ count: Int) -> String {
        self(count == 1 ? "\(key).one" : "\(key).other", ["count": String(count)])
    }

    /// What a scope permits, in the words of the contract.
    package func scope(_ name: String) -> String { self("scope.\(name)") }

    /// An area of the API, such as `customers`.
    package func area(_ name: String) -> String { self("area.\(name)") }

    /// An audit event such as `api_key.created`; unknown ones stay as they are.
    package func event(_ name: String) -> String { table["event.\(name)"] ?? name }

    /// Who an app is by. Nobody knows that of one that registered itself.
    package func developer(_ name: String) -> String {
        name == Registrations.ownerName ? self("developer.unknown") : name
    }

    /// On a page that asks for access. Of an app that is known by a document, whoever has its host stands for it.
    package func developer(of app: App) -> String {
        app.document.map { self("developer.document", ["host": $0.host]) } ?? developer(app.developer.name)
    }

    package func role(_ name: String) -> String { self("role.\(name)") }

    /// The text as it stands, or nil.
    package func find(_ key: String) -> String? { table[key] }

    package var keys: Set<String> { Set(table.keys) }

    /// Replaces each `{name}` by its value; a name without a value stays.
    static func fill(_ text: String, with value: (String) -> String?) -> String {
        var filled = ""
        var rest = text[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            let name = String(rest[rest.index(after: open)..<close])
            filled += rest[..<open]
            filled += value(name) ?? "{\(name)}"
            rest = rest[rest.index(after: close)...]
        }
        return filled + rest
    }
}
