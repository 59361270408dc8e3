import Kernel
import Logging
import ServiceLifecycle

/// The rhythm of a background service: a step, a pause, and so on until the server stops.
struct Pulse: Sendable {
    let name: String
    let period: Duration
    /// Before the first step, where that is another one: a server that is restarted often must not put off its work for ever.
    var firstPause: Duration?
    let logger: Logger

    /// Returns soon after the server began to stop. A step that fails is told in the log and tried again after the next
    /// pause.
    func run(_ step: () async throws -> Void) async {
        var next = firstPause ?? period
        while await pause(next) {
            next = period
            do {
                try await step()
            } catch is CancellationError {
                return
            } catch {
                logger.warning("a background step failed", metadata: ["service": "\(name)", "error": "\(error)"])
            }
        }
    }

    /// False if the server stops.
    private func pause(_ duration: Duration) async -> Bool {
        do {
            try await cancelWhenGracefulShutdown { try await Task.sleep(for: duration) }
            return !Task.isShuttingDownGracefully && !Task.isCancelled
        } catch {
            return false
        }
    }
}
