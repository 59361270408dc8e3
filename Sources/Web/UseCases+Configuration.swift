package import Kernel
package import Persistence
package import PortalDomain

extension UseCases {
    /// Wired as every node and every command of one installation has them, so that what one of them mails or seals, the others know.
    ///
    /// - Parameter changes: who hears that tokens may have lost their power; in the server the token cache.
    package init(
        _ configuration: ServerConfiguration, _ keys: ServerKeys, on database: any SQLDatabase, ambient: Ambient,
        hasher: PasswordHasher, changes: CredentialChanges = .unheard
    ) {
        let origins = configuration.origins
        self.init(
            database: database, ambient: ambient, hasher: hasher, changes: changes,
            contents: Contents(
                database: database, store: configuration.files, ambient: ambient, bounds: configuration.storageBounds),
            publicLinks: PublicLinks(key: keys.publicPages, origin: origins.publicURL), printer: configuration.printer,
            invoiceLinks: PublicInvoiceLinks(key: keys.publicInvoices, origin: origins.publicURL),
            secretBox: SecretBox(key: keys.storedSecrets),
            renderer: EventPayloads(zones: TimeZones(), origins: origins), receivers: configuration.receivers,
            signingLinks: SigningLinks(key: keys.agreementPages, origin: origins.publicURL),
            paymentPages: PaymentAddresses(origin: origins.publicURL), mollie: configuration.mollie,
            standardRate: configuration.rateLimitPerMinute,
            manageURL: "\(origins.publicURL)/manage", developersURL: origins.developers)
    }
}
