package import Kernel
import OAuth
import PortalDomain

/// What the server counts in memory, and somebody writes down now and then.
extension Server {
    /// Writes down which keys and grants were used since the last time (contract O41): once a minute is enough.
    package func recordUses() async throws(StorageError) {
        try await useCases.uses.note(
            useLog.drain().map { use in
                let subject: CredentialUse.Subject =
                    switch use.kind {
                    case .apiKey(let id): .apiKey(id)
                    case .accessToken(let grant): .grant(grant)
                    }
                return CredentialUse(portal: use.portal, subject: subject, address: use.address, at: use.at)
            })
    }

    /// Writes down what apps did since the last time (contract O62): once a minute is enough.
    package func recordActivity() async throws(StorageError) { try await useCases.appUsage.add(activity.drain()) }

    /// Tells other nodes what this one admitted, and hears it from them: to be done every second, if there are others.
    package func exchangeRates() async throws(StorageError) { try await rates.exchange() }
}
