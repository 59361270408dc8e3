import Kernel
import PortalDomain
import Synchronization
import TestSupport
import Testing

/// A provider in memory: makes what it is asked for, and reports what a test told it.
final class FakeProvider: PaymentProvider, Sendable {
    private struct State {
        var orders: [PaymentOrder] = []
        /// What it still knows as repetitions of an order.
        var keys: [PaymentID: String] = [:]
        var made: [String: (payment: PaymentID, customer: String?)] = [:]
        var reports: [String: PaymentReport] = [:]
        var refuses = false
        var isDown = false
        var losesAnswers = false
    }

    private let state = Mutex(State())

    var orders: [PaymentOrder] { state.withLock { $0.orders } }

    /// How many payments there are.
    var count: Int { state.withLock { $0.made.count } }

    /// Makes what it is asked for, and nobody hears of it.
    func loseAnswers(_ loses: Bool) { state.withLock { $0.losesAnswers = loses } }
    /// As providers do after an hour.
    func forgetKeys() { state.withLock { $0.keys = [:] } }
    func id(of payment: PaymentID) -> String? {
        state.withLock { $0.made.first { $0.value.payment == payment }?.key }
    }

    func refuse(_ refuses: Bool) { state.withLock { $0.refuses = refuses } }
    func goDown(_ isDown: Bool) { state.withLock { $0.isDown = isDown } }
    func set(_ report: PaymentReport, of id: String) { state.withLock { $0.reports[id] = report } }

    func begin(_ order: PaymentOrder, with key: Secret<String>) async throws(PaymentFault) -> BegunPayment {
        let id: String? = try state.withLock { state throws(PaymentFault) in
            if state.isDown { throw .unreachable("down") }
            if state.refuses { throw .refused("no") }
            state.orders.append(order)
            let id = state.keys[order.payment] ?? "tr_\(state.made.count + 1)"
            state.keys[order.payment] = id
            state.made[id] = (order.payment, order.kind.giver)
            if state.losesAnswers { throw .unreachable("lost") }
            return id
        }
        if case .recurring = order.kind { return BegunPayment(integrationID: id ?? "", checkoutURL: nil) }
        return BegunPayment(integrationID: id ?? "", checkoutURL: "\(ServerUnderTest.issuer)/fake/\(id ?? "")")
    }

    func report(
        on integrationID: String, of payment: PaymentID, with key: Secret<String>
    ) async throws(PaymentFault) -> PaymentReport? {
        try state.withLock { state throws(PaymentFault) in
            if state.isDown { throw .unreachable("down") }
            if state.refuses { throw .refused("no") }
            guard state.made[integrationID]?.payment == payment else { return nil }
            return state.reports[integrationID] ?? PaymentReport([.open])
        }
    }

    func find(
        _ payment: PaymentID, of customer: String, with key: Secret<String>
    ) async throws(PaymentFault) -> BegunPayment? {
        try state.withLock { state throws(PaymentFault) in
            if state.isDown { throw .unreachable("down") }
            let made = state.made.first { $0.value.payment == payment && $0.value.customer == customer }
            return made.map { BegunPayment(integrationID: $0.key, checkoutURL: nil) }
        }
    }
}

extension PaymentOrder.Kind {
    fileprivate var giver: String? { if case .recurring(_, let giver) = self { giver } else { nil } }
}

extension Till {
    func connectMollie() async throws { try await take("mollie", key: "test_dHar4XY7LxsDOtmnkVtjNVWXLSlXsM") }

    /// Chooses who takes the portal's money: a word for one, or `none`.
    func take(_ integration: String, key: String = "", forgettingKey forgets: Bool = false) async throws {
        let wish = try await PaymentSettings.Wish(
            integration: integration, mollieKey: key, forgetsKey: forgets, chargesFirstTerm: true,
            present: settings.find(in: api.a))
        _ = try await settings.change(to: wish, in: api.a, by: .commandLine)
    }

    /// Of a portal that takes its money at a provider in memory, with a customer by whose mandate it may charge.
    static func atMollie(
        _ api: APIBench
    ) async throws -> (till: Till, provider: FakeProvider, customer: String) {
        let provider = FakeProvider()
        let till = Till(api, mollie: provider)
        try await till.connectMollie()
        let customer = try await api.customer()
        try await till.mandate(of: customer)
        return (till, provider, customer)
    }

    /// Lets a customer have given the mandate `mdt_1` at Mollie, as `cst_1` there, for a subscription that begins some day.
    func mandate(of customer: String) async throws {
        let new = NewSubscription(
            customer: CustomerID(stored: customer), description: "Some day",
            startsOn: try #require(CalendarDate("2090-01-01")), interval: .year, amount: Cents(100), vatRate: .standard,
            charging: .init(through: .mollie, mandate: "mdt_1", giver: "cst_1"))
        _ = try await subscriptions.create(new, in: api.a, by: .commandLine)
    }
}
