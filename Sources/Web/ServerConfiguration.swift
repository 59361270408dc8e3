package import Kernel
package import OAuth
package import PortalDomain

/// Settings of the server, parsed and checked.
package struct ServerConfiguration: Sendable {
    package var origins: Origins
    /// Where the bytes of files are.
    package var files: any ContentStore
    package var storageBounds = StorageBounds()
    /// Bytes of a JSON body of the API.
    package var maximumBody = 1_048_576
    /// Makes the PDFs of invoices and offers.
    package var printer: any DocumentPrinter
    package var lifetimes = TokenLifetimes()
    /// The way to Mollie; nil: payments there cannot be begun.
    package var mollie: (any PaymentProvider)?
    /// Requests per minute and token; 0: no limit.
    package var rateLimitPerMinute = 60
    /// Whether more than one node may be at work on the database.
    package var mayHaveOtherNodes = false
    package var trustedProxies: [AddressRange] = []
    package var metrics = true
    /// How long the token cache may remember somebody, in milliseconds; 0: not at all.
    package var tokenCacheLimit: UInt64 = 2000
    /// Whether every proof of possession needs a nonce of ours; else only those of apps that asked for it.
    package var demandsDPoPNonces = false
    /// Whether apps may register themselves (RFC 7591), and how many; nil: not at all.
    package var registration: RegistrationPolicy?
    /// Where the documents of apps come from that are known by the address of one; nil: no app is.
    package var documents: (any ClientDocumentSource)?
    /// What webhooks may reach: nothing, unless somebody says so.
    package var receivers: any ReceiverCheck = NoReceivers()
    package var webhookSchedule = RetrySchedule.standard
    package var passwordCost = PasswordHash.Cost.standard

    var metadataOptions: Metadata.Options {
        var options: Metadata.Options = []
        if registration != nil { options.insert(.registration) }
        if documents != nil { options.insert(.documents) }
        return options
    }

    package init(origins: Origins, files: any ContentStore, printer: any DocumentPrinter) {
        (self.origins, self.files, self.printer) = (origins, files, printer)
    }
}
