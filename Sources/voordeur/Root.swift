import ArgumentParser
import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// `voordeur`: the server, and everything its operator does beside it.
@main
struct Root: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "voordeur",
        abstract: "A customer portal, an OAuth 2 server and a REST API, in one program.",
        discussion:
            "Settings come from flags, the environment (VOORDEUR_…), a .env file and voordeur.yaml; `voordeur config` shows them.",
        subcommands: [
            ServeCommand.self, DemoCommand.self, MigrateCommand.self, PortalCommand.self, DeveloperCommand.self,
            AppCommand.self, ResourceServerCommand.self, GenerateCommand.self, MailCommand.self, BackupCommand.self,
            RestoreCommand.self, ConfigCommand.self, DoctorCommand.self, OpenAPICommand.self, BenchCeilingCommand.self,
            BenchFilesCommand.self,
        ])

    /// Exit status 0; 1 for trouble, told in one line; 64 for wrong usage (`EX_USAGE`).
    static func main() async {
        // What we write is for nobody else on this machine: the database, the key, the demo credentials.
        umask(0o077)
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            guard !(error is ExitCode), exitCode(for: error) == .failure else { exit(withError: error) }
            Console.complain("voordeur: \(Trouble.line(for: error))")
            exit(withError: ExitCode.failure)
        }
    }
}
