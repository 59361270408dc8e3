package import Kernel
package import PortalDomain

/// The envelope around one page of a list, field by field as contract api-v1, 2.11 has it.
package struct PageAnswer<Kind: EntityKind, Entity: Sendable>: Sendable {
    let slice: Slice<Entity>
    let query: ListQuery<Kind>
    let call: APICall
    /// The address of the list, without query.
    let address: String

    package init(_ slice: Slice<Entity>, of query: ListQuery<Kind>, for call: APICall, at address: String) {
        (self.slice, self.query, self.call, self.address) = (slice, query, call, address)
    }

    package func answer(
        id: (Entity) -> Identifier<Kind>, write: (inout JSONWriter, Entity) -> Void
    ) -> APIAnswer {
        .ok(envelope(id) { json in json.array(slice.entities, write) })
    }

    /// The same for entities too large to be held all at once: each is read and written when those before are on their way.
    ///
    /// - Parameter write: nil for one that was deleted meanwhile.
    package func pieces(
        id: (Entity) -> Identifier<Kind>, write: @escaping @Sendable (Entity) async throws -> JSONWriter?
    ) -> APIAnswer {
        let entities = slice.entities
        let empty = envelope(id) { json in json.array([String]()) }.bytes
        // No text comes before the data, so this is the list.
        let start = (empty.firstIndex(of: UInt8(ascii: "[")) ?? empty.startIndex) + 1
        return .pieces { send in
            try await send(Array(empty[..<start]))
            var isFirst = true
            for entity in entities {
                guard let json = try await write(entity) else { continue }
                if !isFirst { try await send([UInt8(ascii: ",")]) }
                isFirst = false
                try await send(json.bytes)
            }
            try await send(Array(empty[start...]))
        }
    }

    private func envelope(
        _ id: (Entity) -> Identifier<Kind>, _ writeData: (inout JSONWriter) -> Void
    ) -> JSONWriter {
        let size = query.request.size
        let base = addressBeforePosition()
        let next = slice.hasMore ? slice.entities.last.map { ListQuery.cursor(after: id($0)) } : nil
        // Nil when a cursor was used: then nobody knows how far down the list this is.
        var page: Int?
        if case .page(let number) = query.request.start { page = number }
        let first = slice.entities.isEmpty ? nil : page.map { ($0 - 1) * size + 1 }
        var nextAddress: String?
        if slice.hasMore { nextAddress = page.map { "\(base)page=\($0 + 1)" } ?? next.map { "\(base)cursor=\($0)" } }

        var json = JSONWriter(reservingCapacity: 512 + slice.entities.count * 512)
        json.object { json in
            json.field("current_page", page)
            json.name("data")
            writeData(&json)
            json.field("first_page_url", "\(base)page=1")
            json.field("from", first)
            json.field("next_page_url", nextAddress)
            json.field("path", address)
            json.field("per_page", size)
            json.field("prev_page_url", page.flatMap { $0 > 1 ? "\(base)page=\($0 - 1)" : nil })
            json.field("to", first.map { $0 + slice.entities.count - 1 })
            if call.version.hasCursors { json.field("next_cursor", next) }
        }
        return json
    }

    /// The address with the other parameters in the order sent, up to where `page=` or `cursor=` goes.
    private func addressBeforePosition() -> String {
        let kept = call.query.fields.filter { field in
            field.name != "page" && !(field.name == "cursor" && call.version.hasCursors)
        }
        guard !kept.isEmpty else { return "\(address)?" }
        return "\(address)?\(PercentEncoding.query(kept.map { ($0.name, $0.value) }))&"
    }
}
