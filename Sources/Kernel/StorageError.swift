/// What can go wrong with a database, in the words that callers act on.
package enum StorageError: Error, Sendable {
    /// Another transaction was first (SQLITE_BUSY, 40001, 40P01). The whole closure may be tried again.
    case conflict
    /// The database cannot be reached, is shutting down, is full, or its queue is. Callers answer 503. Nothing was written, unless the
    /// connection to PostgreSQL broke during COMMIT: then nobody knows, and the caller's repetition must be harmless.
    case unavailable(detail: String)
    /// A named unique constraint refused the row.
    case uniqueViolation(String)
    /// A foreign key refused the row.
    case foreignKeyViolation(String)
    /// The files of a portal take up all the room that they may. Nothing was written. Callers answer 413: it does not pass by itself.
    case full
    /// A statement or a value that cannot be right: our own mistake. Callers answer 500.
    case invalid(detail: String)
}
