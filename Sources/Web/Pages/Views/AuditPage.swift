/// `/manage/settings/audit` (contract O51).
package struct AuditPage: Page {
    package static let template = "audit"

    package let form: AuditForm
    package let events: [AuditRow]
    /// Link to older events, with the filter kept.
    package let olderHref: String?
    package let newestHref: String?
    package let csvHref: String
    package let linesHref: String
    package let hasEvents: Bool
    package let hasPager: Bool

    package init(
        form: AuditForm,
        events: [AuditRow],
        olderHref: String?,
        newestHref: String?,
        csvHref: String,
        linesHref: String
    ) {
        self.form = form
        self.events = events
        self.olderHref = olderHref
        self.newestHref = newestHref
        self.csvHref = csvHref
        self.linesHref = linesHref
        self.hasEvents = !events.isEmpty
        hasPager = olderHref != nil || newestHref != nil
    }
}

/// What the log can be searched for, and what it is searched for now.
package struct AuditForm: Sendable, Equatable {
    package let actor: String
    package let object: String
    package let actions: [OptionView]
    /// The beginning of an event's name that is no choice of the list, such as `api_key.` in a link.
    package let otherAction: String?
    package let apps: [OptionView]
    package let keys: [OptionView]
    /// The id of an app or key that is not in the lists, such as a key that was revoked.
    package let otherCredential: String?
    package let from: FieldView
    package let to: FieldView
    /// Nil if nothing is filtered.
    package let clearHref: String?

    package init(
        actor: String = "",
        object: String = "",
        actions: [OptionView] = [],
        otherAction: String? = nil,
        apps: [OptionView] = [],
        keys: [OptionView] = [],
        otherCredential: String? = nil,
        from: FieldView = FieldView(),
        to: FieldView = FieldView(),
        clearHref: String? = nil
    ) {
        self.actor = actor
        self.object = object
        self.actions = actions
        self.otherAction = otherAction
        self.apps = apps
        self.keys = keys
        self.otherCredential = otherCredential
        self.from = from
        self.to = to
        self.clearHref = clearHref
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
