package import Kernel
package import Logging
package import OAuth
package import PortalDomain
import ServiceLifecycle

/// Writes down once a minute which keys and grants were used (contract O41). What cannot be written is lost, and
/// nothing depends on it.
package struct UseRecorder: Service, CustomStringConvertible {
    private let log: UseLog
    private let uses: CredentialUses
    private let pulse: Pulse

    package init(log: UseLog, uses: CredentialUses, period: Duration = .seconds(60), logger: Logger) {
        (self.log, self.uses) = (log, uses)
        pulse = Pulse(name: "use recorder", period: period, logger: logger)
    }

    /// As the log names it.
    package var description: String { pulse.name }

    /// Requests have ended when this is asked to stop, so the last uses are written as well.
    package func run() async throws {
        await pulse.run { try await flush() }
        try? await flush()
    }

    /// Writes what was noted since the last time.
    package func flush() async throws(StorageError) {
        try await uses.note(
            log.drain().map { use in
                let subject: CredentialUse.Subject =
                    switch use.kind {
                    case .apiKey(let id): .apiKey(id)
                    case .accessToken(let grant): .grant(grant)
                    }
                return CredentialUse(portal: use.portal, subject: subject, address: use.address, at: use.at)
            })
    }
}
