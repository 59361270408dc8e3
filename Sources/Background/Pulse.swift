import Kernel
import Logging
import ServiceLifecycle

/// The rhythm of a background service: a step, a pause, and so on until the server stops.
struct Pulse: Sendable {
    let name: String
    let period: Duration
    let logger: Logger

    /// Returns soon after the server began to stop. A step that fails is told in the log and tried again after the next
    /// pause.
    func run(_ step: @Sendable () async throws -> Void) async {
        while await pause() {
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
    private func pause() async -> Bool {
        do {
            try await cancelWhenGracefulShutdown { try await Task.sleep(for: period) }
            return !Task.isShuttingDownGracefully && !Task.isCancelled
        } catch {
            return false
        }
    }
}
