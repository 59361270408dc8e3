import Kernel
import Persistence
import PortalDomain
import TestSupport
import Testing
import Web

@Suite("What providers report (contract 5.1, 5.2)", .timeLimit(.minutes(3)))
struct PaymentReportTests {
    private static let events = ["payment-link-paid", "payment-link-expired"]

    @Test(
        "Random reports in random order: the payment follows the table, the link is paid once, each change is told once",
        arguments: Backend.available, [UInt64(1), 2, 3])
    func random(on backend: Backend, seed: UInt64) async throws {
        try await withAPI(on: backend) { api in
            for event in Self.events { try await api.listen(to: event) }
            let till = Till(api)
            var dice = SeededGenerator(seed: seed)
            for _ in 0..<25 {
                let link = try await till.link()
                let payment = try await till.begin(link)
                let before = try await (told: api.announced().count, noted: api.auditActions().count)
                var (expected, changes, paid) = (PaymentStatus.open, 0, 0)
                for _ in 0..<Int.random(in: 1...8, using: &dice) {
                    let count = Int.random(in: 1...2, using: &dice)
                    let reported = (0..<count).compactMap { _ in PaymentStatus.allCases.randomElement(using: &dice) }
                    for status in reported where expected.successors.contains(status) {
                        (expected, changes) = (status, changes + 1)
                        if status == .paid { paid += 1 }
                    }
                    let now = try await till.payments.apply(PaymentReport(reported), to: payment.id, in: api.a)
                    #expect(now?.status == expected)
                }
                #expect(paid <= 1)
                #expect(try await till.status(of: link) == (paid == 1 ? "paid" : "open"))
                #expect(try await api.announced().count == before.told + paid)
                #expect(try await api.auditActions().count == before.noted + changes)
            }
        }
    }

