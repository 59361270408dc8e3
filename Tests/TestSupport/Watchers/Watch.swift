import Kernel
package import Persistence
import Synchronization

/// What is watched during every test of a server: what no single test asserts and every test must leave true (checklist, "Watchers").
package enum Watcher: String, CaseIterable, Sendable {
    case serverErrors = "W1 never a 5xx"
    case noStore = "W2 secrets and answers of the protocol are never stored"
    case redirects = "W3 no Location to an origin that is not registered"
    case errorTexts = "W4 error and error_description keep to their characters"
    case logs = "W5 no secret in a log"
    case branches = "W6 one live refresh token per grant"
    case auditEvents = "W7 exactly one audit event per state change"
    case contract = "W8 every answer of the API as its OpenAPI document promises"
}

/// What the watchers of one test saw. They raise alarms while the test runs; `finish` looks at what only the end can tell, and throws
/// if there was any alarm.
package final class Watch: Sendable {
    package struct Alarm: Error, Sendable, Equatable, CustomStringConvertible {
        package let watcher: Watcher
        package let what: String
        package var description: String { "\(watcher.rawValue): \(what)" }
    }

    /// Thrown at the end of a test.
    package struct Alarms: Error, CustomStringConvertible {
        package let alarms: [Alarm]
        package var description: String { alarms.map(\.description).joined(separator: "\n") }
        package var watchers: Set<Watcher> { Set(alarms.map(\.watcher)) }
    }

    private struct State {
        var alarms: [Alarm] = []
        var excused: Set<Watcher> = []
        /// Values that were sent as secrets, in whatever form: what no log may hold.
        var secrets: Set<String> = []
        var refreshTokens: Set<TokenDigest> = []
    }

    private let state = Mutex(State())

    package init() {}

    /// For a test that takes away what a watcher relies on, such as the database.
    package func excuse(_ watchers: Watcher...) { state.withLock { $0.excused.formUnion(watchers) } }

    package func raise(_ watcher: Watcher, _ what: String) {
        state.withLock { state in
            // The first few tell the story.
            guard !state.excused.contains(watcher), state.alarms.count < 20 else { return }
            state.alarms.append(Alarm(watcher: watcher, what: what))
        }
    }

    /// What was raised until now, which then does not fail the test: for tests of the watchers.
    package func takeAlarms() -> Set<Watcher> {
        state.withLock { state in
            defer { state.alarms = [] }
            return Set(state.alarms.map(\.watcher))
        }
    }

    /// Remembers what must not be in a log. Short values are words that tests make up, and occur everywhere.
    func keep(secret: String) {
        guard secret.utf8.count >= 16, !secret.hasPrefix("vdr_") else { return }
        state.withLock { _ = $0.secrets.insert(secret) }
    }

    func handedOut(refreshToken: Credential) {
        let digest = refreshToken.digest
        state.withLock { _ = $0.refreshTokens.insert(digest) }
    }

    package func finish(_ logs: CapturedLogs, on database: any SQLDatabase) async throws {
        let (secrets, tokens, excused) = state.withLock { ($0.secrets, $0.refreshTokens, $0.excused) }
        for leak in LogWatcher.leaks(in: logs.text, of: secrets) { raise(.logs, leak) }
        if !excused.contains(.branches) {
            for fault in try await BranchWatcher.faults(on: database, handedOut: tokens) { raise(.branches, fault) }
        }
        let alarms = state.withLock { $0.alarms }
        if !alarms.isEmpty { throw Alarms(alarms: alarms) }
    }
}
