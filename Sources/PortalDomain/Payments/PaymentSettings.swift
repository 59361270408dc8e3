package import Kernel
package import Persistence

/// How a portal takes money: with which provider, and with which key of its own there.
package struct PaymentSettings: Sendable {
    package struct Values: Sendable, Equatable {
        /// Nil: the portal takes no payments.
        package let integration: PaymentIntegration?
        package let hasMollieKey: Bool
        /// Whether the first term of a subscription without a mandate is charged (contract api-v1, 4.8).
        package let chargesFirstTerm: Bool
        /// Whether customers are mailed the invoices of their terms (contract api-v1, 5.3).
        package let mailsInvoices: Bool

        static let standard = Values(
            integration: .sandbox, hasMollieKey: false, chargesFirstTerm: true, mailsInvoices: true)
    }

    /// What an owner says. Checked: a provider that needs a key has one.
    package struct Wish: Sendable {
        package let integration: PaymentIntegration?
        /// Nil: as it is.
        package let mollieKey: Secret<String>?
        /// Whether the key that there is goes.
        package let forgetsKey: Bool
        package let chargesFirstTerm: Bool
        package let mailsInvoices: Bool

        /// - Parameters:
        ///   - integration: the word for one, or `none`.
        ///   - mollieKey: empty: as it is.
        package init(
            integration: String, mollieKey: String, forgetsKey: Bool = false, chargesFirstTerm: Bool,
            mailsInvoices: Bool = true, present: Values
        ) throws(RefusedForm) {
            var problems: [FormProblem] = []
            let known = PaymentIntegration(rawValue: integration)
            if known == nil, integration != "none" {
                problems.append(FormProblem("integration", "error.payments.integration"))
            }
            let key = PublicName.trimmed(mollieKey)
            if !key.isEmpty {
                if !Self.isKey(key) { problems.append(FormProblem("mollie_key", "error.payments.key")) }
            } else if known == .mollie, forgetsKey || !present.hasMollieKey {
                problems.append(FormProblem("mollie_key", "error.payments.key.missing"))
            }
            guard problems.isEmpty else { throw RefusedForm(problems) }
            (self.integration, self.chargesFirstTerm, self.mailsInvoices) = (known, chargesFirstTerm, mailsInvoices)
            self.mollieKey = key.isEmpty ? nil : Secret(key)
            self.forgetsKey = forgetsKey && key.isEmpty
        }

        /// `live_…` or `test_…`, and nothing that could break out of a header.
        private static func isKey(_ text: String) -> Bool {
            guard text.hasPrefix("live_") || text.hasPrefix("test_") else { return false }
            return (20...100).contains(text.utf8.count)
                && text.utf8.allSatisfy { PercentEncoding.isUnreserved($0) && $0 != UInt8(ascii: "~") }
        }
    }

    private let database: any SQLDatabase
    private let journal: Journal
    private let box: SecretBox

    package init(database: any SQLDatabase, journal: Journal, box: SecretBox) {
        (self.database, self.journal, self.box) = (database, journal, box)
    }

    package func find(in portal: PortalID) async throws(StorageError) -> Values {
        try await database.first(Self.select(portal), as: Self.values) ?? .standard
    }

    /// Whoever leaves the sandbox has tried enough: what is open there is cancelled, and the subscriptions go on at the provider that is
    /// chosen (decision 0043).
    ///
    /// - Returns: false if nothing was different.
    package func change(
        to wish: Wish, in portal: PortalID, by actor: AuditEvent.Actor
    ) async throws -> Bool {
        let sealed = try wish.mollieKey.map { try box.seal(Array($0.expose().utf8), of: Self.owner(portal)) }
        let journal = journal
        return try await database.write { connection throws(StorageError) -> Bool in
            try Portals.lock(portal, on: connection)
            let row = try connection.first(Self.select(portal))
            let old = try row.map { row throws(StorageError) in try Self.values(row) } ?? .standard
            let new = Values(
                integration: wish.integration, hasMollieKey: sealed != nil || old.hasMollieKey && !wish.forgetsKey,
                chargesFirstTerm: wish.chargesFirstTerm, mailsInvoices: wish.mailsInvoices)
            guard old != new || sealed != nil else { return false }
            try Self.save(new, sealed: sealed, in: portal, on: connection)
            try journal.record(
                AuditEvent(
                    "payment_settings.changed", in: .portal(portal), by: actor,
                    on: .init(kind: "portal", id: portal.text), before: old.facts,
                    after: new.facts(withNewKey: sealed != nil)), on: connection)
            if new.integration != old.integration {
                try Self.endTrials(in: portal, for: new.integration, by: actor, journal, on: connection)
            }
            return true
        }
    }

    private static func endTrials(
        in portal: PortalID, for integration: PaymentIntegration?, by actor: AuditEvent.Actor, _ journal: Journal,
        on connection: any SQLConnection
    ) throws(StorageError) {
        guard integration != .sandbox else { return }
        for payment in try Payments.cancelTrials(in: portal, on: connection) {
            try Payments.record(payment, journal, on: connection)
            guard payment.purpose == .term else { continue }
            try journal.announce(.subscriptionPaymentUpdated, .subscriptionPayment(payment), in: portal, on: connection)
        }
        guard let integration else { return }
        for subscription in try Subscriptions.moveTrials(to: integration, in: portal, on: connection) {
            try journal.record(
                AuditEvent(
                    "subscription.edited", in: .portal(portal), by: actor, on: subscription.auditObject,
                    after: .facts(["integration": integration.rawValue, "mandate": nil])), on: connection)
            try journal.announce(.subscriptionUpdated, .subscription(subscription), in: portal, on: connection)
        }
    }

    /// The portal's key at a provider; nil if it has none, or it was sealed under another key of the server.
    func key(for integration: PaymentIntegration, in portal: PortalID) async throws(StorageError) -> Secret<String>? {
        switch integration {
        case .sandbox: return Secret("")
        case .mollie:
            guard let sealed = try await database.first(Self.select(portal))?.optionalText("mollie_key"),
                let bytes = box.open(sealed, of: Self.owner(portal))
            else { return nil }
            return Secret(String(decoding: bytes, as: UTF8.self))
        }
    }

    private static func owner(_ portal: PortalID) -> String { "mollie key of \(portal)" }
}

extension PaymentSettings.Values {
    var facts: JSONValue { facts(withNewKey: false) }

    /// The key itself is in no log.
    func facts(withNewKey hasNewKey: Bool) -> JSONValue {
        .facts([
            "integration": integration?.rawValue, "mollie_key": hasNewKey ? "new" : hasMollieKey ? "set" : nil,
            "first_payment": chargesFirstTerm ? "on" : "off", "mail_invoices": mailsInvoices ? "on" : "off",
        ])
    }
}
