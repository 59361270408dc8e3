import Foundation
import Synchronization
import TestSupport
import Testing

/// Random sequences on the server and on the model (checklist, "Tests beyond the rows", 1).
///
/// `VOORDEUR_MODEL_STEPS`: how many steps on each database. `VOORDEUR_MODEL_SEED`: where the sequences start.
@Suite("Model", .timeLimit(.minutes(Length.minutes)))
struct ModelTests {

    @Test("every answer and every live token are what the model says", arguments: Backend.available)
    func sequences(on backend: Backend) async throws {
        let count = Length.steps / Length.sequence
        // A server of its own for every fifty, so that neither its log nor its database grows for hours.
        for first in stride(from: 0, to: count, by: 50) {
            let differs = Flag()
            try await withServer(on: backend) { server in
                let company = try await Company(server)
                for number in first..<min(first + 50, count) {
                    let seed = Length.seed &+ number
                    guard let failure = try await Self.failure(of: Self.sequence(seed), server, company) else {
                        continue
                    }
                    let shortest = try await shrink(Self.sequence(seed)) { candidate in
                        try await Self.failure(of: candidate, server, company) != nil
                    }
                    let last = try await Self.failure(of: shortest, server, company) ?? failure
                    let lines = shortest.enumerated().map { "\($0.offset): \($0.element)" }.joined(separator: "\n")
                    Issue.record("seed \(seed) on \(backend): \(last)\n\(lines)")
                    differs.raise()
                    return
                }
            }
            if differs.isRaised { return }
        }
    }

    @Test("a sequence is shrunk to the steps that matter")
    func shrinking() async {
        let steps = Self.sequence(7) + [.restart] + Self.sequence(8) + [.wait(seconds: 77)] + Self.sequence(9)
        let shortest = await shrink(steps) { candidate in
            let texts = candidate.map(\.description)
            guard let restart = texts.firstIndex(of: "restart") else { return false }
            return texts[restart...].contains("wait 77")
        }
        #expect(shortest.map(\.description) == ["restart", "wait 77"])
    }

    private static func sequence(_ seed: Int) -> [Step] {
        var dice = SeededGenerator(seed: UInt64(bitPattern: Int64(seed)))
        return (0..<Length.sequence).map { _ in Step.random(&dice) }
    }

    private static func failure(
        of steps: [Step], _ server: ServerUnderTest, _ company: Company
    ) async throws -> Play.Difference? {
        var play = try await Play(server, company)
        return try await play.run(steps)
    }
}

/// How much is played.
private enum Length {
    static let steps = setting("VOORDEUR_MODEL_STEPS") ?? 10_000
    static let seed = setting("VOORDEUR_MODEL_SEED") ?? 1
    /// Steps of one sequence.
    static let sequence = 40
    static let minutes = steps > 20_000 ? 24 * 60 : 20

    private static func setting(_ name: String) -> Int? { ProcessInfo.processInfo.environment[name].flatMap(Int.init) }
}

private final class Flag: Sendable {
    private let state = Mutex(false)
    var isRaised: Bool { state.withLock { $0 } }
    func raise() { state.withLock { $0 = true } }
}
