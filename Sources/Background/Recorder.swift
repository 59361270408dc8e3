package import Logging
import ServiceLifecycle

/// Writes down again and again what this process has counted. What cannot be written is lost, and nothing depends on it.
package struct Recorder: Service, CustomStringConvertible {
    private let pulse: Pulse
    private let record: @Sendable () async throws -> Void

    /// - Parameter record: writes what was counted since the last time.
    package init(
        _ name: String, period: Duration = .seconds(60), logger: Logger,
        _ record: @escaping @Sendable () async throws -> Void
    ) {
        pulse = Pulse(name: name, period: period, logger: logger)
        self.record = record
    }

    /// As the log names it.
    package var description: String { pulse.name }

    /// Requests have ended when this is asked to stop, so the last ones are written as well.
    package func run() async throws {
        await pulse.run { try await record() }
        try? await record()
    }
}
