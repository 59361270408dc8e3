import ArgumentParser
import Hummingbird
import Logging
import NIOCore

/// The bare framework with one answer: what no server on it can be faster than. For `make bench` only.
struct BenchCeilingCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench-ceiling", abstract: "One static answer from the bare framework.", shouldDisplay: false)

    @Option var listen: String
    @Option var bytes: Int

    func validate() throws {
        guard ListenAddress(listen) != nil else { throw ValidationError("--listen is host:port.") }
        guard (2...100_000_000).contains(bytes) else {
            throw ValidationError("--bytes is a number from 2 to 100000000.")
        }
    }

    func run() async throws {
        guard let address = ListenAddress(listen) else { return }
        // A JSON string: two quotes, and as many letters as fill the rest.
        let body = ByteBuffer(string: "\"\(String(repeating: "x", count: bytes - 2))\"")
        let router = Router()
        router.get("/") { _, _ in
            Response(status: .ok, headers: [.contentType: "application/json"], body: .init(byteBuffer: body))
        }
        var logger = Logger(label: "bench-ceiling")
        logger.logLevel = .error
        let application = Application(
            router: router, configuration: .init(address: .hostname(address.host, port: address.port)), logger: logger)
        try await application.runService()
    }
}
