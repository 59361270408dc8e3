/// Limits of the SQLite driver. The defaults are what production runs with; tests lower them.
package struct SQLiteConfiguration: Sendable {
    /// How long to wait for a lock that another program holds on the file.
    package var busyTimeout: Duration = .seconds(5)
    /// Writers that may wait; more are `.unavailable`.
    package var waitingWriters = 1024
    /// Long reads that may wait; more are `.unavailable`.
    package var waitingReads = 256
    /// One commit takes at most so many transactions, or as many as start within `batchTime`.
    package var batchSize = 64
    package var batchTime: Duration = .milliseconds(5)

    package init() {}
}
