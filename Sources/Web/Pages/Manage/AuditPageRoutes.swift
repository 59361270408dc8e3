import HTTPTypes
package import Hummingbird
import Kernel
import NIOCore
package import PortalDomain

/// Settings → Audit log (contract O51): the list, and all that a filter finds as CSV and JSON Lines. For owners and admins.
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

    /// The parameters are those of `AuditQuery`. A date that is none is a 422 that shows the form again, and no events.
    @Sendable private func list(_ context: SignedInContext) async throws -> Response {
        let query = AuditQuery(try context.page.query(), context.times)
        var found: [RecordedEvent] = []
        if let filter = query.filter {
            found = try await useCases.auditLog.list(
                in: .portal(context.portal.id), matching: filter, older: query.before, limit: Self.pageSize + 1)
        }
        let shown = found.prefix(Self.pageSize)
        let texts = context.texts
        let view = AuditPage(
            form: try await form(query, context), events: shown.map { row($0, context) },
            olderHref: found.count > Self.pageSize ? Self.path + query.link(before: shown.last?.id) : nil,
            newestHref: query.before == nil ? nil : Self.path + query.link(),
            csvHref: "\(Self.path).csv\(query.link())", linesHref: "\(Self.path).jsonl\(query.link())")
        return try context.answer(
            view, titled: texts("audit.title"), in: .audit, status: query.filter == nil ? .unprocessableContent : .ok)
    }

    private func form(_ query: AuditQuery, _ context: SignedInContext) async throws -> AuditForm {
        let texts = context.texts
        let names = texts.keys.filter { $0.hasPrefix("event.") }.map { String($0.dropFirst(6)) }.sorted()
        let portal = context.portal.id
        let apps = try await useCases.connectedApps.everConnected(to: portal).map {
            OptionView(value: $0.id.text, label: $0.name, isSelected: $0.id.text == query.about)
        }
        let keys = try await useCases.apiKeys.list(in: portal).map {
            OptionView(value: $0.id.text, label: "\($0.name) · \($0.shown)", isSelected: $0.id.text == query.about)
        }
        let isListed = query.about.isEmpty || (apps + keys).contains { $0.isSelected }
        return AuditForm(
            actor: query.actor, object: query.object,
            actions: names.map { OptionView(value: $0, label: texts.event($0), isSelected: $0 == query.action) },
            otherAction: query.action.isEmpty || names.contains(query.action) ? nil : query.action,
            apps: apps, keys: keys, otherCredential: isListed ? nil : query.about,
            from: FieldView(value: query.from, error: query.fromError.map { texts($0) }),
            to: FieldView(value: query.to, error: query.toError.map { texts($0) }),
            clearHref: query.link().isEmpty ? nil : Self.path)
    }

    private func row(_ event: RecordedEvent, _ context: SignedInContext) -> AuditRow {
        AuditRow(
            time: context.times.view(event.at), actor: event.shownActor(context.texts), name: event.action,
            text: context.texts.event(event.textName), object: event.shownObject,
            address: event.address.isEmpty ? nil : event.address, before: event.before, after: event.after)
    }

    /// Streams all events that the filter finds in batches, newest first: the log has no upper limit.
    private func export(_ format: AuditExport, _ context: SignedInContext) throws -> Response {
        let query = AuditQuery(try context.page.query(), context.times)
        // A file has no form to show again; half a filter would be a file of something else.
        guard let filter = query.filter else { throw PageError.badRequest }
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
