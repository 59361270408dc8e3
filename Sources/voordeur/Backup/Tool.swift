import Foundation

/// A program of somebody else that does a part of our work.
struct Tool: Sendable {
    private let name: String
    private let package: String

    /// - Parameter package: of Debian, that has it.
    init(_ name: String, from package: String) { (self.name, self.package) = (name, package) }

    /// Runs it to its end.
    /// - Parameter environment: beside ours.
    /// - Returns: what it said.
    /// - Throws: `Trouble` with its own words if it failed.
    func run(_ arguments: [String], environment: [String: String]) async throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [name] + arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        let (output, complaints) = (Pipe(), Pipe())
        (process.standardOutput, process.standardError) = (output, complaints)
        let ended = AsyncStream<Int32> { continuation in
            process.terminationHandler = {
                continuation.yield($0.terminationStatus)
                continuation.finish()
            }
        }
        try process.run()
        // Both at once: a tool that waits to be read never ends.
        async let said = Self.text(output)
        async let complained = Self.text(complaints)
        let (answer, words) = await (said, complained)
        var status: Int32 = 0
        for await code in ended { status = code }
        switch status {
        case 0: return answer
        case 127: throw Trouble("\(name) is not installed on this machine; the package \(package) has it.")
        default: throw Trouble("\(name) failed: \(words.split(whereSeparator: \.isNewline).joined(separator: " "))")
        }
    }

    private static func text(_ pipe: Pipe) async -> String {
        await withCheckedContinuation { continuation in
            // Reading blocks its thread.
            Thread.detachNewThread {
                let data = (try? pipe.fileHandleForReading.readToEnd()) ?? Data()
                continuation.resume(returning: String(decoding: data, as: UTF8.self))
            }
        }
    }
}
