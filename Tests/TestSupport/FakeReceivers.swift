package import PortalDomain
package import Synchronization

/// Lets webhooks reach every https host but `inside.example`, without asking a name service.
package struct FakeReceivers: ReceiverCheck {
    package init() {}

    package func fault(of url: WebhookURL) async -> ReceiverFault? {
        if !url.isSecure { return .notSecure }
        return url.host == "inside.example" ? .forbidden : nil
    }
}

/// A receiver that answers as it is told, and remembers what it was sent.
package final class FakeWebhookTransport: WebhookTransport {
    package struct State {
        package var calls: [WebhookCall] = []
        /// Answers to come, for any call; none: `usual`.
        package var outcomes: [WebhookOutcome] = []
        package var usual = WebhookOutcome.answered(status: 204, retryAfter: nil)
        /// What a host answers, whatever else was said.
        package var byHost: [String: WebhookOutcome] = [:]
        package var opened: [String] = []
    }

    package let state = Mutex(State())

    package init() {}

    package var calls: [WebhookCall] { state.withLock { $0.calls } }
    package func answer(_ outcomes: WebhookOutcome...) { state.withLock { $0.outcomes += outcomes } }
    package func always(_ outcome: WebhookOutcome) { state.withLock { $0.usual = outcome } }

    package func open(_ url: WebhookURL) async -> any WebhookLine {
        state.withLock { $0.opened.append(url.host) }
        return Line(transport: self)
    }

    private struct Line: WebhookLine {
        let transport: FakeWebhookTransport

        func post(_ call: WebhookCall) async -> WebhookOutcome {
            await Task.yield()
            return transport.state.withLock { state in
                state.calls.append(call)
                if let outcome = state.byHost[call.url.host] { return outcome }
                return state.outcomes.isEmpty ? state.usual : state.outcomes.removeFirst()
            }
        }

        func close() async {}
    }
}

extension WebhookCall {
    package func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
    package var text: String { String(decoding: body, as: UTF8.self) }
}
