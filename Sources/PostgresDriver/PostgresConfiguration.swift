import CLibPQ
package import Kernel

/// Where the server is, and limits. The defaults are what production runs with.
///
/// Connect to the server itself: a pooler in transaction mode breaks prepared statements.
package struct PostgresConfiguration: Sendable {
    /// `postgres://user:password@host:port/database?sslmode=verify-full`, with everything that libpq understands, such as
    /// several hosts. It holds a password.
    package let url: Secret<String>
    /// Connections, and as many threads. Transactions are short; more than a few per core of the server are slower, not faster.
    package var connections = 8
    /// Callers beyond these that may wait, four per connection unless set; more are `.unavailable`.
    package var waitingCallers: Int?
    package var connectTimeout: Duration = .seconds(5)
    package var statementTimeout: Duration = .seconds(10)
    package var lockTimeout: Duration = .seconds(5)
    package var idleInTransactionTimeout: Duration = .seconds(15)

    /// Nil if libpq does not understand it as a URL.
    package init?(url: String) {
        guard url.hasPrefix("postgres://") || url.hasPrefix("postgresql://") else { return nil }
        // libpq's message would repeat the password.
        guard let options = PQconninfoParse(url, nil) else { return nil }
        PQconninfoFree(options)
        self.url = Secret(url)
    }

    var callerLimit: Int { connections + (waitingCallers ?? 4 * connections) }
}
