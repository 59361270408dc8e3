package import Kernel

/// Why a schema cannot be brought to this release. Each description is what the operator reads.
package enum MigrationError: Error, CustomStringConvertible {
    /// The database has steps that this release does not know.
    case fromTheFuture(version: Int, name: String)
    /// A released step was edited.
    case changed(version: Int, name: String)
    /// A step has a lower number than one that was applied, or the list is not in order.
    case outOfOrder(version: Int, name: String)
    /// A step failed. Nothing of it was kept, and no later one was tried.
    case failed(version: Int, name: String, cause: StorageError)
    case storage(StorageError)

    package var description: String {
        switch self {
        case .fromTheFuture(let version, let name):
            "The database was migrated by a newer release (step \(version), \(name)). Start that release, or restore a backup."
        case .changed(let version, let name):
            "Step \(version) (\(name)) differs from the one that this database was migrated with."
        case .outOfOrder(let version, let name):
            "Step \(version) (\(name)) comes before a step that was already applied."
        case .failed(let version, let name, let cause):
            "Step \(version) (\(name)) failed and was undone: \(cause)"
        case .storage(let cause):
            "The migration could not be done: \(cause)"
        }
    }
}
