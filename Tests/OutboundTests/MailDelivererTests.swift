import Background
import Kernel
import Logging
import Persistence
import Schema
import Synchronization
import TestSupport
import Testing

@testable import PortalDomain

/// A post office that answers as it is told, and remembers what it was handed.
final class FakeTransport: MailTransport {
    struct State {
        var connections = 0
        var delivered: [MailID] = []
        /// Answers to come, for any mail; none: it is taken.
        var answers: [MailTrouble?] = []
        var refusesConnections: String?
    }
    let state = Mutex(State())

    func connect() async throws(MailTrouble) -> any MailConnection {
        let refusal = state.withLock { state in
            state.connections += 1
            return state.refusesConnections
        }
        if let refusal { throw .server(refusal) }
        return Connection(office: self)
    }

    var delivered: [MailID] { state.withLock { $0.delivered } }

    struct Connection: MailConnection {
        let office: FakeTransport

        func send(_ mail: OutboxMail) async throws(MailTrouble) {
            let trouble = office.state.withLock { state -> MailTrouble? in
                if !state.answers.isEmpty, let trouble = state.answers.removeFirst() { return trouble }
                state.delivered.append(mail.id)
                return nil
            }
            await Task.yield()
            if let trouble { throw trouble }
        }
        func hurry() {}
        func close() async {}
    }
}

@Suite("Delivery of mails (O71)", .timeLimit(.minutes(2)))
struct MailDelivererTests {
    struct Scene: Sendable {
        let database: any SQLDatabase
        let clock: ManualClock
        let office: FakeTransport
        let tally: MailTally
        let ambient: Ambient
        var outbox: Outbox { Outbox(database: database) }

        func node() -> MailDeliverer {
            MailDeliverer(
                database: database, transport: office, tally: tally, ambient: ambient,
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        }

        @discardableResult
        func write(_ count: Int = 1) async throws -> [MailID] {
            let journal = Journal(ambient: ambient)
            try await database.write { connection throws(StorageError) in
                for number in 0..<count {
                    try journal.mail(
                        Mail(to: "p\(number)@x.example", subject: "S", body: "https://x.example/?token=secret"),
                        on: connection)
                }
            }
            return try await outbox.list().map(\.id)
        }

        func only() async throws -> OutboxMail { try #require(try await outbox.list().first) }
    }

    static func scene(on backend: Backend, _ body: @escaping @Sendable (Scene) async throws -> Void) async throws {
        try await withDatabase(on: backend, migrations: Migrations.all, tenantTables: Migrations.tenantTables) {
            database in
            let clock = ManualClock()
            try await body(
                Scene(
                    database: database, clock: clock, office: FakeTransport(), tally: MailTally(),
                    ambient: clock.ambient))
        }
    }

    @Test("what is in the outbox is sent once, over one connection", arguments: Backend.available)
    func sends(on backend: Backend) async throws {
        try await Self.scene(on: backend) { scene in
            let ids = try await scene.write(5)
            try await scene.node().sweep()
            try await scene.node().sweep()
            #expect(scene.office.delivered.sorted() == ids.sorted())
            #expect(scene.office.state.withLock { $0.connections } == 1)
            let mails = try await scene.outbox.list()
            #expect(mails.allSatisfy { $0.state == .sent && $0.sentAt == scene.clock.now && $0.nextAttemptAt == nil })
            #expect(scene.tally.counts == .init(sent: 5, failed: 0, postponed: 0))
        }
    }

    @Test("two nodes at once send each mail once", arguments: Backend.available)
    func nodes(on backend: Backend) async throws {
        try await Self.scene(on: backend) { scene in
            let ids = try await scene.write(20)
            let nodes = (0..<4).map { _ in scene.node() }
            for _ in 0..<10 {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for node in nodes { group.addTask { try await node.sweep() } }
                    try await group.waitForAll()
                }
                scene.clock.advance(seconds: 31)  // the lease goes to whoever comes first
            }
            #expect(scene.office.delivered.sorted() == ids.sorted())
        }
    }

