package import Kernel
package import Logging
package import PortalDomain
import ServiceLifecycle

/// Writes down once a minute what apps did (contract O62). What cannot be written is lost, and nothing depends on it.
package struct ActivityRecorder: Service, CustomStringConvertible {
    private let activity: AppActivity
    private let usage: AppUsage
    private let pulse: Pulse

    package init(activity: AppActivity, usage: AppUsage, period: Duration = .seconds(60), logger: Logger) {
        (self.activity, self.usage) = (activity, usage)
        pulse = Pulse(name: "activity recorder", period: period, logger: logger)
    }

    /// As the log names it.
    package var description: String { pulse.name }

    /// Requests have ended when this is asked to stop, so the last ones are written as well.
    package func run() async throws {
        await pulse.run { try await flush() }
        try? await flush()
    }

    /// Writes what was counted since the last time.
    package func flush() async throws(StorageError) { try await usage.add(activity.drain()) }
}
