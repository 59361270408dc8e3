import Kernel
import Testing

@testable import OAuth

@Suite("Last use of credentials (O41)", .timeLimit(.minutes(1)))
struct UseLogTests {
    private let log = UseLog()
    private let now = Timestamp(seconds: 1_741_000_000)

    @Test("209: 1,000 uses of one credential are one note, of the latest time and its address")
    func latest() {
        let principal = Fixture.principal(TokenDigest(of: "a"))
        for second in 0..<10 {
            for call in 0..<100 { log.note(principal, from: "192.0.2.\(call)", at: now + Int64(second)) }
        }
        let uses = log.drain()
        #expect(uses.count == 1)
        #expect(uses.first?.at == now + 9)
        #expect(uses.first?.kind == principal.kind)
        #expect(uses.first?.portal == Fixture.a.id)
        #expect(uses.first?.address == "192.0.2.0")
    }

    @Test("Different credentials are different notes, and draining forgets them")
    func drain() {
        log.note(Fixture.principal(TokenDigest(of: "a")), from: "192.0.2.1", at: now)
        log.note(Fixture.principal(TokenDigest(of: "b"), portal: Fixture.b), from: "192.0.2.2", at: now)
        #expect(Set(log.drain().map(\.address)) == ["192.0.2.1", "192.0.2.2"])
        #expect(log.drain().isEmpty)
        log.note(Fixture.principal(TokenDigest(of: "a")), from: "192.0.2.1", at: now)
        #expect(log.drain().count == 1)
    }
}
