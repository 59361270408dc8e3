package import Kernel
package import PortalDomain

/// What a list was asked for: `page`, `per_page`, and from 1.1.0 `cursor` (contract api-v1, 2.11).
package struct ListQuery<Kind: EntityKind>: Sendable {
    package let request: PageRequest<Kind>

    /// Reads the parameters; what is wrong with them is left in `fields`.
    package init(reading fields: inout FieldReader, of call: APICall) {
        let size = fields.optional("per_page", .digits(1...100)) ?? 15
        let page = fields.optional("page", .digits(1...1_000_000_000))
        // In 1.0.0 `cursor` is just an unknown parameter.
        guard call.version.hasCursors, call.query.contains("cursor") else {
            request = PageRequest(start: .page(page ?? 1), size: size)
            return
        }
        if call.query.contains("page") { fields.refuse("cursor", "Must not be sent together with page.") }
        let cursor = fields.optional("cursor", .ofText("Must be a next_cursor of an earlier answer.", Self.entity))
        request = PageRequest(start: cursor.map { .after($0) } ?? .page(1), size: size)
    }

    /// The text that continues after `id`. Opaque to clients: the id without its prefix.
    static func cursor(after id: Identifier<Kind>) -> String { String(id.text.dropFirst(Kind.idPrefix.utf8.count + 1)) }

    @Sendable private static func entity(of cursor: String) -> Identifier<Kind>? {
        Identifier("\(Kind.idPrefix)_\(cursor)")
    }
}
