import Crypto
import Kernel
import Persistence
import PortalDomain
import PostgresDriver
import Printing
import SQLiteDriver
import Schema
import Web

/// An open database with the schema of this release, and the use cases on it: what a command works with.
struct Workbench: Sendable {
    let settings: ServerSettings
    let database: any SQLDatabase
    let files: any ContentStore
    let printer: any DocumentPrinter
    let ambient: Ambient

    /// Runs `body` on the database of the configuration, which is closed afterwards.
    // Not inlined: the optimiser of Swift 6.3.1 crashes in `CoroSplit` when it is.
    @inline(never)
    static func open<Outcome: Sendable>(
        _ settings: ServerSettings, progress: @escaping @Sendable (Migrator.Progress) -> Void = { _ in },
        _ body: (Workbench) async throws -> Outcome
    ) async throws -> Outcome {
        let ambient = Ambient.system()
        let bench = Workbench(
            settings: settings, database: try await settings.database.open(), files: settings.files.store(ambient),
            printer: PDFPrinter(), ambient: ambient)
        do {
            try await Migrator(Migrations.all, on: bench.database).migrate(now: bench.ambient.now(), progress: progress)
            let outcome = try await body(bench)
            await bench.database.close()
            return outcome
        } catch {
            await bench.database.close()
            throw error
        }
    }

    /// The same database at another time: history is written with a clock of its own.
    func at(_ moment: Timestamp) -> Workbench {
        let system = ambient
        return Workbench(
            settings: settings, database: database, files: files, printer: printer,
            ambient: Ambient(milliseconds: { UInt64(moment.seconds) * 1000 }, randomBytes: system.randomBytes))
    }

    var journal: Journal {
        Journal(ambient: ambient, renderer: EventPayloads(zones: TimeZones(), origins: settings.origins))
    }
    var links: MailedLinks {
        MailedLinks(
            database: database, ambient: ambient, manageURL: "\(settings.origins.publicURL)/manage",
            developersURL: settings.origins.developers)
    }
    var portals: Portals { Portals(database: database, ambient: ambient, changes: .unheard, links: links) }
    var users: Users { Users(database: database, ambient: ambient, changes: .unheard) }
    var memberships: Memberships { Memberships(database: database, ambient: ambient, changes: .unheard, links: links) }
    var developers: Developers { Developers(database: database, ambient: ambient, changes: .unheard, links: links) }
    var resourceServers: ResourceServers { ResourceServers(database: database, ambient: ambient) }
    var keys: APIKeys { APIKeys(database: database, ambient: ambient, changes: .unheard) }
    var apps: Apps { Apps(database: database, ambient: ambient, changes: .unheard) }
    var registrations: Registrations {
        Registrations(database: database, ambient: ambient, changes: .unheard)
    }
    var customers: Customers { Customers(database: database, journal: journal, ambient: ambient) }
    var groups: CustomerGroups { CustomerGroups(database: database, journal: journal, ambient: ambient) }
    var contents: Contents { Contents(database: database, store: files, ambient: ambient) }
    var paymentLinks: PaymentLinks { PaymentLinks(database: database, journal: journal, ambient: ambient) }
    var subscriptions: Subscriptions {
        Subscriptions(
            database: database, journal: journal, ambient: ambient, zones: TimeZones(), addresses: paymentPages,
            invoices: customerInvoices(SymmetricKey(size: .bits256)))
    }
    var subscriptionPackages: SubscriptionPackages {
        SubscriptionPackages(database: database, journal: journal, ambient: ambient)
    }
    /// Through the sandbox: a provider's key could not be read here.
    var payments: Payments {
        let box = SecretBox(key: SymmetricKey(size: .bits256))
        return Payments(
            database: database, journal: journal, ambient: ambient,
            settings: PaymentSettings(database: database, journal: journal, box: box), zones: TimeZones(),
            addresses: paymentPages, invoices: customerInvoices(SymmetricKey(size: .bits256)))
    }
    private var paymentPages: PaymentAddresses { PaymentAddresses(origin: settings.origins.publicURL) }
    var letterheads: Letterheads { Letterheads(database: database, journal: journal, ambient: ambient) }
    var papers: PaperWork {
        PaperWork(database: database, letterheads: letterheads, printer: printer, contents: contents)
    }
    /// Addresses of payment are made from the key of the installation, so that the server knows them.
    func customerInvoices(_ key: SymmetricKey) -> CustomerInvoices {
        CustomerInvoices(
            database: database, journal: journal, ambient: ambient,
            links: PublicInvoiceLinks(serverKey: key, origin: settings.origins.publicURL), papers: papers)
    }
    var customerOffers: CustomerOffers {
        CustomerOffers(database: database, journal: journal, ambient: ambient, papers: papers)
    }
    var platformInvoices: PlatformInvoices {
        PlatformInvoices(
            database: database, journal: journal, ambient: ambient, letterheads: letterheads, papers: papers)
    }
    var outbox: Outbox { Outbox(database: database) }
}

extension DatabaseLocation {
    /// Opens the database. A file and its folder are made if they are missing.
    // Not inlined: the optimiser of Swift 6.3.1 crashes in `CoroSplit` when it is.
    @inline(never)
    func open() async throws -> any SQLDatabase {
        switch self {
        case .file(let path):
            try PrivateFile(path: path).makeFolder()
            return try await SQLiteDatabase(path: path, guard: Migrations.statementGuard)
        case .server(let configuration):
            return try await PostgresDatabase(configuration: configuration, guard: Migrations.statementGuard)
        }
    }
}
