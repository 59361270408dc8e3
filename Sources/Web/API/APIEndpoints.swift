package import PortalDomain

/// The route table of the API: what stands behind each operation that `APICatalog` describes.
package enum APIEndpoints {
    package static func all(_ useCases: UseCases, _ downloads: DownloadLinks, _ origins: Origins) -> [Endpoint] {
        people(useCases, origins) + work(useCases, downloads, origins) + money(useCases, downloads, origins)
            + files(useCases, downloads, origins)
            + WebhookOperations(webhooks: useCases.webhooks, origins: origins).endpoints + MeOperations().endpoints
    }

    private static func people(_ useCases: UseCases, _ origins: Origins) -> [Endpoint] {
        CustomerOperations(customers: useCases.customers, origins: origins).endpoints
            + CustomerGroupOperations(
                groups: useCases.customerGroups, customers: useCases.customers, origins: origins
            ).endpoints
    }

    private static func work(_ useCases: UseCases, _ downloads: DownloadLinks, _ origins: Origins) -> [Endpoint] {
        AppointmentOperations(
            appointments: useCases.appointments, customers: useCases.customers, origins: origins
        ).endpoints
            + PunchCardOperations(cards: useCases.punchCards, origins: origins).endpoints
            + IssuedPunchCardOperations(cards: useCases.punchCards, origins: origins).endpoints
            + TicketOperations(tickets: useCases.tickets, customers: useCases.customers, origins: origins).endpoints
            + TicketAttachmentOperations(
                tickets: useCases.tickets, contents: useCases.contents, downloads: downloads, origins: origins
            ).endpoints
            + AgreementOperations(
                agreements: useCases.agreements, customers: useCases.customers, contents: useCases.contents,
                downloads: downloads, origins: origins
            ).endpoints
    }

    private static func money(_ useCases: UseCases, _ downloads: DownloadLinks, _ origins: Origins) -> [Endpoint] {
        CustomerInvoiceOperations(
            invoices: useCases.customerInvoices, customers: useCases.customers, contents: useCases.contents,
            downloads: downloads, origins: origins
        ).endpoints
            + CustomerOfferOperations(
                offers: useCases.customerOffers, customers: useCases.customers, contents: useCases.contents,
                downloads: downloads, origins: origins
            ).endpoints
            + PlatformInvoiceOperations(
                invoices: useCases.platformInvoices, downloads: downloads, origins: origins
            ).endpoints + PaymentLinkOperations(links: useCases.paymentLinks, origins: origins).endpoints
            + SubscriptionOperations(
                subscriptions: useCases.subscriptions, customers: useCases.customers,
                settings: useCases.paymentSettings, origins: origins
            ).endpoints
            + PackageOperations(
                packages: useCases.subscriptionPackages, signUps: useCases.signUps,
                subscriptions: useCases.subscriptions, customers: useCases.customers,
                settings: useCases.paymentSettings, origins: origins
            ).endpoints
    }

    private static func files(_ useCases: UseCases, _ downloads: DownloadLinks, _ origins: Origins) -> [Endpoint] {
        FileOperations(files: useCases.files, downloads: downloads, origins: origins).endpoints
            + FileShareOperations(
                shares: useCases.fileShares, customers: useCases.customers, origins: origins
            ).endpoints
            + FileRequestOperations(
                requests: useCases.fileRequests, customers: useCases.customers, origins: origins
            ).endpoints
    }
}