    @Test("The same report many times at once is one payment, one event, one entry", arguments: Backend.available)
    func concurrent(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            try await api.listen(to: "payment-link-paid")
            let till = Till(api)
            let link = try await till.link()
            let payment = try await till.begin(link)
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                for number in 0..<12 {
                    tasks.addTask {
                        let report = PaymentReport(number % 3 == 2 ? [.failed] : [.paid])
                        try await till.payments.apply(report, to: payment.id, in: api.a)
                    }
                }
                try await tasks.waitForAll()
            }
            let after = try #require(try await till.payments.find(payment.id, in: api.a))
            #expect(after.status == .paid || after.status == .failed)
            let paid = after.status == .paid ? 1 : 0
            #expect(try await api.announced().count == paid)
            #expect(try await till.status(of: link) == (paid == 1 ? "paid" : "open"))
            #expect(try await api.auditActions().count { $0 == "payment.paid" } == paid)
        }
    }

    @Test(
        "Two payers of one link at once: both payments count, the link is paid once, each is told",
        arguments: Backend.available)
    func payers(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            try await api.listen(to: "payment-link-paid")
            let till = Till(api)
            let link = try await till.link()
            let first = try await till.begin(link)
            try await till.report(.canceled, on: first)
            let second = try await till.begin(link)
            #expect(first.id != second.id)
            // Whoever comes back goes on with what was begun.
            #expect(try await till.begin(link).id == second.id)
            try await till.report(.pending, on: second)
            guard case .pending = try await till.links.begin(link, in: api.a) else {
                Issue.record("a second payment was begun beside a pending one")
                return
            }
            try await till.report(.paid, on: second)
            let paidAt = try await till.links.find(link, in: api.a)?.paidAt
            #expect(paidAt == api.clock.now)
            guard case .over(let paid) = try await till.links.begin(link, in: api.a), paid.paidAt != nil else {
                Issue.record("a paid link can be paid again")
                return
            }
            // A chargeback leaves the link as it is (contract 5.1).
            #expect(try await till.report(.chargeback, on: second) == .chargeback)
            #expect(try await till.status(of: link) == "paid")
            #expect(try await api.announced().count == 1)
        }
    }

    @Test(
        "A reusable link stays open, and is told of each time; a closed or expired one is paid after all, if it is paid by what was begun before",
        arguments: Backend.available)
    func afterwards(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            for event in Self.events { try await api.listen(to: event) }
            let till = Till(api)
            let reusable = try await till.link(#","reusable":true,"expiresAt":"2026-03-02""#)
            for _ in 0..<2 { try await till.report(.paid, on: till.begin(reusable)) }
            #expect(try await till.status(of: reusable) == "open")
            let closed = try await till.link()
            let late = try await till.begin(closed)
            _ = try await api.delete("/v1/payment-links/\(closed)")
            let expired = try await till.link(#","expiresAt":"2026-03-02""#)
            let later = try await till.begin(expired)
            let reused = try await till.begin(reusable)
            api.clock.advance(seconds: 86_400)
            #expect(try await till.links.expire() == 2)
            #expect(try await till.links.expire() == 0)
            for payment in [late, later, reused] { try await till.report(.paid, on: payment) }
            #expect(try await till.status(of: closed) == "paid")
            #expect(try await till.status(of: expired) == "paid")
            #expect(try await till.status(of: reusable) == "expired")
            let told = try await api.announced()
            #expect(told.count { $0.type == "payment-link-paid" } == 5)
            #expect(
                told.filter { $0.type == "payment-link-expired" }.allSatisfy {
                    $0.body.contains(#""status":"expired""#)
                })
            #expect(told.count { $0.type == "payment-link-expired" } == 2)
        }
    }

    @Test(
        "Links whose time is over are told of once, by however many nodes, and none that was paid or closed",
        arguments: Backend.available)
    func expiry(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            try await api.listen(to: "payment-link-expired")
            let till = Till(api)
            for number in 0..<12 {
                let link = try await till.link(#","expiresAt":"2026-03-02""#)
                if number == 0 { try await till.report(.paid, on: till.begin(link)) }
                if number == 1 { _ = try await api.delete("/v1/payment-links/\(link)") }
            }
            #expect(try await till.links.expire() == 0)
            api.clock.advance(seconds: 86_400)
            let counts = try await withThrowingTaskGroup(of: Int.self) { tasks in
                for _ in 0..<6 { tasks.addTask { try await till.links.expire(limit: 4) } }
                return try await tasks.reduce(0, +)
            }
            while try await till.links.expire(limit: 4) > 0 {}
            #expect(try await api.announced().count == 10)
            #expect(try await api.auditActions().count { $0 == "payment_link.expired" } == 10)
            #expect(counts <= 10)
        }
    }

    @Test("Money that is given back is noted, and the payment stays paid")
    func refunds() async throws {
        try await withAPI { api in
            let till = Till(api)
            let payment = try await till.begin(try await till.link())
            for (refunded, noted) in [(0, 0), (2000, 2000), (2000, 2000), (1000, 2000), (5000, 5000)] {
                let after = try await till.payments.apply(
                    PaymentReport([.paid], refunded: Cents(Int64(refunded))), to: payment.id, in: api.a)
                #expect(after?.status == .paid)
                #expect(after?.refunded == Cents(Int64(noted)))
            }
            #expect(try await api.auditActions().count { $0 == "payment.refunded" } == 2)
        }
    }

    @Test("A portal that takes no payments begins none")
    func none() async throws {
        try await withAPI { api in
            let till = Till(api)
            let link = try await till.link()
            let wish = try await PaymentSettings.Wish(
                integration: "none", mollieKey: "", chargesFirstTerm: true, present: till.settings.find(in: api.a))
            #expect(try await till.settings.change(to: wish, in: api.a, by: .commandLine))
            #expect(try await !till.settings.change(to: wish, in: api.a, by: .commandLine))
            guard case .noProvider = try await till.links.begin(link, in: api.a) else {
                Issue.record("a payment without a provider")
                return
            }
        }
    }
}
