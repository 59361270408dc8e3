import Background
import Foundation
import Hummingbird
import HummingbirdCore
import Kernel
import Logging
import NIOCore
import OAuth
import Outbound
import Persistence
import PortalDomain
import Schema
import ServiceLifecycle
import UnixSignals
import Web

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// `voordeur serve`: from a configuration to a server that runs, and back to nothing.
struct ServerProcess: Sendable {
    private let settings: ServerSettings
    private let makesDemo: Bool
    private let logger: Logger

    /// How long open requests may take after SIGTERM.
    private static let patience = Duration.seconds(20)
    /// A client that is silent for so long is cut off: while it sends a request, or between two.
    private static let idleTimeout = TimeAmount.seconds(60)

    /// Takes over the log of the whole process: to be made once.
    init(settings: ServerSettings, makesDemo: Bool) {
        let (level, format) = (settings.logLevel, settings.logFormat)
        LoggingSystem.bootstrap { _ in
            LineLogHandler.standard(level: level, format: format, environment: ProcessInfo.processInfo.environment)
        }
        (self.settings, self.makesDemo, logger) = (settings, makesDemo, Logger(label: "voordeur"))
    }

    // Not inlined: the optimiser of Swift 6.3.1 crashes in `CoroSplit` when it is.
    @inline(never)
    func run() async throws {
        // A client that went away is an error of its connection, not the end of the server.
        signal(SIGPIPE, SIG_IGN)
        for warning in settings.warnings { logger.warning("\(warning)") }
        try PortProbe(settings.listen).requireFree()
        try await Workbench.open(settings, progress: report) { bench in
            let demo = makesDemo ? try await DemoData(bench).make() : nil
            let store = SQLOAuthStore(database: bench.database, journal: bench.useCases.journal)
            let server = try Web.Server(
                configuration: bench.configuration, database: bench.database, store: store, secretKey: bench.secretKey,
                ambient: bench.ambient, logger: logger)
            try await serve(server, bench, demo)
            await server.close()
        }
        logger.info("stopped")
    }

    /// Returns after a signal, when every request and then every background service has ended.
    // Not inlined: the optimiser of Swift 6.3.1 crashes in `CoroSplit` when it is.
    @inline(never)
    private func serve(_ server: Web.Server, _ bench: Workbench, _ demo: DemoFile?) async throws {
        let announcement = Announcement(settings: settings, demo: demo, logger: logger)
        var limits = HTTP1Channel.Configuration(idleTimeout: Self.idleTimeout)
        limits.httpDecoder = .init(maxHeaderFieldSize: 16_384, maxHeaderListSize: 65_536, maxHeaderFieldCount: 200)
        let application = Application(
            responder: server.responder, server: .http1(configuration: limits),
            configuration: ApplicationConfiguration(
                address: .hostname(settings.listen.host, port: settings.listen.port), backlog: 1024,
                availableConnectionsDelegate: MaximumAvailableConnections(OpenFiles.raiseLimit() / 2)),
            onServerRunning: { _ in announcement.make() }, logger: logger)
        // Services stop in the opposite order: the application, which is the last one, first.
        var configuration = ServiceGroupConfiguration(
            services: try mailDeliverer(bench, server.mailTally) + Chores.all(server, bench, logger)
                + recorders(server) + [
                    Pruner(
                        database: bench.database, ambient: bench.ambient,
                        longestAccessToken: settings.lifetimes.accessToken, deliveryRecords: settings.deliveryRecords,
                        logger: logger),
                    ContentSweeper(contents: server.useCases.contents, logger: logger),
                    KeyKeeper(
                        deadlines: server.useCases.keyDeadlines, database: bench.database,
                        ambient: bench.ambient, logger: logger),
                    webhookDeliverer(bench, server),
                    application,
                ], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        configuration.maximumGracefulShutdownDuration = Self.patience
        do {
            try await ServiceGroup(configuration: configuration).run()
        } catch let error as IOError {
            throw PortProbe(settings.listen).trouble(error.errnoCode)
        } catch is CancellationError {
            logger.warning(
                "some requests did not end within \(Self.patience.components.seconds) seconds and were cut off")
        }
    }

    /// None without SMTP: mails stay in the outbox (contract O71).
    private func mailDeliverer(_ bench: Workbench, _ tally: MailTally) throws(Trouble) -> [any Service] {
        guard let mail = settings.mail else { return [] }
        return [
            MailDeliverer(
                database: bench.database, transport: try mail.mailer(for: settings.publicURL), tally: tally,
                ambient: bench.ambient, logger: logger)
        ]
    }

    private func recorders(_ server: Web.Server) -> [Recorder] {
        let all = [
            Recorder("use recorder", logger: logger) { try await server.recordUses() },
            Recorder("activity recorder", logger: logger) { try await server.recordActivity() },
        ]
        guard settings.database.mayHaveOtherNodes else { return all }
        return all + [
            Recorder("rate exchange", period: .seconds(1), logger: logger) { try await server.exchangeRates() }
        ]
    }

    private func webhookDeliverer(_ bench: Workbench, _ server: Web.Server) -> WebhookDeliverer {
        let receivers = WebhookReceivers(allowsPrivate: settings.webhooksMayBePrivate)
        return WebhookDeliverer(
            queue: server.webhookQueue, database: bench.database,
            transport: WebhookSender(receivers: receivers, ambient: bench.ambient), tally: server.webhookTally,
            ambient: bench.ambient, logger: logger)
    }

    private func report(_ progress: Migrator.Progress) {
        switch progress {
        case .applying(let step):
            logger.debug("migrating", metadata: ["step": "\(step.version)", "name": "\(step.name)"])
        case .applied(let step): logger.info("migrated", metadata: ["step": "\(step.version)", "name": "\(step.name)"])
        case .waiting(let step):
            logger.notice(
                "waiting for another node to migrate", metadata: ["step": "\(step.version)", "name": "\(step.name)"])
        }
    }
}
