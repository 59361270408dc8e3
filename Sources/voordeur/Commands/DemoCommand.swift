import ArgumentParser
import Kernel

struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "Makes the demo data if it is absent, and prints its credentials.")

    @Flag(help: "Prints one JSON object.")
    var json = false

    func run() async throws {
        let settings = try await ServerSettings.load()
        // What a server on this data needs as well, so that copying the folder after this command copies all of it.
        _ = try SecretKeyFile(path: settings.secretKeyFile).load(from: .system())
        let demo = try await Workbench.open(settings) { bench in try await DemoData(bench).make() }
        if json {
            Console.put(try DemoReport(demo, settings.origins).json)
        } else {
            Console.put(DemoReport(demo, settings.origins).text)
        }
    }
}
