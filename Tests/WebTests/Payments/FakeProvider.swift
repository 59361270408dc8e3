import Kernel
import PortalDomain
import Synchronization
import TestSupport

/// A provider in memory: makes what it is asked for, and reports what a test told it.
final class FakeProvider: PaymentProvider, Sendable {
    private struct State {
        var orders: [PaymentOrder] = []
        var ids: [PaymentID: String] = [:]
        var reports: [String: PaymentReport] = [:]
        var refuses = false
        var isDown = false
    }

    private let state = Mutex(State())

    var orders: [PaymentOrder] { state.withLock { $0.orders } }

    func refuse(_ refuses: Bool) { state.withLock { $0.refuses = refuses } }
    func goDown(_ isDown: Bool) { state.withLock { $0.isDown = isDown } }
    func set(_ report: PaymentReport, of id: String) { state.withLock { $0.reports[id] = report } }

    func begin(_ order: PaymentOrder, with key: Secret<String>) async throws(PaymentFault) -> BegunPayment {
        let id: String? = try state.withLock { state throws(PaymentFault) in
            if state.isDown { throw .unreachable("down") }
            if state.refuses { throw .refused("no") }
            state.orders.append(order)
            let id = state.ids[order.payment] ?? "tr_\(state.ids.count + 1)"
            state.ids[order.payment] = id
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
            return state.ids[payment] == integrationID ? state.reports[integrationID] ?? PaymentReport([.open]) : nil
        }
    }
}

extension Till {
    func connectMollie() async throws {
        let wish = try await PaymentSettings.Wish(
            integration: "mollie", mollieKey: "test_dHar4XY7LxsDOtmnkVtjNVWXLSlXsM", chargesFirstTerm: true,
            present: settings.find(in: api.a))
        _ = try await settings.change(to: wish, in: api.a, by: .commandLine)
    }
}
