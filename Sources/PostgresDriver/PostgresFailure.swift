import Kernel

/// Why a statement failed, as far as the driver has to know more than its caller.
enum PostgresFailure: Error {
    case storage(StorageError)
    /// The connection turned out to be gone before anything was done with it. The same work can start on another one.
    case stale(detail: String)
    /// A prepared statement does not fit the schema any more. It is forgotten; the same work can start again.
    case outdated

    var storageError: StorageError {
        switch self {
        case .storage(let error): error
        case .stale(let detail): .unavailable(detail: detail)
        case .outdated: .conflict
        }
    }
}

extension StorageError {
    /// What an SQLSTATE means to callers.
    static func postgres(_ result: PostgresResult, statement: String) -> StorageError {
        let detail = "PostgreSQL \(result.message): \(statement)"
        guard let state = result.state else { return .unavailable(detail: detail) }
        return switch (state, state.prefix(2)) {
        case ("23505", _): .uniqueViolation(result.constraint ?? "")
        case ("23503", _), ("23001", _): .foreignKeyViolation(result.constraint ?? "")
        case ("40001", _), ("40P01", _), ("55P03", _): .conflict
        // Too many or too few parameters.
        case ("08P01", _): .invalid(detail: detail)
        // No connection, shutting down, out of memory or disk, an error of its disk, a time limit.
        case (_, "08"), (_, "53"), (_, "58"), ("57014", _), ("57P01", _), ("57P02", _), ("57P03", _), ("57P04", _),
            ("57P05", _), ("25P03", _):
            .unavailable(detail: detail)
        default: .invalid(detail: detail)
        }
    }
}
