import Kernel
import PortalDomain

/// Makes one portal of the demo data with its people, customers, groups and keys; or completes it.
struct DemoPortalMaker: Sendable {
    private let bench: Workbench
    private let plan: DemoPlan.Portal

    init(_ bench: Workbench, _ plan: DemoPlan.Portal) { (self.bench, self.plan) = (bench, plan) }

    private enum Key {
        static let full = "Webwinkel"
        static let readOnly = "Rapportage (alleen lezen)"
    }

    /// - Parameter keep: writes down what cannot be made twice.
    func complete(_ known: DemoPortal, keep: (DemoPortal) throws -> Void) async throws -> DemoPortal {
        guard !known.isComplete else { return known }
        var demo = known
        let now = bench.ambient.now()
        let opening = now - DemoPlan.age
        let portal = try await portal(demo, at: opening)
        demo.id = portal.id.text
        let owner = try await user(demo.owner.email)
        let actor = owner.actor(at: "127.0.0.1")
        try await employee(demo.employee, of: portal, at: opening + 30 * 86_400, by: actor)

        let customers = try await customers(of: portal, from: opening, to: now, by: actor)
        try await groups(of: portal, customers, at: opening + 60 * 86_400, by: actor)
        try await DemoWorkMaker(bench, portal, employee: plan.employeeName, customers, by: actor).make()
        try await DemoPapers(bench, portal, by: actor)?.complete(for: customers)
        try await DemoPayments(bench: bench, portal: portal, actor: actor).make(for: customers, until: now)
        try await DemoFileMaker(bench, portal, by: actor).make()
        demo.customer = customers.first.map { DemoCustomer(id: $0.id.text, email: $0.primaryEmail.text) }

        try await DemoWebhooks(bench.at(opening + 90 * 86_400)).make(in: portal, by: actor)

        if demo.apiKey == nil {
            demo.apiKey = try await key(Key.full, .all, in: portal, for: owner.id, by: actor)
            try keep(demo)
        }
        if demo.apiKeyReadOnly == nil {
            demo.apiKeyReadOnly = try await key(Key.readOnly, .allReads, in: portal, for: owner.id, by: actor)
        }
        try keep(demo)
        return demo
    }

    private func portal(_ demo: DemoPortal, at moment: Timestamp) async throws -> Portal {
        if let portal = try await bench.useCases.portals.find(slug: plan.slug) { return portal }
        guard let email = AccountEmail(demo.owner.email) else {
            throw Trouble("The demo data has a malformed address.")
        }
        try await requireNoAccount(email)
        let hash = try await bench.useCases.hasher.hash(try Password(demo.owner.password))
        let creation = try await bench.at(moment).useCases.portals.create(
            NewPortal(slug: plan.slug, name: plan.name),
            owner: NewMember(email: email, name: plan.ownerName, role: .owner, password: hash), by: .commandLine)
        guard case .created(let portal, _, _) = creation else {
            throw Trouble("The portal \(plan.slug) is being made by somebody else.")
        }
        return portal
    }

    private func employee(
        _ person: DemoSignIn, of portal: Portal, at moment: Timestamp, by actor: AuditEvent.Actor
    ) async throws {
        guard let email = AccountEmail(person.email), try await bench.useCases.users.find(email) == nil else { return }
        let hash = try await bench.useCases.hasher.hash(try Password(person.password))
        _ = try await bench.at(moment).useCases.memberships.add(
            NewMember(email: email, name: plan.employeeName, role: .employee, password: hash), to: portal, by: actor)
    }

    private func user(_ email: String) async throws -> User {
        guard let email = AccountEmail(email), let user = try await bench.useCases.users.find(email) else {
            throw Trouble("The account \(email) of the demo data is missing; use another database.")
        }
        return user
    }

    /// An account that is there already has a password that we do not know.
    private func requireNoAccount(_ email: AccountEmail) async throws {
        guard try await bench.useCases.users.find(email) == nil else {
            throw Trouble("The account \(email) exists already and is not of the demo data; use another database.")
        }
    }

    // MARK: - Customers

    /// All customers of the plan, in order. Each is made on the day that it came; those that are there are left alone.
    private func customers(
        of portal: Portal, from start: Timestamp, to end: Timestamp, by actor: AuditEvent.Actor
    ) async throws -> [Customer] {
        var inventor = CustomerInventor(seed: plan.seed)
        let history = History(plan.customers, from: start + 86_400, to: end - 3600, seed: plan.seed)
        let wanted = (0..<plan.customers).map { (new: inventor.invent(), at: history[$0]) }
        let there = Set(try await allCustomers(of: portal).map(\.primaryEmail))
        // Together, so that they share commits; and few enough for the queue of a database that has one connection for
        // each.
        let missing = wanted.filter { !there.contains($0.new.primaryEmail) }
        for start in stride(from: 0, to: missing.count, by: 16) {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (new, moment) in missing[start..<min(start + 16, missing.count)] {
                    group.addTask {
                        _ = try await bench.at(moment).useCases.customers.create(new, in: portal.id, by: actor)
                    }
                }
                try await group.waitForAll()
            }
        }
        let found = try await allCustomers(of: portal)
        return wanted.compactMap { wish in found.first { $0.primaryEmail == wish.new.primaryEmail } }
    }

    private func allCustomers(of portal: Portal) async throws -> [Customer] {
        try await bench.useCases.customers.list(PageRequest(start: .page(1), size: 1000), in: portal.id).entities
    }

    private func groups(
        of portal: Portal, _ customers: [Customer], at moment: Timestamp, by actor: AuditEvent.Actor
    ) async throws {
        let there = Set(
            try await bench.useCases.customerGroups.list(PageRequest(start: .page(1), size: 100), in: portal.id)
                .entities.map(\.name))
        for (position, group) in plan.groups.enumerated() where !there.contains(group.name) {
            let members = customers.enumerated().filter { $0.offset % group.every == 0 }.map(\.element.id)
            _ = try await bench.at(moment + Int64(position) * 86_400).useCases.customerGroups.create(
                named: group.name, with: members, in: portal.id, by: actor)
        }
    }

    // MARK: - Keys

    /// A new key. One of the same name is what an interrupted run made and could not write down.
    private func key(
        _ name: String, _ scopes: Scopes, in portal: Portal, for owner: UserID, by actor: AuditEvent.Actor
    ) async throws -> String {
        for key in try await bench.useCases.apiKeys.list(in: portal.id) where key.name == name {
            _ = try await bench.useCases.apiKeys.revoke(key.id, in: portal.id, by: actor)
        }
        let now = bench.ambient.now()
        let new = try NewAPIKey(NewAPIKey.Draft(name: name, scopes: scopes.names), at: now) { _ in now }
        guard
            case .created(_, let key) = try await bench.useCases.apiKeys.create(
                new, in: portal.id, for: owner, by: actor)
        else {
            throw Trouble("The portal \(portal.slug) has too many API keys.")
        }
        return key.secret.expose()
    }
}
