package import Kernel
package import Persistence

/// The outbox of webhooks as the delivery sees it: deliveries that are due are claimed, sent, and written off.
///
/// A claim is nothing but a later time at which the delivery is due: a node that dies with one in its hands leaves one that becomes due again.
/// So each is delivered at least once, and the receiver tells a repetition by its `webhook-id`.
package struct WebhookQueue: Sendable {
    let database: any SQLDatabase
    let journal: Journal
    let ambient: Ambient
    let box: SecretBox
    let schedule: RetrySchedule

    /// Seconds in which a claimed delivery belongs to its node: more than the name, the connection and the answer may take.
    package static let claim: Int64 = 45
    /// Seconds of attempts that all failed after which a webhook is paused. Longer than one event is tried (three days and four hours
    /// by the contract's schedule), so it is never a single event that decides. Days without an attempt do not count.
    package static let patience: Int64 = 5 * 86_400

    package init(
        database: any SQLDatabase, journal: Journal, ambient: Ambient, box: SecretBox,
        schedule: RetrySchedule = .standard
    ) {
        (self.database, self.journal, self.ambient) = (database, journal, ambient)
        (self.box, self.schedule) = (box, schedule)
    }

    /// A delivery in this node's hands.
    package struct Claimed: Sendable {
        let portal: PortalID
        package let id: DeliveryID
        package let webhook: WebhookID
        package let event: EventID
        let type: String
        let body: String
        /// Counted from 1; this one included.
        package let attempt: Int
        let isSingle: Bool
        package let url: WebhookURL
        let sealedSecret: String
        let sealedSigningSecret: String
        let sendsSecret: Bool
        let token: String
    }

    /// How an attempt ended for the delivery.
    package enum Ending: Sendable, Equatable {
        case delivered, failed, postponed
        /// The webhook was deleted, or another node has claimed it meanwhile.
        case lost
    }

    /// The receivers that something is due for, whoever waits longest first.
    package func dueReceivers() async throws(StorageError) -> [String] {
        let now = ambient.now()
        var due: [(receiver: String, since: Int64)] = []
        for row in try await database.rows(Self.receivers) {
            guard let since = try row.optionalInteger("due_at"), since <= now.seconds else { continue }
            due.append((try row.text("receiver"), since))
        }
        return due.sorted { ($0.since, $0.receiver) < ($1.since, $1.receiver) }.map(\.receiver)
    }

    /// Takes what waits longest for one receiver. Less than asked for does not mean that nothing is left: see `Claim.isDry`.
    package func claim(from receiver: String, atMost count: Int) async throws(StorageError) -> Claim {
        let now = ambient.now()
        let token = Base64.encodeURL(ambient.randomBytes(12))
        return try await database.write { connection throws(StorageError) -> Claim in
            let rows = try connection.rows(Self.claim(from: receiver, atMost: count, token: token, at: now))
            var claimed: [Claimed] = []
            for row in rows {
                guard let delivery = try Self.withWebhook(row, token, at: now, on: connection) else { continue }
                claimed.append(delivery)
            }
            return Claim(deliveries: claimed, isDry: rows.isEmpty)
        }
    }

    package struct Claim: Sendable {
        package let deliveries: [Claimed]
        /// Nothing was due.
        package let isDry: Bool
    }

    /// The request of this attempt.
    package func call(for claimed: Claimed) throws(StorageError) -> WebhookCall {
        let secrets = try WebhookSecrets(
            published: claimed.sealedSecret, signing: claimed.sealedSigningSecret, of: claimed.webhook, in: box)
        return WebhookCall(claimed, secrets, at: ambient.now())
    }

    /// Writes down what came of an attempt.
    package func finish(_ claimed: Claimed, _ outcome: WebhookOutcome) async throws(StorageError) -> Ending {
        let now = ambient.now()
        switch outcome {
        case .interrupted: return .lost
        case .answered(let status, _) where (200..<300).contains(status):
            return try await database.write { connection throws(StorageError) -> Ending in
                try Self.noteSuccess(of: claimed.webhook, in: claimed.portal, on: connection)
                return try Self.finish(claimed, .delivered, status, nil, on: connection) ? .delivered : .lost
            }
        case .answered(let status, let asked):
            let fault: WebhookFault = (300..<400).contains(status) ? .redirect : .status
            return try await fail(claimed, status: status, fault, asked: asked, at: now)
        case .failed(let fault): return try await fail(claimed, status: nil, fault, asked: nil, at: now)
        }
    }

    private func fail(
        _ claimed: Claimed, status: Int?, _ fault: WebhookFault, asked: Int64?, at now: Timestamp
    ) async throws(StorageError) -> Ending {
        let pause = claimed.isSingle ? nil : schedule.pause(after: claimed.attempt, asked: asked, ambient)
        return try await database.write { [journal, schedule] connection throws(StorageError) -> Ending in
            guard
                let webhook = try Self.noteFailure(
                    of: claimed, at: now, within: schedule.longestSilence, on: connection)
            else { return .lost }
            let isOver = status == 410 || !webhook.isActive
            guard let pause, !isOver else {
                guard try Self.finish(claimed, .failed, status, fault, on: connection) else { return .lost }
                if status == 410 {
                    try Webhooks.deactivate(
                        .one(claimed.webhook, in: claimed.portal), because: .gone, at: now, journal, on: connection)
                } else {
                    try Self.pause(claimed, webhook, at: now, journal, on: connection)
                }
                return .failed
            }
            guard try Self.postpone(claimed, until: now + pause, status, fault, on: connection) else { return .lost }
            let isPaused = try Self.pause(claimed, webhook, at: now, journal, on: connection)
            return isPaused ? .failed : .postponed
        }
    }

    /// Ends a webhook that nothing arrives at, and tells the owners.
    @discardableResult
    private static func pause(
        _ claimed: Claimed, _ webhook: FailingWebhook, at now: Timestamp, _ journal: Journal,
        on connection: any SQLConnection
    ) throws(StorageError) -> Bool {
        guard !claimed.isSingle, webhook.isActive, webhook.failingSince <= now - patience else { return false }
        let one = Webhooks.Selection.one(claimed.webhook, in: claimed.portal)
        guard try Webhooks.deactivate(one, because: .failing, at: now, journal, on: connection) == 1 else {
            return false
        }
        let notice = WebhookNotice(type: claimed.type, host: claimed.url.host, portal: webhook.portalName)
        for person in try SecurityContacts.of(nil, in: claimed.portal, on: connection) {
            try journal.mail(notice.paused(to: person), on: connection)
        }
        return true
    }

    /// Ends the webhooks of apps that have lost access to their portal, at most so many.
    package func endAbandoned(atMost batch: Int = 500) async throws(StorageError) -> Int {
        let now = ambient.now()
        return try await database.write { [journal] connection throws(StorageError) -> Int in
            try Webhooks.deactivate(
                .abandoned(atMost: batch), because: .appLostAccess, at: now, journal, on: connection)
        }
    }
}
