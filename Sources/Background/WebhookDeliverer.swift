package import Kernel
package import Logging
package import Persistence
package import PortalDomain
import ServiceLifecycle

/// Sends to webhooks what waits for them (contract api-v1, 6.2).
///
/// One node at a time looks for work (`Lease`), and each delivery is claimed by a conditional write, sent outside of any transaction, and
/// written off conditionally. Deliveries stand in line per receiver; lines are served side by side, and the ones behind a receiver that
/// does not answer can never take all places (`DeliveryLines`).
package struct WebhookDeliverer: Service, CustomStringConvertible {
    private let queue: WebhookQueue
    private let transport: any WebhookTransport
    private let lines: DeliveryLines
    private let lease: Lease
    private let tally: WebhookTally
    private let ambient: Ambient
    private let logger: Logger
    private let pulse: Pulse
    /// Seconds between two looks for webhooks of apps that have lost access.
    private static let roundEvery: Int64 = 60
    /// Requests to one receiver at the same time.
    static let atOnce = 4
    /// Seconds for which one check of a receiver's address is good.
    static let longestLine: Int64 = 60

    package init(
        queue: WebhookQueue, database: any SQLDatabase, transport: any WebhookTransport, tally: WebhookTally,
        node: String? = nil, ambient: Ambient, period: Duration = .seconds(1), logger: Logger
    ) {
        (self.queue, self.transport, self.tally) = (queue, transport, tally)
        (self.ambient, self.logger) = (ambient, logger)
        lines = DeliveryLines()
        lease = Lease("webhook delivery", holder: node, database: database, ambient: ambient)
        pulse = Pulse(name: "webhook deliverer", period: period, logger: logger)
    }

    /// As the log names it.
    package var description: String { pulse.name }

    package func run() async throws {
        await withDiscardingTaskGroup { group in
            await pulse.run {
                for receiver in try await begin() { group.addTask { await serve(receiver) } }
            }
            // What is under way has its own limit, which is shorter than the server's patience.
        }
        try? await lease.release()
    }

    /// Sends everything that is due, and returns when it has been sent.
    package func sweep() async throws {
        while true {
            let receivers = try await begin()
            guard !receivers.isEmpty else { return }
            await withDiscardingTaskGroup { group in
                for receiver in receivers { group.addTask { await serve(receiver) } }
            }
        }
    }

    /// The receivers whose turn it is.
    private func begin() async throws(StorageError) -> [String] {
        if lines.isRoundDue(at: ambient.now(), every: Self.roundEvery), try await lease.take() {
            let count = try await queue.endAbandoned()
            if count > 0 {
                logger.info("webhooks of apps without access became inactive", metadata: ["count": "\(count)"])
            }
        }
        let due = try await queue.dueReceivers()
        guard !due.isEmpty, try await lease.take() else { return [] }
        return lines.begin(due)
    }

    private func serve(_ receiver: String) async {
        defer { lines.end(receiver) }
        var line: (any WebhookLine)?
        let began = ambient.now()
        do {
            while !Task.isShuttingDownGracefully, ambient.now() - began < Self.longestLine {
                let claim = try await queue.claim(from: receiver, atMost: Self.atOnce)
                if claim.isDry { break }
                guard let first = claim.deliveries.first else { continue }
                let open: any WebhookLine
                if let line { open = line } else { open = await transport.open(first.url) }
                line = open
                let answered = await withTaskGroup(of: Bool.self) { group in
                    for delivery in claim.deliveries { group.addTask { await send(delivery, over: open) } }
                    return await group.reduce(true) { $0 && $1 }
                }
                lines.note(receiver, answers: answered)
            }
        } catch {
            logger.warning("deliveries could not be claimed", metadata: ["error": "\(error)"])
        }
        await line?.close()
    }

    /// Whether the receiver answered at all.
    private func send(_ delivery: WebhookQueue.Claimed, over line: any WebhookLine) async -> Bool {
        var details: Logger.Metadata = [
            "delivery": "\(delivery.id)", "webhook": "\(delivery.webhook)", "attempt": "\(delivery.attempt)",
        ]
        do {
            let outcome = await line.post(try queue.call(for: delivery))
            let ending = try await queue.finish(delivery, outcome)
            tally.count(ending)
            switch outcome {
            case .answered(let status, _): details["status"] = "\(status)"
            case .failed(let fault): details["fault"] = "\(fault.rawValue)"
            case .interrupted: details["fault"] = "interrupted"
            }
            logger.debug("a webhook was called", metadata: details)
            if case .answered = outcome { return true }
            return false
        } catch {
            // The claim ends by itself, and it is sent again.
            details["error"] = "\(error)"
            logger.warning("a delivery could not be written off", metadata: details)
            return true
        }
    }
}
