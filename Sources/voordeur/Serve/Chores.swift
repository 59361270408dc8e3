import Background
import Logging
import PortalDomain
import ServiceLifecycle
import Web

/// What one node does for all at least once a minute.
enum Chores {
    static func all(_ server: Web.Server, _ bench: Workbench, _ logger: Logger) -> [any Service] {
        let (links, payments) = (server.useCases.paymentLinks, server.useCases.payments)
        let (subscriptions, signUps) = (server.useCases.subscriptions, server.useCases.signUps)
        return [
            Chore("subscription terms", database: bench.database, ambient: bench.ambient, logger: logger) {
                try await subscriptions.makeTerms()
            },
            Chore("second attempts", database: bench.database, ambient: bench.ambient, logger: logger) {
                try await subscriptions.followUp()
            },
            Chore("sign-ups", database: bench.database, ambient: bench.ambient, logger: logger) {
                try await signUps.expire()
            },
            Chore("payment links", database: bench.database, ambient: bench.ambient, logger: logger) {
                try await links.expire()
            },
            Chore("payments", database: bench.database, ambient: bench.ambient, logger: logger) {
                try await payments.takeSteps()
            },
        ]
    }
}
