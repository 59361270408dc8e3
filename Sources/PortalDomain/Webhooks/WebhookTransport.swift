/// What carries events to their receivers: HTTP in the server, something else in tests.
package protocol WebhookTransport: Sendable {
    /// A way to the receiver of `url`, for one or more calls soon. Its name is resolved and its address is checked now, and every connection
    /// goes to what was checked.
    func open(_ url: WebhookURL) async -> any WebhookLine
}

package protocol WebhookLine: Sendable {
    /// Returns within a limit, whatever the receiver does.
    func post(_ call: WebhookCall) async -> WebhookOutcome
    func close() async
}

/// What came of an attempt.
package enum WebhookOutcome: Sendable, Equatable {
    /// - retryAfter: seconds that the receiver asked for.
    case answered(status: Int, retryAfter: Int64?)
    case failed(WebhookFault)
    /// The server is going down: nobody knows.
    case interrupted
}
