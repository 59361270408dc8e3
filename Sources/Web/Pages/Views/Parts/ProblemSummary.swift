/// The list above a refused form: every problem once, each a link to its field.
package struct ProblemSummary: Sendable, Equatable {
    package let items: [ProblemView]

    /// Nil when nothing is wrong. `general` belongs to no field; the others are pairs of the field's id and its error.
    package init?(_ general: String?, _ fields: (id: String, error: String?)...) { self.init(general, fields) }

    package init?(_ general: String? = nil, _ fields: [(id: String, error: String?)]) {
        var items: [ProblemView] = []
        if let general { items.append(ProblemView(text: general, href: nil)) }
        for field in fields {
            if let error = field.error { items.append(ProblemView(text: error, href: "#\(field.id)")) }
        }
        guard !items.isEmpty else { return nil }
        self.items = items
    }
}

/// One line of the summary.
package struct ProblemView: Sendable, Equatable {
    package let text: String
    package let href: String?
}
