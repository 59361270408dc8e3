import Kernel
import PortalDomain

/// `?action=&actor=&object=&about=&from=&to=&before=`: what the page of the audit log, its links and its exports are asked for.
struct AuditQuery {
    /// As typed, to be shown again. Dates are days where the portal is, both included: `2026-11-21`.
    let action: String
    let actor: String
    let object: String
    let about: String
    let from: String
    let to: String
    /// The id of the event to go on after.
    let before: Identifier<AuditEventKind>?

    /// The filter, where every date was one.
    let filter: AuditFilter?
    /// Keys of texts.
    let fromError: String?
    let toError: String?

    /// More than any name or id has.
    private static let limit = 255

    init(_ query: FormFields, _ times: PageTimes) {
        func text(_ name: String) -> String { String(PublicName.trimmed(query[name] ?? "").prefix(Self.limit)) }
        (action, actor, object, about) = (text("action"), text("actor"), text("object"), text("about"))
        (from, to) = (text("from"), text("to"))
        before = query["before"].flatMap { Identifier<AuditEventKind>($0) }
        let (first, last) = (CalendarDate(from), CalendarDate(to))
        fromError = first == nil && !from.isEmpty ? "audit.date.malformed" : nil
        toError = last == nil && !to.isEmpty ? "audit.date.malformed" : nil
        guard fromError == nil, toError == nil else {
            filter = nil
            return
        }
        var filter = AuditFilter()
        (filter.action, filter.actor, filter.object, filter.credential) = (action, actor, object, about)
        (filter.from, filter.until) = (first.map(times.start), last.map(times.end))
        self.filter = filter
    }

    /// The same question again, as the query of an address; empty or beginning with `?`.
    func link(before id: Identifier<AuditEventKind>? = nil) -> String {
        var fields: [(name: String, value: String)] = [
            (name: "action", value: action), ("actor", actor), ("object", object), ("about", about), ("from", from),
            ("to", to), ("before", id?.text ?? ""),
        ]
        fields.removeAll { $0.value.isEmpty }
        return fields.isEmpty ? "" : "?\(PercentEncoding.query(fields))"
    }
}
