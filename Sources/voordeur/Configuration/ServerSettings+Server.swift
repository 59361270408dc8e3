import Kernel
import Outbound
import PortalDomain
import Printing
import Web

extension ServerSettings {
    /// What a server with these settings is made of.
    func configuration(_ ambient: Ambient) -> Web.ServerConfiguration {
        var configuration = Web.ServerConfiguration(
            origins: origins, files: files.store(ambient), printer: PDFPrinter())
        configuration.storageBounds = storageBounds
        configuration.maximumBody = maximumBody
        configuration.lifetimes = lifetimes
        configuration.rateLimitPerMinute = rateLimitPerMinute
        configuration.trustedProxies = trustedProxies
        configuration.metrics = metrics
        configuration.demandsDPoPNonces = demandsDPoPNonces
        configuration.mollie = MollieProvider()
        if letsAppsRegister { configuration.registration = RegistrationPolicy() }
        if readsClientDocuments { configuration.documents = DocumentFetcher() }
        configuration.receivers = WebhookReceivers(allowsPrivate: webhooksMayBePrivate)
        configuration.webhookSchedule = webhookSchedule
        // Another node may revoke what this one remembers. Until nodes tell each other, nothing is remembered (contract O50).
        if database.mayHaveOtherNodes { configuration.tokenCacheLimit = 0 }
        configuration.mayHaveOtherNodes = database.mayHaveOtherNodes
        return configuration
    }
}
