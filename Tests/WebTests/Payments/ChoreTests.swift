import Background
import Kernel
import Logging
import PortalDomain
import Synchronization
import TestSupport
import Testing

@Suite("What one node does for all", .timeLimit(.minutes(1)))
struct ChoreTests {
    @Test(
        "One node does it until nothing is due; another takes over when the first is gone", arguments: Backend.available
    )
    func lease(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            let due = Mutex(5)
            func chore(_ node: String) -> Chore {
                Chore("test", database: api.database, node: node, ambient: api.ambient, logger: Logger(label: "test")) {
                    due.withLock { due in
                        let taken = min(due, 2)
                        due -= taken
                        return taken
                    }
                }
            }
            let (first, second) = (chore("one"), chore("two"))
            let all = try await first.look()
            #expect(all == 5)
            due.withLock { $0 = 1 }
            #expect(try await second.look() == nil)
            #expect(try await first.look() == 1)
            #expect(try await first.look() == 0)
            due.withLock { $0 = 3 }
            api.clock.advance(seconds: 60)
            #expect(try await second.look() == 3)
            #expect(try await first.look() == nil)
        }
    }

    @Test("The term job makes what is due, through the lease", arguments: Backend.available)
    func terms(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            let till = Till(api)
            let body = SubscriptionTests.body(try await api.customer(), start: "2026-03-03")
            let id = try #require(try await api.post(SubscriptionTests.path, body).text("id"))
            let chore = Chore(
                "subscription terms", database: api.database, ambient: api.ambient, logger: Logger(label: "test")
            ) { try await till.subscriptions.makeTerms() }
            #expect(try await chore.look() == 0)
            api.clock.advance(seconds: 65 * 86_400)
            #expect(try await chore.look() == 3)
            #expect(try await api.get("\(SubscriptionTests.path)/\(id)").text("renewsAt") == "2026-06-03")
        }
    }
}
