import Kernel
import Persistence

extension SQLDatabase {
    /// Like `write`, for changes that others can cross: a row that `body` has just read may be gone, or have gained a
    /// dependent row, when the foreign key is checked. The second run sees what the other transaction left.
    func writeAcrossKeys<Outcome: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws(StorageError) -> Outcome
    ) async throws(StorageError) -> Outcome {
        for _ in 0..<4 {
            do {
                return try await write(body)
            } catch .foreignKeyViolation {
                continue
            }
        }
        throw .conflict
    }
}
