import ArgumentParser
import Kernel
import PortalDomain

struct GenerateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate",
        abstract: "Invents customers, for tests and measurements; the same seed invents the same ones.")

    @Option(help: ArgumentHelp("The portal that gets them.", valueName: "slug"))
    var portal: String

    @Option(help: "How many.")
    var customers: Int

    @Option(help: "Another number makes other customers.")
    var seed: UInt64 = 1

    func validate() throws {
        guard (1...10_000_000).contains(customers) else {
            throw ValidationError("--customers is a number from 1 to 10000000.")
        }
    }

    func run() async throws {
        let settings = try await ServerSettings.load()
        try await Workbench.open(settings) { bench in
            guard let found = try await bench.useCases.portals.find(slug: portal) else {
                throw Trouble("There is no portal \"\(portal)\".")
            }
            let bar = ProgressBar(total: customers, unit: "customers")
            try await BulkCustomers(bench).insert(customers, seed: seed, into: found.id) { bar.show($0) }
            bar.clear()
            let count = "\(ProgressBar.grouped(customers)) \(customers == 1 ? "customer" : "customers")"
            Console.say("\(count) added to \(found.slug), \(ProgressBar.grouped(bar.rate(customers))) a second.")
        }
    }
}