    @Test("claims alone are enough: without the lease each mail is still sent once", arguments: Backend.available)
    func claims(on backend: Backend) async throws {
        try await Self.scene(on: backend) { scene in
            let ids = try await scene.write(12)
            let queue = MailQueue(database: scene.database)
            let claimed = try await withThrowingTaskGroup(of: [MailID].self) { group in
                for node in 0..<4 {
                    group.addTask {
                        var mine: [MailID] = []
                        for number in 0..<24 {
                            let mail = try await queue.claim(token: "\(node)-\(number)", at: scene.clock.now)
                            if let mail { mine.append(mail.mail.id) }
                        }
                        return mine
                    }
                }
                return try await group.reduce(into: [MailID]()) { $0 += $1 }
            }
            #expect(claimed.sorted() == ids.sorted())
        }
    }

    @Test("a 4xx is tried again after growing pauses, then sent", arguments: Backend.available)
    func postponed(on backend: Backend) async throws {
        try await Self.scene(on: backend) { scene in
            try await scene.write()
            scene.office.state.withLock { $0.answers = [.postponed("451 later"), .postponed("452 full"), nil] }
            var pauses: [Int64] = []
            for _ in 0..<2 {
                try await scene.node().sweep()
                let mail = try await scene.only()
                #expect(mail.state == .waiting)
                pauses.append(try #require(mail.nextAttemptAt) - scene.clock.now)
                scene.clock.advance(seconds: Int(pauses.last! - 1))
                try await scene.node().sweep()  // not yet
                #expect(try await scene.only().attempts == pauses.count)
                scene.clock.advance(seconds: 1)
            }
            #expect(pauses == [60, 300])
            #expect(try await scene.only().lastError == "452 full")
            try await scene.node().sweep()
            let mail = try await scene.only()
            #expect((mail.state, mail.attempts, mail.lastError) == (.sent, 3, nil))
            #expect(scene.tally.counts == .init(sent: 1, failed: 0, postponed: 2))
        }
    }

    @Test("a 5xx is the end, with its reason, until the operator says otherwise", arguments: Backend.available)
    func refused(on backend: Backend) async throws {
        try await Self.scene(on: backend) { scene in
            try await scene.write()
            scene.office.state.withLock { $0.answers = [.refused("550 no such user")] }
            try await scene.node().sweep()
            scene.clock.advance(seconds: 3600)
            try await scene.node().sweep()
            let mail = try await scene.only()
            #expect((mail.state, mail.attempts, mail.nextAttemptAt) == (.failed, 1, nil))
            #expect(mail.lastError == "550 no such user")
            #expect(scene.office.delivered.isEmpty)
            #expect(try await scene.outbox.counts() == .init(waiting: 0, failed: 1, sent: 0))

            #expect(try await scene.outbox.retry(mail.id, at: scene.clock.now))
            try await scene.node().sweep()
            #expect(try await scene.only().state == .sent)
            #expect(try await scene.outbox.retry(mail.id, at: scene.clock.now) == false)
        }
    }

    @Test(
        "trouble of the server makes all mails wait, and costs one connection each time", arguments: Backend.available)
    func serverTrouble(on backend: Backend) async throws {
        try await Self.scene(on: backend) { scene in
            let ids = try await scene.write(10)
            scene.office.state.withLock { $0.refusesConnections = "the server cannot be reached" }
            for _ in 0..<3 { try await scene.node().sweep() }
            #expect(scene.office.state.withLock { $0.connections } == 1)
            let waiting = try await scene.outbox.list()
            #expect(waiting.allSatisfy { $0.state == .waiting && $0.lastError == "the server cannot be reached" })
            #expect(waiting.map(\.attempts).reduce(0, +) == 1)

            scene.office.state.withLock { $0.refusesConnections = nil }
            scene.clock.advance(seconds: 60)
            try await scene.node().sweep()
            #expect(scene.office.delivered.sorted() == ids.sorted())
        }
    }

    @Test("a connection that breaks in the middle repeats that mail and loses none", arguments: Backend.available)
    func broken(on backend: Backend) async throws {
        try await Self.scene(on: backend) { scene in
            let ids = try await scene.write(4)
            scene.office.state.withLock { $0.answers = [nil, .server("the server closed the connection")] }
            try await scene.node().sweep()
            #expect(scene.office.delivered.count == 1)
            scene.clock.advance(seconds: 60)
            try await scene.node().sweep()
            #expect(scene.office.delivered.sorted() == ids.sorted())
        }
    }

    @Test("a node that dies with a mail in its hands leaves it to the next", arguments: Backend.available)
    func death(on backend: Backend) async throws {
        try await Self.scene(on: backend) { scene in
            try await scene.write()
            let claimed = try #require(
                try await MailQueue(database: scene.database).claim(token: "dead", at: scene.clock.now))
            try await scene.node().sweep()
            #expect(scene.office.delivered.isEmpty)
            #expect(try await scene.outbox.retry(claimed.mail.id, at: scene.clock.now) == false)
            scene.clock.advance(seconds: Int(MailQueue.claim))
            try await scene.node().sweep()
            #expect(scene.office.delivered == [claimed.mail.id])
            // The dead one wakes up and has nothing to say any more.
            try await MailQueue(database: scene.database).fail(claimed, reason: "late", at: scene.clock.now)
            #expect(try await scene.only().state == .sent)
        }
    }

