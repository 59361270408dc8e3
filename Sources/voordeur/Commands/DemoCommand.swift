import ArgumentParser
import Kernel

struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "Makes the demo data if it is absent, and prints its credentials.")

    @Flag(help: "Prints one JSON object.")
    var json = false

    func run() async throws {
        let settings = try await ServerSettings.load()
        let demo = try await Workbench.open(settings) { bench in try await DemoData(bench).make() }
        if json {
            Console.put(try DemoReport(demo, settings.origins).json)
        } else {
            Console.put(DemoReport(demo, settings.origins).text)
        }
    }
}
