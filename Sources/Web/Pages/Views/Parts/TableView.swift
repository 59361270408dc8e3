/// A table of entities: on a phone each row becomes a card, so every cell knows its column's name.
package struct TableView: Sendable, Equatable {
    package let caption: String
    package let columns: [Column]
    package let rows: [Row]
    package let hasRows: Bool

    package struct Column: Sendable, Equatable {
        package let label: String
        /// Amounts and counts: aligned to the right.
        package let isNumber: Bool

        package init(_ label: String, isNumber: Bool = false) { (self.label, self.isNumber) = (label, isNumber) }
    }

    package struct Row: Sendable, Equatable {
        /// The page of the entity, if it has one.
        package let href: String?
        package let title: String
        package let cells: [CellView]

        package init(href: String?, title: String, cells: [CellView]) {
            (self.href, self.title, self.cells) = (href, title, cells)
        }
    }

    /// - Parameter columns: the first is the row's title; the others are the cells, in order.
    package init(caption: String, columns: [Column], rows: [Row]) {
        (self.caption, self.columns, hasRows) = (caption, columns, !rows.isEmpty)
        self.rows = rows.map { row in
            let labelled = zip(row.cells, columns.dropFirst()).map { $0.labelled($1) }
            return Row(href: row.href, title: row.title, cells: labelled)
        }
    }
}

/// What stands in one field of a table: a text, a moment, or a badge.
package struct CellView: Sendable, Equatable {
    package let label: String
    package let isNumber: Bool
    package let text: String?
    /// A word so long that it may be broken, such as an address.
    package let breaks: Bool
    package let href: String?
    package let time: TimeView?
    package let badge: BadgeView?

    private init(
        label: String = "", isNumber: Bool = false, text: String? = nil, href: String? = nil, time: TimeView? = nil,
        badge: BadgeView? = nil
    ) {
        (self.label, self.isNumber, self.text) = (label, isNumber, text)
        breaks = text.map { $0.split(separator: " ").contains { $0.utf8.count > 20 } } ?? false
        (self.href, self.time, self.badge) = (href, time, badge)
    }

    package static let empty = CellView()
    package static func text(_ text: String?) -> CellView { CellView(text: text) }
    package static func link(_ text: String, to href: String) -> CellView { CellView(text: text, href: href) }
    package static func time(_ time: TimeView?) -> CellView { CellView(time: time) }
    package static func badge(_ badge: BadgeView) -> CellView { CellView(badge: badge) }

    fileprivate func labelled(_ column: TableView.Column) -> CellView {
        CellView(label: column.label, isNumber: column.isNumber, text: text, href: href, time: time, badge: badge)
    }
}

/// A state in one word, and whether it is a good one.
package struct BadgeView: Sendable, Equatable {
    package enum Tone: String, Sendable { case plain = "", good, warn, bad }

    package let text: String
    package let tone: String

    package init(_ text: String, _ tone: Tone = .plain) { (self.text, self.tone) = (text, tone.rawValue) }
}
