package import Kernel
package import Persistence

/// Sign-ups for packages: of customers, and of those who become one by paying (contract api-v1, 4.8).
package struct SignUps: Sendable {
    let database: any SQLDatabase
    let journal: Journal
    let ambient: Ambient
    private let zones: TimeZones

    package init(database: any SQLDatabase, journal: Journal, ambient: Ambient, zones: TimeZones) {
        (self.database, self.journal, self.ambient, self.zones) = (database, journal, ambient, zones)
    }

    // MARK: - Of a customer

    /// What a customer signs up with.
    package struct Wish: Sendable {
        package let customer: CustomerID
        package let startsOn: CalendarDate
        package let mandate: String?
        package let createsInvoice: Bool
        /// Nil: the package's name.
        package let invoiceText: String?

        package init(
            customer: CustomerID, startsOn: CalendarDate, mandate: String?, createsInvoice: Bool, invoiceText: String?
        ) {
            (self.customer, self.startsOn, self.mandate) = (customer, startsOn, mandate)
            (self.createsInvoice, self.invoiceText) = (createsInvoice, invoiceText)
        }
    }

    package enum Outcome: Sendable, Equatable {
        case subscribed(Subscription)
        case noPackage, noCustomer
        /// A mandate was named, and the portal takes no payments.
        case noProvider
        /// Nobody knows that the customer gave it.
        case unknownMandate
    }

    /// Without a mandate the first term is mailed to the customer as an open payment, and the mandate that comes with it charges the later
    /// ones; nothing is charged where the portal does not charge first terms.
    package func subscribe(
        _ wish: Wish, to package: SubscriptionPackageID, in portal: PortalID, by actor: AuditEvent.Actor,
        keeping keeper: AnswerKeeper<Subscription>? = nil
    ) async throws(StorageError) -> Outcome {
        let (id, now): (SubscriptionID, Timestamp) = (ambient.makeID(), ambient.now())
        return try await database.writeAcrossKeys { [journal, zones] connection throws(StorageError) in
            guard let row = try connection.first(SubscriptionPackages.selection(of: package, in: portal)) else {
                return .noPackage
            }
            guard try connection.first(Customers.selection(of: wish.customer, in: portal)) != nil else {
                return .noCustomer
            }
            let package = try SubscriptionPackages.package(row)
            let settings = try PaymentSettings.find(in: portal, on: connection)
            var charging: Subscription.Charging?
            if let integration = settings.integration {
                if wish.mandate != nil || settings.chargesFirstTerm {
                    charging = try Subscriptions.completed(
                        .init(through: integration, mandate: wish.mandate), for: wish.customer, in: portal,
                        on: connection)
                    if charging == nil { return .unknownMandate }
                }
            } else if wish.mandate != nil {
                return .noProvider
            }
            let new = NewSubscription(
                customer: wish.customer, description: package.name, startsOn: wish.startsOn,
                interval: package.interval, amount: package.amount, vatRate: package.vatRate,
                createsInvoice: wish.createsInvoice,
                invoiceDescription: wish.createsInvoice ? wish.invoiceText ?? package.name : nil, charging: charging)
            let zone = try Portals.zone(of: portal, zones, on: connection)
            let subscription = new.subscription(id, at: now, today: zone.date(at: now))
            try Subscriptions.add(subscription, zone, in: portal, by: actor, journal, on: connection)
            try keeper?.keep(subscription, on: connection)
            return .subscribed(subscription)
        }
    }

    // MARK: - Of somebody new

    package enum Application: Sendable, Equatable {
        case pending(SignUp)
        case noPackage
        case noProvider
    }

    package func apply(
        _ applicant: Applicant, for package: SubscriptionPackageID, in portal: PortalID, by actor: AuditEvent.Actor,
        keeping keeper: AnswerKeeper<SignUp>? = nil
    ) async throws(StorageError) -> Application {
        let (id, now) = (SignUpID(ambient), ambient.now())
        return try await database.write { [journal] connection throws(StorageError) in
            guard let row = try connection.first(SubscriptionPackages.selection(of: package, in: portal)) else {
                return .noPackage
            }
            guard try PaymentSettings.find(in: portal, on: connection).integration != nil else { return .noProvider }
            let package = try SubscriptionPackages.package(row)
            let signUp = SignUp(
                id: id, portal: portal, name: package.name, interval: package.interval, amount: package.amount,
                vatRate: package.vatRate, companyName: applicant.companyName, address: applicant.address,
                zipCode: applicant.zipCode, city: applicant.city, email: applicant.email, createdAt: now,
                expiresAt: now + SignUp.lifetime, subscription: nil)
            try Self.insert(signUp, on: connection)
            // Without the applicant's data: what expires leaves nothing, and the audit log stays.
            try journal.record(
                AuditEvent(
                    "sign_up.created", in: .portal(portal), by: actor, on: signUp.auditObject,
                    after: .facts(["package": package.id.text])), on: connection)
            try keeper?.keep(signUp, on: connection)
            return .pending(signUp)
        }
    }

    /// For its page.
    package func find(_ id: SignUpID) async throws(StorageError) -> SignUp? {
        try await database.first(Self.selection(of: id), as: Self.signUp)
    }

    /// Makes the payment of the first term, or finds the one that was begun.
    package func begin(
        _ id: SignUpID, in portal: PortalID
    ) async throws(StorageError) -> PaymentBeginning<SignUp> {
        let (now, seed) = (ambient.now(), PaymentSeed(SubscriptionPaymentKind.self, ambient))
        return try await database.write { [journal] connection throws(StorageError) in
            guard let signUp = try Self.lock(id, in: portal, on: connection) else { return .notFound }
            guard signUp.isOpen(at: now) else { return .over(signUp) }
            return try Payments.begin(
                seed, for: .signUp, of: id.text, signUp.name, signUp.amount, in: portal, journal, on: connection)
        }
    }

    /// What the ids of whoever comes with a payment are: made before the transaction.
    struct Newcomer: Sendable {
        let customer: CustomerID
        let subscription: SubscriptionID

        init(_ ambient: Ambient) { (customer, subscription) = (ambient.makeID(), ambient.makeID()) }
    }

    /// The first term is paid: makes the customer and the subscription, and the payment its first one, in the payment's transaction.
    ///
    /// A second payment of the same sign-up makes nothing new: it shows up beside the first, for the portal's owner to give back.
    static func settle(
        _ payment: Payment, _ report: PaymentReport, _ newcomer: Newcomer, at now: Timestamp, _ zone: TimeZoneTable,
        _ journal: Journal, on connection: any SQLConnection
    ) throws(StorageError) {
        let portal = payment.portal
        guard let signUp = try lock(SignUpID(stored: payment.subject), in: portal, on: connection) else { return }
        let first: Payment?
        if let known = signUp.subscription {
            guard let row = try connection.first(Subscriptions.selection(of: known, in: portal)) else { return }
            let subscription = try Subscriptions.subscription(row)
            let attempt = try attempts(at: subscription.startsOn, of: known, in: portal, on: connection) + 1
            first = try hand(
                payment, to: known,
                for: .init(
                    startsOn: subscription.startsOn,
                    endsOn: subscription.interval.term(
                        after: subscription.startsOn, keepingDay: subscription.startsOn.day),
                    attempt: attempt), on: connection)
        } else {
            let today = zone.date(at: now)
            let new = NewCustomer(
                companyName: signUp.companyName, address: signUp.address, zipCode: signUp.zipCode, city: signUp.city,
                primaryEmail: signUp.email)
            let customer = new.customer(newcomer.customer)
            try Customers.add(customer, in: portal, by: .system, journal, on: connection)
            var subscription = NewSubscription(
                customer: customer.id, description: signUp.name, startsOn: today, interval: signUp.interval,
                amount: signUp.amount, vatRate: signUp.vatRate,
                charging: .init(through: payment.integration, mandate: report.mandate, giver: report.customer)
            ).subscription(newcomer.subscription, at: now, today: today)
            let term = Payment.Term(startsOn: today, endsOn: subscription.nextRenewal)
            // The first term is paid.
            subscription.renewsOn = term.endsOn
            try Subscriptions.add(subscription, zone, in: portal, by: .system, journal, on: connection)
            try settle(signUp.id, by: subscription.id, in: portal, on: connection)
            first = try hand(payment, to: subscription.id, for: term, on: connection)
        }
        guard let first else { return }
        try journal.announce(.subscriptionPaymentCreated, .subscriptionPayment(first), in: portal, on: connection)
    }

    // MARK: - In the background

    /// Seconds that a provider has to report after the end.
    static let patience: Int64 = 7 * 86_400

    /// Deletes what has had its time: what nobody paid leaves nothing.
    /// - Returns: how many.
    @discardableResult
    package func expire(limit: Int = 100) async throws(StorageError) -> Int {
        let now = ambient.now()
        let rows = try await database.rows(Self.selectOver(at: now, late: now - Self.patience, limit: limit))
        for row in rows {
            let (id, portal): (SignUpID, PortalID) = (SignUpID(stored: try row.text("id")), try row.id("portal_id"))
            _ = try await database.write { connection throws(StorageError) in
                try Self.delete(id, in: portal, at: now, on: connection)
            }
        }
        return rows.count
    }
}
