import Kernel
import NIOPosix

/// Threads for calls on files, which block: nothing of that kind runs where requests are served.
package final class FileThreads: Sendable {
    private let pool: NIOThreadPool

    package init(count: Int = 4) {
        pool = NIOThreadPool(numberOfThreads: count)
        pool.start()
    }

    deinit { pool.shutdownGracefully { _ in } }

    /// - Throws: what `body` throws; `.unavailable` while the server stops.
    func run<Outcome: Sendable>(
        _ body: @escaping @Sendable () throws(StorageError) -> Outcome
    ) async throws(StorageError) -> Outcome {
        let result: Result<Outcome, StorageError>
        do {
            result = try await pool.runIfActive {
                do throws(StorageError) {
                    return .success(try body())
                } catch {
                    return .failure(error)
                }
            }
        } catch {
            throw .unavailable(detail: "no thread for a file")
        }
        return try result.get()
    }

    /// Runs `body` some time, also while the server stops.
    func afterwards(_ body: @escaping @Sendable () -> Void) { pool.submit { _ in body() } }
}
