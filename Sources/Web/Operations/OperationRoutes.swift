package import Hummingbird
import Kernel
package import OAuth
package import Persistence

/// For the operator's machines: is it alive, is it ready, what does it do.
package struct OperationRoutes: Sendable {
    private let database: any SQLDatabase
    private let cache: TokenCache
    /// Nil when `METRICS` is off.
    private let metrics: RequestMetrics?
    private let mails: MailMetrics
    private let webhooks: WebhookMetrics

    package init(
        database: any SQLDatabase, cache: TokenCache, metrics: RequestMetrics?, mails: MailMetrics,
        webhooks: WebhookMetrics
    ) {
        (self.database, self.cache, self.metrics) = (database, cache, metrics)
        (self.mails, self.webhooks) = (mails, webhooks)
    }

    package func add(to router: Router<AppContext>) {
        router.get("/health/live") { _, _ in Self.plain("ok\n") }
        router.get("/health/ready", use: ready)
        if metrics != nil { router.get("/metrics", use: show) }
    }

    /// 200 when the database answers, else 503.
    @Sendable func ready(_ request: Request, _ context: AppContext) async throws -> Response {
        try await database.ping()
        return Self.plain("ready\n")
    }

    @Sendable func show(_ request: Request, _ context: AppContext) async throws -> Response {
        let pool = database.statistics
        let tokens = cache.statistics
        var text = metrics?.text() ?? ""
        for (name, type, help, value) in [
            ("database_connections", "gauge", "Connections that the pool may open.", pool.connections),
            ("database_connections_busy", "gauge", "Connections at work.", pool.busy),
            ("database_waiting", "gauge", "Calls that wait for a connection or the writer.", pool.waiting),
            ("token_cache_entries", "gauge", "Tokens in the cache.", tokens.entries),
            ("token_cache_hits_total", "counter", "Look-ups answered by the cache.", tokens.hits),
            ("token_cache_misses_total", "counter", "Look-ups that asked the database.", tokens.misses),
        ] as [(String, String, String, Int)] {
            text += "# HELP voordeur_\(name) \(help)\n# TYPE voordeur_\(name) \(type)\nvoordeur_\(name) \(value)\n"
        }
        text += await mails.text()
        text += await webhooks.text()
        return Self.plain(text, type: "text/plain; version=0.0.4; charset=utf-8")
    }

    private static func plain(_ text: String, type: String = "text/plain; charset=utf-8") -> Response {
        Response(
            status: .ok, headers: [.contentType: type, .cacheControl: "no-store"],
            body: .init(byteBuffer: .init(string: text)))
    }
}
