import Kernel
package import Logging
package import PortalDomain
import ServiceLifecycle

/// Removes what uploads left behind that never ended, and the bytes of files that nobody has any more.
package struct ContentSweeper: Service, CustomStringConvertible {
    private let contents: Contents
    private let pulse: Pulse
    private let logger: Logger

    package init(contents: Contents, period: Duration = .seconds(600), logger: Logger) {
        (self.contents, self.logger) = (contents, logger)
        pulse = Pulse(name: "content sweeper", period: period, firstPause: min(period, .seconds(20)), logger: logger)
    }

    /// As the log names it.
    package var description: String { pulse.name }

    package func run() async throws {
        await tell("removed uploads that never ended") { try await contents.staging.removeLeftovers() }
        await pulse.run { try await contents.sweep() }
    }

    private func tell(_ what: Logger.Message, _ step: () async throws -> Int) async {
        do {
            let count = try await step()
            if count > 0 { logger.notice(what, metadata: ["count": "\(count)"]) }
        } catch {
            logger.warning("a background step failed", metadata: ["service": "\(pulse.name)", "error": "\(error)"])
        }
    }
}
