import ArgumentParser

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Checks database, files, clock and addresses. Exit status 1 if something is wrong.")

    func run() async throws {
        let settings = try await ServerSettings.load()
        let findings = await Doctor(settings).examine()
        for finding in findings { Console.say("\(finding.mark) \(finding.subject): \(finding.text)") }
        let troubles = findings.count { $0.kind == .trouble }
        guard troubles > 0 else { return }
        Console.complain("voordeur: \(troubles) \(troubles == 1 ? "check" : "checks") failed.")
        throw ExitCode.failure
    }
}
