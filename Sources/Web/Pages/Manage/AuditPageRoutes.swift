import HTTPTypes
package import Hummingbird
import Kernel
import NIOCore
package import PortalDomain

/// Settings → Audit log (contract O51): the list, and the whole of it as CSV and JSON Lines. For owners and admins.
package struct AuditPageRoutes: Sendable {
    private static let path = "/manage/settings/audit"
    private static let pageSize = 50
    private static let exportBatch = 500

    private let pages: PageResponder
    private let useCases: UseCases

    package init(pages: PageResponder, useCases: UseCases) { (self.pages, self.useCases) = (pages, useCases) }

    package func add(to router: some RouterMethods<AppContext>) {
        let pages = PageRouter(router, self.pages)
        pages.get("/manage/settings/audit", for: .managers, use: list)
        pages.get("/manage/settings/audit.csv", for: .managers) { try export(.csv, $0) }
        pages.get("/manage/settings/audit.jsonl", for: .managers) { try export(.lines, $0) }
    }

    /// `?action=&actor=&before=`: the last is the id of the event to go on after.
    @Sendable private func list(_ context: SignedInContext) async throws -> Response {
        let query = try context.page.query()
        let filter = Self.filter(query)
        let before = query["before"].flatMap { Identifier<AuditEventKind>($0) }
        let found = try await useCases.auditLog.list(
            in: .portal(context.portal.id), matching: filter, older: before, limit: Self.pageSize + 1)
        let shown = found.prefix(Self.pageSize)
        let texts = context.texts
        let names = texts.keys.filter { $0.hasPrefix("event.") }.map { String($0.dropFirst(6)) }.sorted()
        let view = AuditPage(
            actor: filter.actor,
            actions: names.map { OptionView(value: $0, label: texts.event($0), isSelected: $0 == filter.action) },
            events: shown.map { row($0, context) },
            olderHref: found.count > Self.pageSize ? Self.href("", filter, before: shown.last?.id) : nil,
            newestHref: before == nil ? nil : Self.href("", filter), csvHref: Self.href(".csv", filter),
            linesHref: Self.href(".jsonl", filter))
        return try context.answer(view, titled: texts("audit.title"), in: .audit)
    }

    private func row(_ event: RecordedEvent, _ context: SignedInContext) -> AuditRow {
        AuditRow(
            time: context.times.view(event.at), actor: event.shownActor(context.texts), name: event.action,
            text: context.texts.event(event.textName), object: event.shownObject,
            address: event.address.isEmpty ? nil : event.address, before: event.before, after: event.after)
    }

    private static func filter(_ query: FormFields) -> AuditFilter {
        AuditFilter(action: query["action"] ?? "", actor: query["actor"] ?? "")
    }

    private static func href(
        _ ending: String, _ filter: AuditFilter, before: Identifier<AuditEventKind>? = nil
    ) -> String {
        var fields: [(name: String, value: String)] = []
        if !filter.action.isEmpty { fields.append(("action", filter.action)) }
        if !filter.actor.isEmpty { fields.append(("actor", filter.actor)) }
        if let before { fields.append(("before", before.text)) }
        return fields.isEmpty ? path + ending : "\(path)\(ending)?\(PercentEncoding.query(fields))"
    }

    /// Streams all events in batches, newest first: the log has no upper limit.
    private func export(_ format: AuditExport, _ context: SignedInContext) throws -> Response {
        let filter = Self.filter(try context.page.query())
        let (log, scope) = (useCases.auditLog, AuditEvent.Scope.portal(context.portal.id))
        var headers = pages.plainHeaders()
        headers[.contentType] = format.contentType
        headers[.contentDisposition] = "attachment; filename=\"audit-\(context.portal.slug)\(format.ending)\""
        let body = ResponseBody { writer in
            if let head = format.head { try await writer.write(ByteBuffer(string: head)) }
            var last: Identifier<AuditEventKind>?
            while true {
                let events = try await log.list(in: scope, matching: filter, older: last, limit: Self.exportBatch)
                if !events.isEmpty { try await writer.write(ByteBuffer(string: events.map(format.line).joined())) }
                guard events.count == Self.exportBatch, let id = events.last?.id else { break }
                last = id
            }
            try await writer.finish(nil)
        }
        return Response(status: .ok, headers: headers, body: body)
    }
}
