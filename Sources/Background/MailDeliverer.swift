package import Kernel
package import Logging
package import Persistence
package import PortalDomain
import ServiceLifecycle

/// Sends what is in the outbox (contract O71).
///
/// One node at a time does (`Lease`), each mail is claimed by a conditional write, sent outside of any transaction, and written
/// off conditionally. It looks every second instead of being woken: whoever writes a mail does so inside a transaction
/// that may yet be undone, and often in another process.
package struct MailDeliverer: Service, CustomStringConvertible {
    private let queue: MailQueue
    private let transport: any MailTransport
    private let lease: Lease
    private let tally: MailTally
    private let ambient: Ambient
    private let logger: Logger
    private let pulse: Pulse

    package init(
        database: any SQLDatabase, transport: any MailTransport, tally: MailTally, ambient: Ambient,
        period: Duration = .seconds(1), logger: Logger
    ) {
        queue = MailQueue(database: database)
        lease = Lease("mail delivery", database: database, ambient: ambient)
        (self.transport, self.tally, self.ambient, self.logger) = (transport, tally, ambient, logger)
        pulse = Pulse(name: "mail deliverer", period: period, logger: logger)
    }

    /// As the log names it.
    package var description: String { pulse.name }

    package func run() async throws {
        await pulse.run { try await sweep() }
        try? await lease.release()
    }

    /// Sends everything that is due, over one connection.
    package func sweep() async throws {
        guard try await queue.isAnyDue(at: ambient.now()), try await lease.take() else { return }
        let late = try await queue.giveUp(at: ambient.now())
        if late > 0 { logger.warning("mails were given up after two days", metadata: ["count": "\(late)"]) }
        tally.count(failed: late)
        guard let first = try await claim() else { return }
        let connection: any MailConnection
        do throws(MailTrouble) {
            connection = try await transport.connect()
        } catch {
            try await rest(after: error, holding: first)
            return
        }
        await withGracefulShutdownHandler {
            do {
                try await deliver(first, over: connection)
            } catch {
                logger.warning("a mail's delivery could not be written down", metadata: ["error": "\(error)"])
            }
        } onGracefulShutdown: {
            connection.hurry()
        }
        await connection.close()
    }

    private func claim() async throws(StorageError) -> MailQueue.Claimed? {
        try await queue.claim(token: Base64.encodeURL(ambient.randomBytes(12)), at: ambient.now())
    }

    private func deliver(_ first: MailQueue.Claimed, over connection: any MailConnection) async throws {
        var next: MailQueue.Claimed? = first
        while let claimed = next {
            guard try await send(claimed, over: connection) else { return }
            guard !Task.isShuttingDownGracefully, try await lease.take() else { return }
            next = try await claim()
        }
    }

    /// False if the connection is of no more use.
    private func send(_ claimed: MailQueue.Claimed, over connection: any MailConnection) async throws -> Bool {
        let details: Logger.Metadata = ["mail": "\(claimed.mail.id)", "attempt": "\(claimed.mail.attempts)"]
        do throws(MailTrouble) {
            try await connection.send(claimed.mail)
        } catch {
            logger.notice("a mail was not sent", metadata: details.merging(["reason": "\(error.reason)"]) { $1 })
            switch error {
            case .refused(let reason):
                tally.count(failed: 1)
                try await queue.fail(claimed, reason: reason, at: ambient.now())
            case .postponed(let reason):
                tally.countPostponed()
                let pause = MailPause.seconds(after: claimed.mail.attempts)
                try await queue.postpone(claimed, until: ambient.now() + pause, reason: reason)
            case .server:
                try await rest(after: error, holding: claimed)
                return false
            }
            return true
        }
        tally.countSent()
        try await queue.noteSent(claimed, at: ambient.now())
        logger.info("a mail was sent", metadata: details)
        return true
    }

    /// The server is in trouble. That says nothing about any mail, so all of them wait, and the server is asked again soon.
    private func rest(after trouble: MailTrouble, holding claimed: MailQueue.Claimed) async throws {
        logger.warning("the mail server is in trouble", metadata: ["reason": "\(trouble.reason)"])
        tally.countPostponed()
        let now = ambient.now()
        let end = now + min(MailPause.seconds(after: claimed.mail.attempts), MailPause.longestForServer)
        try await queue.postpone(claimed, until: end, reason: trouble.reason)
        try await queue.postponeAll(until: end, reason: trouble.reason, at: now)
    }
}
