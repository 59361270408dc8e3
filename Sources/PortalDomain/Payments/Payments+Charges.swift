import Kernel
import Persistence

/// Payments by mandate (decision 0043).
extension Payments {
    /// Seconds for which an order may be repeated: Mollie knows a repetition by its key for an hour, and makes a second payment after that.
    static let memory: Int64 = 2400
    /// Seconds until we look again whether the portal takes payments through a provider that it has left.
    static let absence: Int64 = 3600

    /// Makes a payment by mandate at its provider: once, whatever is lost on the way.
    func charge(_ payment: Payment) async throws(StorageError) {
        guard payment.mandate != nil else { return try await plan(nil, for: payment) }
        let now = ambient.now()
        guard try await isTaken(payment) else { return try await plan(now + Self.absence, for: payment) }
        switch try await order(payment, at: now) {
        case .refused:
            try await apply(PaymentReport([.failed]), to: payment.id, in: payment.portal)
            try await plan(nil, for: payment)
        case .unknown:
            // After as long as it has been.
            let pause = min(max(now - (payment.triedAt ?? now), 60), 6 * 3600)
            try await plan(now + pause, for: payment)
        case .made(let begun):
            try await note(begun, of: payment)
            guard payment.integration == .sandbox else { return }
            try await apply(SandboxProvider(ambient: ambient).charged, to: payment.id, in: payment.portal)
            try await plan(nil, for: payment)
        }
    }

    /// What came of an order that charges somebody.
    private enum Charge {
        case made(BegunPayment)
        /// Nobody was charged, and nobody will be.
        case refused
        /// Perhaps somebody was.
        case unknown
    }

    /// Orders a charge, or repeats an order whose answer was lost: as long as the provider knows it for a repetition. After that we look for the
    /// payment that was made of it, and order anew only if there is none.
    private func order(_ payment: Payment, at now: Timestamp) async throws(StorageError) -> Charge {
        var isFirst = payment.triedAt == nil
        if let triedAt = payment.triedAt, now - triedAt >= Self.memory {
            switch await lost(payment) {
            case .success(let begun?): return .made(begun)
            case .success(nil): isFirst = true
            case .failure: return .unknown
            }
        }
        if isFirst {
            // Before it is sent: whoever falls over after that leaves word.
            let isOurs = try await database.write { connection throws(StorageError) in
                try Self.noteTry(of: payment, at: now, on: connection)
            }
            guard isOurs else { return .unknown }
        }
        do throws(PaymentFault) {
            return .made(try await begin(payment))
        } catch .refused where isFirst {
            return .refused
        } catch {
            return .unknown
        }
    }

    /// The payment that the provider made of an order whose answer was lost.
    private func lost(_ payment: Payment) async -> Result<BegunPayment?, PaymentFault> {
        guard payment.integration != .sandbox else { return .success(nil) }
        do throws(PaymentFault) {
            let (mollie, key) = try await connection(for: payment)
            return .success(try await mollie.find(payment.id, of: try await giver(of: payment), with: key))
        } catch {
            return .failure(error)
        }
    }
}
