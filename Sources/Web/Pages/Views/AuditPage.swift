/// `/manage/settings/audit` (contract O51).
package struct AuditPage: Page {
    package static let template = "audit"

    package let actor: String
    package let actions: [OptionView]
    package let events: [AuditRow]
    /// Link to older events, with the filter kept.
    package let olderHref: String?
    package let newestHref: String?
    package let csvHref: String
    package let linesHref: String
    package let hasEvents: Bool

    package init(
        actor: String = "",
        actions: [OptionView],
        events: [AuditRow],
        olderHref: String?,
        newestHref: String?,
        csvHref: String,
        linesHref: String
    ) {
        self.actor = actor
        self.actions = actions
        self.events = events
        self.olderHref = olderHref
        self.newestHref = newestHref
        self.csvHref = csvHref
        self.linesHref = linesHref
        self.hasEvents = !events.isEmpty
    }
}

/// One audit event. `before` and `after` are JSON, ready to show.
package struct AuditRow: Sendable, Equatable {
    package let time: TimeView
    package let actor: String
    /// The event's name, such as `api_key.created`, and the same in words.
    package let name: String
    package let text: String
    package let object: String
    package let address: String?
    package let before: String?
    package let after: String?
    package let hasDetails: Bool

    package init(
        time: TimeView,
        actor: String,
        name: String,
        text: String,
        object: String,
        address: String?,
        before: String?,
        after: String?
    ) {
        self.time = time
        self.actor = actor
        self.name = name
        self.text = text
        self.object = object
        self.address = address
        self.before = before
        self.after = after
        self.hasDetails = before != nil || after != nil
    }
}
