import ArgumentParser
import Crypto
import Hummingbird
import Kernel
import Logging
import PortalDomain
import Web

/// Large files up and down, for `make bench` and the tests only.
struct BenchFilesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench-files", abstract: "Takes and gives files of any size.", shouldDisplay: false)

    @Option var portal: String

    func run() async throws {
        let settings = try await ServerSettings.load()
        try await Workbench.open(settings) { bench in
            guard let portal = try await bench.useCases.portals.find(slug: portal) else {
                throw Trouble("There is no portal \(portal).")
            }
            let router = Router(context: AppContext.self)
            let downloads = DownloadLinks(key: SymmetricKey(size: .bits256), origin: settings.origins.publicURL)
            LargeFileRoutes(
                contents: bench.useCases.contents, downloads: downloads, portal: portal.id, ambient: bench.ambient
            )
            .add(to: router)
            var logger = Logger(label: "bench-files")
            logger.logLevel = .error
            let address = BindAddress.hostname(settings.listen.host, port: settings.listen.port)
            try await Application(router: router, configuration: .init(address: address), logger: logger).runService()
        }
    }
}
