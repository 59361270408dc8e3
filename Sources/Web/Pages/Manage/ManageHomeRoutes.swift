package import Hummingbird
import Kernel
package import PortalDomain

/// `/manage`: the portal at a glance.
package struct ManageHomeRoutes: Sendable {
    private static let months = 12
    private static let events = 8

    private let pages: PageResponder
    private let useCases: UseCases

    package init(pages: PageResponder, useCases: UseCases) { (self.pages, self.useCases) = (pages, useCases) }

    package func add(to router: some RouterMethods<AppContext>) {
        PageRouter(router, pages).get("/manage", for: .all, use: show)
    }

    @Sendable private func show(_ context: SignedInContext) async throws -> Response {
        let (texts, times) = (context.texts, context.times)
        let months = times.months(Self.months, before: context.page.now)
        let numbers = try await useCases.portals.overview(of: context.portal.id, between: months.boundaries)
        let managesAccess = context.membership.role.managesAccess
        let events =
            managesAccess ? try await useCases.auditLog.list(in: .portal(context.portal.id), limit: Self.events) : []
        let view = ManageHomePage(
            portalName: context.portal.name, customerCount: "\(numbers.customers)", keyCount: "\(numbers.keys)",
            appCount: "\(numbers.apps)", canManageAccess: managesAccess,
            chart: ChartView(
                title: texts("home.chart"), labelHead: texts("home.chart.month"),
                valueHead: texts("home.chart.customers"),
                points: zip(months.names, numbers.added).map { (label: $0, value: $1) }),
            events: events.map { event in
                EventLine(time: times.view(event.at), actor: event.shownActor(texts), text: texts.event(event.textName))
            })
        return try context.answer(view, titled: context.portal.name, in: .home)
    }
}

extension RecordedEvent {
    func shownActor(_ texts: Texts) -> String { actorKind == .system ? texts("audit.actor.system") : actorName }
    /// What it happened to, by the name that people know where the event tells it.
    var shownObject: String {
        for facts in [after, before].compactMap({ $0 }).compactMap({ try? JSONValue(parsing: $0.utf8) }) {
            for field in ["name", "companyName", "app", "email"] {
                if case .string(let name)? = facts[field] { return "\(name) · \(objectID)" }
            }
        }
        return "\(objectKind) \(objectID)"
    }
    /// As the translations name it.
    var textName: String { String(action.map { $0 == "-" ? "_" : $0 }) }
}
