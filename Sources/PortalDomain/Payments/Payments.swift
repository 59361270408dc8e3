package import Kernel
package import Persistence

/// Payments of all purposes: begun at a provider, reported on by it, and each transition made once (contract api-v1, 5.1).
package struct Payments: Sendable {
    let database: any SQLDatabase
    let journal: Journal
    let ambient: Ambient
    let settings: PaymentSettings
    let zones: TimeZones
    let invoices: CustomerInvoices
    package let addresses: PaymentAddresses
    /// Nil: this server cannot reach it.
    private let mollie: (any PaymentProvider)?

    package init(
        database: any SQLDatabase, journal: Journal, ambient: Ambient, settings: PaymentSettings,
        zones: TimeZones, addresses: PaymentAddresses, invoices: CustomerInvoices, mollie: (any PaymentProvider)? = nil
    ) {
        (self.database, self.journal, self.ambient) = (database, journal, ambient)
        (self.settings, self.zones, self.addresses, self.mollie) = (settings, zones, addresses, mollie)
        self.invoices = invoices
    }

    package func find(code: String) async throws(StorageError) -> Payment? {
        guard !code.isEmpty, code.utf8.count <= 64 else { return nil }
        return try await database.first(Self.selection(code: code), as: Self.payment)
    }

    package func find(_ id: PaymentID, in portal: PortalID) async throws(StorageError) -> Payment? {
        try await database.first(Self.selection(of: id, in: portal), as: Self.payment)
    }

    // MARK: - At the provider

    /// Where a payer goes on.
    package enum Checkout: Sendable, Equatable {
        case at(String)
        /// Not open any more: the page of the payment tells what became of it.
        case over(Payment)
        /// The provider did not answer, or refused. The text is for the log.
        case failed(PaymentFault)
    }

    /// Makes sure that the payment exists at its provider. Whoever asks twice is led to the same checkout.
    package func checkout(_ payment: Payment) async throws(StorageError) -> Checkout {
        guard payment.isPayable else { return .over(payment) }
        guard try await isTaken(payment) else {
            return .failed(.refused("the portal takes no payments through \(payment.integration.rawValue) any more"))
        }
        if let address = payment.checkoutURL { return .at(address) }
        let begun: BegunPayment
        do throws(PaymentFault) {
            begun = try await begin(payment)
        } catch {
            return .failed(error)
        }
        try await note(begun, of: payment)
        guard let now = try await find(payment.id, in: payment.portal) else { return .over(payment) }
        guard let address = now.checkoutURL, now.isPayable else { return .over(now) }
        return .at(address)
    }

    /// Whether the portal still takes its payments through the provider of this one. If not, no money is taken by it; what its provider
    /// reports of it still counts (decision 0043).
    func isTaken(_ payment: Payment) async throws(StorageError) -> Bool {
        try await settings.find(in: payment.portal).integration == payment.integration
    }

    /// Whether the payer can do something about it now: pay it, or make another attempt.
    package func canBePaid(_ payment: Payment) async throws(StorageError) -> Bool {
        guard payment.isPayable || payment.canBeRepeated else { return false }
        return try await isTaken(payment)
    }

    func begin(_ payment: Payment) async throws(PaymentFault) -> BegunPayment {
        switch payment.integration {
        case .sandbox:
            return SandboxProvider(ambient: ambient).begin(payment, checkout: addresses.sandboxCheckout(of: payment))
        case .mollie:
            let (mollie, key) = try await connection(for: payment)
            let kind = try await kind(of: payment)
            let order = PaymentOrder(
                payment: payment.id, description: String(payment.description.prefix(255)), amount: payment.amount,
                kind: kind, returnURL: addresses.page(of: payment), reportURL: addresses.report(on: payment))
            return try await mollie.begin(order, with: key)
        }
    }

    /// Whoever pays the first term of a subscription gives the right to charge the others.
    private func kind(of payment: Payment) async throws(PaymentFault) -> PaymentOrder.Kind {
        if let mandate = payment.mandate { return .recurring(mandate: mandate, giver: try await giver(of: payment)) }
        do throws(StorageError) {
            return try await kind(ofUnmandated: payment)
        } catch {
            throw .unreachable("the store")
        }
    }

    /// Whom the provider knows as the giver of the mandate that a payment is charged by.
    func giver(of payment: Payment) async throws(PaymentFault) -> String {
        let subscription: Subscription?
        do throws(StorageError) {
            let id = SubscriptionID(stored: payment.subject)
            let row = try await database.first(Subscriptions.selection(of: id, in: payment.portal))
            subscription = try row.map { row throws(StorageError) in try Subscriptions.subscription(row) }
        } catch {
            throw .unreachable("the store")
        }
        guard let giver = subscription?.charging?.giver else { throw .refused("nobody knows whose mandate it is") }
        return giver
    }

    private func kind(ofUnmandated payment: Payment) async throws(StorageError) -> PaymentOrder.Kind {
        switch payment.purpose {
        case .link, .invoice: return .once
        case .term:
            let row = try await database.first(Customers.selectPayer(of: payment))
            return try row.map { row throws(StorageError) in
                .first(name: try row.text("company_name"), email: try row.text("primary_email"))
            } ?? .once
        case .signUp:
            let row = try await database.first(SignUps.selection(of: SignUpID(stored: payment.subject)))
            return try row.map { row throws(StorageError) in
                .first(name: try row.text("company_name"), email: try row.text("email"))
            } ?? .once
        }
    }

    func connection(
        for payment: Payment
    ) async throws(PaymentFault) -> (any PaymentProvider, Secret<String>) {
        guard let mollie else { throw .unreachable("this server has no way to \(payment.integration.rawValue)") }
        do throws(StorageError) {
            guard let key = try await settings.key(for: payment.integration, in: payment.portal) else {
                throw StorageError.invalid(detail: "")
            }
            return (mollie, key)
        } catch .invalid {
            throw .refused("the portal has no key for \(payment.integration.rawValue)")
        } catch {
            throw .unreachable("the store")
        }
    }

    func note(_ begun: BegunPayment, of payment: Payment) async throws(StorageError) {
        // What the provider reports may be lost on its way, so we ask as well.
        let isOver = payment.integration == .sandbox && payment.mandate == nil
        let step = isOver ? nil : ambient.now() + Self.pauses[0]
        _ = try await database.write { connection throws(StorageError) in
            try Self.note(begun, of: payment, nextStep: step, on: connection)
        }
    }

    // MARK: - Reports

    /// Applies what a provider says: each transition that fits once, with all that follows from it, in one transaction. Whatever is repeated,
    /// comes late or does not fit changes nothing and tells nobody.
    ///
    /// - Parameter integrationID: what the provider knows the payment by, if it told us in this report: it may be news.
    /// - Returns: the payment as it is now; nil if there is none.
    @discardableResult
    package func apply(
        _ report: PaymentReport, on integrationID: String? = nil, to id: PaymentID, in portal: PortalID
    ) async throws(StorageError) -> Payment? {
        let (now, newcomer) = (ambient.now(), SignUps.Newcomer(ambient))
        return try await database.writeAcrossKeys { connection throws(StorageError) in
            if let integrationID {
                try Self.learn(integrationID, of: id, in: portal, nextStep: now + Self.pauses[0], on: connection)
            }
            for status in report.statuses {
                guard
                    let payment = try Self.move(id, to: status, by: report, in: portal, at: now, on: connection)
                else { continue }
                try Self.record(payment, journal, on: connection)
                try follow(payment, report, newcomer, at: now, on: connection)
            }
            if report.refunded > .zero,
                try Self.note(refunded: report.refunded, of: id, in: portal, on: connection)
            {
                let event = AuditEvent(
                    "payment.refunded", in: .portal(portal), by: .system, on: .init(kind: "payment", id: id.text),
                    after: .facts(["refunded": report.refunded.description]))
                try journal.record(event, on: connection)
            }
            return try connection.first(Self.selection(of: id, in: portal), as: Self.payment)
        }
    }

    static func record(
        _ payment: Payment, _ journal: Journal, on connection: any SQLConnection
    ) throws(StorageError) {
        let facts: JSONValue = .facts([
            "status": payment.status.rawValue, "amount": payment.amount.description,
            "integration": payment.integration.rawValue, "for": payment.subject,
        ])
        let event = AuditEvent(
            "payment.\(payment.status.rawValue)", in: .portal(payment.portal), by: .system, on: payment.auditObject,
            after: facts)
        try journal.record(event, on: connection)
    }

    /// What the payer chose on the page of the sandbox.
    /// - Returns: the payment as it is now; nil if there is none that the sandbox takes.
    package func choose(_ status: PaymentStatus, for payment: Payment) async throws(StorageError) -> Payment? {
        guard payment.integration == .sandbox, payment.integrationID != nil, try await isTaken(payment) else {
            return nil
        }
        return try await apply(SandboxProvider(ambient: ambient).report(status), to: payment.id, in: payment.portal)
    }

    /// What came of a call-back.
    package enum Callback: Sendable, Equatable {
        case heard
        /// Nothing of ours: nothing to do.
        case unknown
        /// The provider could not be asked: it is to call again. The text is for the log.
        case failed(String)
    }

    /// The provider says that something happened to one of its payments. What did, it is asked itself: anybody can call us.
    package func callback(_ integrationID: String, for payment: Payment) async throws(StorageError) -> Callback {
        // Its call can overtake the answer in which we learn the id; then the payment's own data there says whose it is.
        guard payment.integration == .mollie, payment.integrationID == nil || payment.integrationID == integrationID
        else { return .unknown }
        switch await ask(integrationID, of: payment) {
        case .failure(let fault): return .failed("\(fault)")
        case .success(nil): return .unknown
        case .success(let report?):
            try await apply(report, on: integrationID, to: payment.id, in: payment.portal)
            return .heard
        }
    }

    private func ask(_ integrationID: String, of payment: Payment) async -> Result<PaymentReport?, PaymentFault> {
        // The sandbox has charged whatever it has taken.
        guard payment.integration != .sandbox else {
            return .success(payment.mandate == nil ? nil : SandboxProvider(ambient: ambient).charged)
        }
        do throws(PaymentFault) {
            let (mollie, key) = try await connection(for: payment)
            return .success(try await mollie.report(on: integrationID, of: payment.id, with: key))
        } catch {
            return .failure(error)
        }
    }

    // MARK: - In the background

    /// Seconds until the background looks at a payment again: what the provider reported may have been lost.
    static let pauses: [Int64] = [900, 3600, 4 * 3600, 12 * 3600, 86_400, 86_400, 86_400, 3 * 86_400, 7 * 86_400]
    /// Questions and charges under way at a time: while the provider is away, each waits for it in vain.
    private static let atOnce = 8

    /// Makes payments by mandate that are due, and asks after those whose outcome we do not know.
    /// - Returns: how many it looked at.
    @discardableResult
    package func takeSteps(limit: Int = 50) async throws(StorageError) -> Int {
        let now = ambient.now()
        let due = try await database.write { connection throws(StorageError) in
            try Self.takeDue(at: now, limit: limit, on: connection)
        }
        let fault = await withTaskGroup(of: StorageError?.self) { group in
            var fault: StorageError?
            for (place, (payment, steps)) in due.enumerated() {
                if place >= Self.atOnce, let ended = await group.next() { fault = ended ?? fault }
                group.addTask {
                    do throws(StorageError) {
                        try await step(payment, steps)
                        return nil
                    } catch {
                        return error
                    }
                }
            }
            return await group.reduce(fault) { $1 ?? $0 }
        }
        if let fault { throw fault }
        return due.count
    }

    private func step(_ payment: Payment, _ steps: Int) async throws(StorageError) {
        guard !payment.status.isOver else { return try await plan(nil, for: payment) }
        guard let integrationID = payment.integrationID else { return try await charge(payment) }
        if case .success(let report?) = await ask(integrationID, of: payment) {
            let after = try await apply(report, to: payment.id, in: payment.portal)
            if after?.status.isOver ?? true { return try await plan(nil, for: payment) }
        }
        try await plan(steps < Self.pauses.count ? ambient.now() + Self.pauses[steps] : nil, for: payment)
    }

    func plan(_ moment: Timestamp?, for payment: Payment) async throws(StorageError) {
        try await database.write { connection throws(StorageError) in
            try Self.plan(moment, for: payment, on: connection)
        }
    }
}
