package import Kernel
import Persistence

/// Which part of a list is asked for. Lists run from the newest to the oldest, by id.
package struct PageRequest<Kind: EntityKind>: Sendable {
    package enum Start: Sendable {
        /// Counted from 1.
        case page(Int)
        /// The entities older than this one: a walk that no insertion and no deletion can disturb.
        case after(Identifier<Kind>)
    }

    package let start: Start
    package let size: Int

    package init(start: Start, size: Int) { (self.start, self.size) = (start, size) }

    var offset: Int {
        switch start {
        case .page(let number): (number - 1) * size
        case .after: 0
        }
    }
}

/// A part of a list, and whether more follows.
package struct Slice<Entity: Sendable>: Sendable {
    package let entities: [Entity]
    package let hasMore: Bool

    /// - Parameter found: at most one entity more than `size`, which is then only a sign.
    init(_ found: [Entity], size: Int) {
        hasMore = found.count > size
        entities = hasMore ? Array(found.prefix(size)) : found
    }
}

extension SQLDatabase {
    /// The entities of one page, of a selection that asked for one more.
    func slice<Entity: Sendable, Kind>(
        _ sql: SQL, of page: PageRequest<Kind>, as decode: (SQLRow) throws(StorageError) -> Entity
    ) async throws(StorageError) -> Slice<Entity> {
        Slice(try await rows(sql, as: decode), size: page.size)
    }
}