    @Test("after two days a mail is given up, however often it was tried", arguments: Backend.available)
    func givenUp(on backend: Backend) async throws {
        try await Self.scene(on: backend) { scene in
            try await scene.write()
            scene.office.state.withLock { $0.answers = .init(repeating: .postponed("451 later"), count: 100) }
            var attempts = 0
            while try await scene.only().state == .waiting, attempts < 100 {
                try await scene.node().sweep()
                attempts += 1
                if let next = try await scene.only().nextAttemptAt {
                    scene.clock.advance(seconds: Int(next - scene.clock.now))
                }
            }
            let mail = try await scene.only()
            #expect((mail.state, mail.lastError) == (.failed, "451 later"))
            #expect((9...14).contains(mail.attempts))
            #expect(try #require(mail.failedAt) - mail.createdAt >= MailQueue.patience)
        }
    }

    @Test(
        "mails that waited for a server for more than two days are not sent when there is one",
        arguments: Backend.available)
    func stale(on backend: Backend) async throws {
        try await Self.scene(on: backend) { scene in
            try await scene.write()
            scene.clock.advance(seconds: Int(MailQueue.patience))
            try await scene.node().sweep()
            #expect(scene.office.delivered.isEmpty)
            #expect(try await scene.only().lastError == "not sent within two days")
        }
    }

    @Test("links do not stay readable: texts go a day after delivery, mails later", arguments: Backend.available)
    func pruning(on backend: Backend) async throws {
        try await Self.scene(on: backend) { scene in
            let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            let pruner = Pruner(
                database: scene.database, ambient: scene.ambient, longestAccessToken: 3600, logger: logger)
            try await scene.write(2)
            scene.office.state.withLock { $0.answers = [.refused("550 no")] }
            try await scene.node().sweep()

            func texts() async throws -> [String] {
                try await scene.outbox.list().map { "\($0.state) \($0.mail.body)" }.sorted()
            }
            let text = "https://x.example/?token=secret"
            try await pruner.sweep(at: scene.clock.now + Outbox.textLifetime - 1)
            #expect(try await texts() == ["failed \(text)", "sent \(text)"])
            try await pruner.sweep(at: scene.clock.now + Outbox.textLifetime)
            #expect(try await texts() == ["failed \(text)", "sent "])
            try await pruner.sweep(at: scene.clock.now + Outbox.undeliveredLifetime)
            #expect(try await texts() == ["sent "])
            try await pruner.sweep(at: scene.clock.now + Outbox.lifetime)
            #expect(try await texts().isEmpty)
        }
    }

    @Test("a lease is one node's at a time, and the next one's after its end", arguments: Backend.available)
    func lease(on backend: Backend) async throws {
        try await Self.scene(on: backend) { scene in
            let leases = (0..<8).map { _ in Lease("job", database: scene.database, ambient: scene.ambient) }
            let taken = try await withThrowingTaskGroup(of: Bool.self) { group in
                for lease in leases { group.addTask { try await lease.take() } }
                return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(taken == 1)
            var holder: Lease?
            for lease in leases where try await lease.take() { holder = lease }
            let first = try #require(holder)
            scene.clock.advance(seconds: Int(Lease.term) - 1)
            #expect(try await first.take())
            scene.clock.advance(seconds: Int(Lease.term))
            let other = Lease("job", database: scene.database, ambient: scene.ambient)
            #expect(try await other.take())
            #expect(try await first.take() == false)
            try await other.release()
            #expect(try await first.take())
        }
    }
}
