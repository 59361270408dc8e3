import HTTPTypes
package import Hummingbird
import Kernel
package import PortalDomain

/// Settings → People: who belongs to the portal, and as what. For owners and admins; owners answer to owners only.
package struct PeoplePageRoutes: Sendable {
    private static let path = "/manage/settings/people"

    private let pages: PageResponder
    private let useCases: UseCases

    package init(pages: PageResponder, useCases: UseCases) { (self.pages, self.useCases) = (pages, useCases) }

    package func add(to router: some RouterMethods<AppContext>) {
        let pages = PageRouter(router, self.pages)
        pages.get("/manage/settings/people", for: .managers, use: list)
        pages.get("/manage/settings/people/new", for: .managers, use: form)
        pages.post("/manage/settings/people", for: .managers, use: invite)
        pages.post("/manage/settings/people/{user}/invitation", for: .managers, use: resend)
        pages.post("/manage/settings/people/{user}/role", for: .managers, use: changeRole)
        pages.get("/manage/settings/people/{user}/remove", for: .managers, use: confirmRemoval)
        pages.post("/manage/settings/people/{user}/remove", for: .managers, use: remove)
    }

    @Sendable private func list(_ context: SignedInContext) async throws -> Response {
        let done = try context.page.query()["done"].flatMap(Done.init)
        return try await list(
            context, notice: done.map { NoticeView(text: context.texts("people.done.\($0.rawValue)")) })
    }

    private func list(
        _ context: SignedInContext, notice: NoticeView?, status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let (texts, own) = (context.texts, context.membership.role)
        let rows = try await useCases.memberships.list(in: context.portal.id).map { member in
            let path = "\(Self.path)/\(member.user)"
            return PersonRow(
                name: member.name, email: member.email, role: texts.role(member.role.rawValue),
                isYou: member.user == context.user.id, isPending: member.isPending,
                hasSecondFactor: member.hasSecondFactor, since: context.times.dayView(member.since),
                isManaged: own.manages(member.role), roles: roles(context, chosen: member.role.rawValue),
                roleAction: "\(path)/role", invitationAction: "\(path)/invitation", removeAction: "\(path)/remove")
        }
        return try context.answer(
            PeoplePage(people: rows), titled: texts("people.title"), in: .people, status: status, notice: notice)
    }

    /// The roles that somebody may give.
    private func roles(_ context: SignedInContext, chosen: String) -> [OptionView] {
        Role.allCases.filter(context.membership.role.manages).map { role in
            OptionView(
                value: role.rawValue, label: context.texts.role(role.rawValue),
                hint: context.texts("role.\(role.rawValue).hint"), isSelected: role.rawValue == chosen)
        }
    }

    // MARK: - Inviting

    @Sendable private func form(_ context: SignedInContext) throws -> Response {
        try show(context, FormFields([.init(name: "role", value: Role.employee.rawValue)]))
    }

    @Sendable private func invite(_ fields: FormFields, _ context: SignedInContext) async throws -> Response {
        let email = fields["email"] ?? ""
        guard let address = AccountEmail(email) else {
            let problem = email.isEmpty ? "error.email.required" : "error.email.malformed"
            return try show(context, fields, email: context.texts(problem))
        }
        guard let role = fields["role"].flatMap(Role.init(rawValue:)) else {
            return try show(context, fields, role: context.texts("error.unknown_option"))
        }
        let addition = try await useCases.memberships.add(
            NewMember(email: address, role: role), to: context.portal, by: context.actor)
        switch addition {
        case .added(_, invitation: nil): return redirect(.added, context)
        case .added: return redirect(.invited, context)
        case .alreadyMember: return try show(context, fields, email: context.texts("error.people.member"))
        case .forbidden: throw PageError.forbidden
        case .testPortal: return try show(context, fields, email: context.texts("error.people.test_portal"))
        case .throttled(let seconds): throw PageError(.tooManyRequests, retryAfter: seconds)
        }
    }

    private func show(
        _ context: SignedInContext, _ fields: FormFields, email: String? = nil, role: String? = nil
    ) throws -> Response {
        let view = NewPersonPage(
            email: FieldView(value: fields["email"] ?? "", error: email),
            roles: roles(context, chosen: fields["role"] ?? ""), roleError: role)
        return try context.answer(
            view, titled: context.texts("people.invite"), in: .people,
            status: view.problems == nil ? .ok : .unprocessableContent)
    }

    @Sendable private func resend(_ fields: FormFields, _ context: SignedInContext) async throws -> Response {
        let resending = try await useCases.memberships.resendInvitation(
            to: context.page.id("user"), in: context.portal, by: context.actor)
        switch resending {
        case .sent: return redirect(.invited, context)
        case .notFound: throw PageError.notFound
        case .forbidden: throw PageError.forbidden
        case .throttled(let seconds): throw PageError(.tooManyRequests, retryAfter: seconds)
        case .joined:
            return try await list(
                context, notice: NoticeView(text: context.texts("error.people.joined"), isProblem: true),
                status: .conflict)
        }
    }

    // MARK: - Changing

    @Sendable private func changeRole(_ fields: FormFields, _ context: SignedInContext) async throws -> Response {
        guard let role = fields["role"].flatMap(Role.init(rawValue:)) else { throw PageError.badRequest }
        let change = try await useCases.memberships.changeRole(
            of: context.page.id("user"), in: context.portal.id, to: role, by: context.actor)
        return try await answer(change, .changed, context)
    }

    @Sendable private func confirmRemoval(_ context: SignedInContext) async throws -> Response {
        let id: UserID = try context.page.id("user")
        let members = try await useCases.memberships.list(in: context.portal.id)
        guard let member = members.first(where: { $0.user == id }) else { throw PageError.notFound }
        let texts = context.texts
        let view = ConfirmPage(
            heading: member.email, text: texts(member.isPending ? "people.withdraw.text" : "people.remove.text"),
            action: "\(Self.path)/\(id)/remove", button: texts(member.isPending ? "people.withdraw" : "people.remove"),
            cancelHref: Self.path)
        return try context.answer(view, titled: texts("people.remove"), in: .people)
    }

    @Sendable private func remove(_ fields: FormFields, _ context: SignedInContext) async throws -> Response {
        let change = try await useCases.memberships.remove(
            context.page.id("user"), from: context.portal.id, by: context.actor)
        return try await answer(change, .removed, context)
    }

    private enum Done: String { case invited, added, changed, removed }

    private func answer(
        _ change: Memberships.Change, _ done: Done, _ context: SignedInContext
    ) async throws -> Response {
        switch change {
        case .changed, .unchanged: return redirect(done, context)
        case .notFound: throw PageError.notFound
        case .forbidden: throw PageError.forbidden
        case .lastOwner:
            return try await list(
                context, notice: NoticeView(text: context.texts("error.people.last_owner"), isProblem: true),
                status: .conflict)
        }
    }

    private func redirect(_ done: Done, _ context: SignedInContext) -> Response {
        context.page.redirect(to: LocalPath("\(Self.path)?done=\(done.rawValue)") ?? "/manage")
    }
}
