import ArgumentParser
import Kernel
import PortalDomain

struct GenerateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate",
        abstract: "Invents customers and invoices, for tests and measurements; the same seed invents the same ones.",
        discussion: """
            They are spread over the past three years and go straight into the database: no mails, webhooks or audit events are \
            made for them. Invoices are numbered in the portal's series, and share one PDF. Before invoices come the customers; \
            with --invoices alone, those that the portal has get them.

            It can run beside a server. What was added when it is stopped is whole and stays.
            """)

    @Option(help: ArgumentHelp("The portal that gets them.", valueName: "slug"))
    var portal: String

    @Option(help: "How many customers to add.")
    var customers = 0

    @Option(help: "How many invoices to add.")
    var invoices = 0

    @Option(help: "Another number makes others.")
    var seed: UInt64 = 1

    func validate() throws {
        for (name, number) in [("customers", customers), ("invoices", invoices)]
        where !(0...10_000_000).contains(number) {
            throw ValidationError("--\(name) is a number from 1 to 10000000.")
        }
        guard customers + invoices > 0 else { throw ValidationError("Say how many: --customers, --invoices or both.") }
    }

    func run() async throws {
        let settings = try await ServerSettings.load()
        try await Workbench.open(settings) { bench in
            guard let found = try await bench.useCases.portals.find(slug: portal) else {
                throw Trouble("There is no portal \"\(portal)\".")
            }
            try await Interruption.cancelling {
                try await add(customers, "customers", to: found) { bar in
                    try await BulkCustomers(bench).insert(customers, seed: seed, into: found.id) { bar.show($0) }
                }
                try await add(invoices, "invoices", to: found) { bar in
                    try await insertInvoices(bench, found, bar)
                }
            }
        }
    }

    private func insertInvoices(_ bench: Workbench, _ portal: Portal, _ bar: ProgressBar) async throws -> Int {
        guard let zone = TimeZones().table(named: portal.timeZone) else {
            throw Trouble("The time zone \(portal.timeZone) is not known here: install tzdata.")
        }
        return try await BulkInvoices(bench).insert(invoices, seed: seed, into: portal.id, in: zone) { bar.show($0) }
    }

    /// Does one kind, and says what came of it.
    private func add(
        _ wanted: Int, _ unit: String, to portal: Portal, _ work: (ProgressBar) async throws -> Int
    ) async throws {
        guard wanted > 0 else { return }
        let bar = ProgressBar(total: wanted, unit: unit)
        let count = Task.isCancelled ? 0 : try await work(bar)
        bar.clear()
        guard count == wanted else {
            throw Trouble(
                "Stopped: \(ProgressBar.grouped(count)) of \(ProgressBar.grouped(wanted)) \(unit) were added to \(portal.slug), and stay."
            )
        }
        let things = "\(ProgressBar.grouped(count)) \(count == 1 ? String(unit.dropLast()) : unit)"
        Console.say("\(things) added to \(portal.slug), \(ProgressBar.grouped(bar.rate(count))) a second.")
    }
}
