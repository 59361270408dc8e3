import ArgumentParser
import Web

struct OpenAPICommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "openapi", abstract: "The OpenAPI 3.1 document of the API, as JSON or YAML.")

    @Option(help: "Of this version instead of the newest.")
    var version: String?

    @Flag(help: "As YAML.")
    var yaml = false

    func run() async throws {
        let versions = APIVersions.published
        let wanted = version.map { name in versions.all.first { $0.name == name } } ?? versions.newest
        guard let wanted else {
            throw Trouble(
                "There is no version \(version ?? ""): it is one of \(versions.names.joined(separator: ", ")).")
        }
        let settings = try await ServerSettings.load()
        let document = OpenAPIDocument(version: wanted, origins: settings.origins)
        Console.put(
            yaml ? YAMLText(document.document).text : String(decoding: document.json(), as: UTF8.self) + "\n")
    }
}
