import Kernel
import Persistence
import PortalDomain
import Printing
import TestSupport
import Web

/// Invoices and offers, wired as the server does it.
struct PaperBench: Sendable {
    let invoices: CustomerInvoices
    let offers: CustomerOffers
    let platformInvoices: PlatformInvoices
    private let customers: Customers
    private let contents: Contents

    init(on database: any SQLDatabase, ambient: Ambient, contents: Contents) {
        let journal = Journal(ambient: ambient, renderer: .payloads)
        let letterheads = Letterheads(database: database, journal: journal, ambient: ambient)
        let papers = PaperWork(database: database, letterheads: letterheads, printer: .shared, contents: contents)
        invoices = CustomerInvoices(
            database: database, journal: journal, ambient: ambient, links: .ofTests, papers: papers)
        offers = CustomerOffers(database: database, journal: journal, ambient: ambient, papers: papers)
        platformInvoices = PlatformInvoices(
            database: database, journal: journal, ambient: ambient, letterheads: letterheads, papers: papers)
        customers = Customers(database: database, journal: journal, ambient: ambient)
        self.contents = contents
    }

    func endpoints(_ downloads: DownloadLinks) -> [Endpoint] {
        let origins = APIBench.origins
        return CustomerInvoiceOperations(
            invoices: invoices, customers: customers, contents: contents, downloads: downloads, origins: origins
        ).endpoints
            + CustomerOfferOperations(
                offers: offers, customers: customers, contents: contents, downloads: downloads, origins: origins
            ).endpoints
            + PlatformInvoiceOperations(
                invoices: platformInvoices, downloads: downloads, origins: origins
            ).endpoints
    }
}

extension APIBench {
    private var papers: PaperBench { PaperBench(on: database, ambient: ambient, contents: contents) }
    var invoices: CustomerInvoices { papers.invoices }
    var platformInvoices: PlatformInvoices { papers.platformInvoices }
}
