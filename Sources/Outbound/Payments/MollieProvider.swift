import AsyncHTTPClient
package import Kernel
import NIOCore
import NIOHTTP1
import NIOPosix
package import PortalDomain

/// Payments at Mollie, through their API v2: created there, and read there again whenever somebody says that something happened.
///
/// Whatever nobody answered may have been done: it is told as `unreachable`, and asked for once more under the same `Idempotency-Key`.
package struct MollieProvider: PaymentProvider {
    private let base: String
    private let patience: Duration

    /// Bytes of an answer.
    private static let limit = 262_144

    /// - Parameters:
    ///   - base: another one than Mollie's only in tests.
    ///   - patience: for one request, the connection included.
    package init(base: String = "https://api.mollie.com/v2", patience: Duration = .seconds(10)) {
        (self.base, self.patience) = (base, patience)
    }

    package func begin(
        _ order: PaymentOrder, with key: Secret<String>
    ) async throws(PaymentFault) -> BegunPayment {
        var customer: String?
        switch order.kind {
        case .once: break
        case .first(let name, let email):
            let made = try await send(
                .POST, "/customers", MollieMessages.customer(name, email), once: "customer of \(order.payment)", key)
            guard made.status == 201, let id = made.json?.text("id") else { throw made.fault }
            customer = id
        case .recurring(_, let giver): customer = giver
        }
        let body = MollieMessages.payment(order, customer: customer)
        let made = try await send(.POST, "/payments", body, once: order.payment.text, key)
        guard made.status == 201, let id = made.json?.text("id") else { throw made.fault }
        let checkout = made.json?["_links"]?["checkout"]?.text("href")
        if case .recurring = order.kind { return BegunPayment(integrationID: id, checkoutURL: nil) }
        // Browsers are sent there: nowhere but to Mollie.
        guard let checkout, isCheckout(checkout) else { throw .refused("no address to pay at") }
        return BegunPayment(integrationID: id, checkoutURL: checkout, customer: customer)
    }

    package func report(
        on integrationID: String, of payment: PaymentID, with key: Secret<String>
    ) async throws(PaymentFault) -> PaymentReport? {
        let found = try await send(.GET, "/payments/\(PercentEncoding.encode(integrationID))", nil, once: nil, key)
        if found.status == 404 || found.status == 410 { return nil }
        guard found.status == 200, let json = found.json else { throw found.fault }
        guard json["metadata"]?.text("payment") == payment.text else { return nil }
        return MollieMessages.report(json)
    }

    /// Looks through the newest 250 of the customer: nobody is charged so often while an order waits for its answer.
    package func find(
        _ payment: PaymentID, of customer: String, with key: Secret<String>
    ) async throws(PaymentFault) -> BegunPayment? {
        let path = "/customers/\(PercentEncoding.encode(customer))/payments?limit=250"
        let found = try await send(.GET, path, nil, once: nil, key)
        guard found.status == 200, case .array(let payments)? = found.json?["_embedded"]?["payments"] else {
            throw found.fault
        }
        let made = payments.first { $0["metadata"]?.text("payment") == payment.text }
        return made?.text("id").map { BegunPayment(integrationID: $0, checkoutURL: nil) }
    }

    private func isCheckout(_ address: String) -> Bool {
        guard base.hasPrefix("https://") else { return address.hasPrefix("http://127.0.0.1/") }
        guard let link = try? RedirectURI(address), link.scheme == "https", let host = link.host else { return false }
        return host == "mollie.com" || host.hasSuffix(".mollie.com")
    }

    // MARK: - HTTP

    private struct Answer: Sendable {
        let status: UInt
        let json: JSONValue?

        /// A wrong key or order will be as wrong the next time; anything else may have passed by then.
        var fault: PaymentFault {
            switch status {
            case 408, 409, 429, 500...: .unreachable("status \(status)")
            case 200..<300: .unreachable("an answer that we do not understand")
            default: .refused("status \(status)")
            }
        }
    }

    private func send(
        _ method: HTTPMethod, _ path: String, _ body: [UInt8]?, once: String?, _ key: Secret<String>
    ) async throws(PaymentFault) -> Answer {
        var request = HTTPClientRequest(url: base + path)
        request.method = method
        request.headers = ["Accept": "application/hal+json", "User-Agent": "Voordeur"]
        request.headers.add(name: "Authorization", value: "Bearer \(key.expose())")
        if let once { request.headers.add(name: "Idempotency-Key", value: once) }
        if let body {
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(body)
        }
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow, decompression: .disabled)
        configuration.httpVersion = .http1Only
        configuration.connectionPool.retryConnectionEstablishment = false
        let client = HTTPClient(
            eventLoopGroupProvider: .shared(MultiThreadedEventLoopGroup.singleton), configuration: configuration)
        let answer: Result<Answer, PaymentFault>
        do {
            answer = .success(try await Self.answer(to: request, client, within: patience))
        } catch {
            // The texts of errors hold what the other side says; their kind is enough.
            answer = .failure(.unreachable("\(type(of: error))"))
        }
        try? await client.shutdown()
        return try answer.get()
    }

    private static func answer(
        to request: HTTPClientRequest, _ client: HTTPClient, within patience: Duration
    ) async throws -> Answer {
        try await withThrowingTaskGroup(of: Answer.self) { group in
            group.addTask {
                let response = try await client.execute(request, deadline: .distantFuture)
                let bytes = try await response.body.collect(upTo: limit)
                return Answer(status: response.status.code, json: try? JSONValue(parsing: Array(buffer: bytes)))
            }
            group.addTask {
                try await Task.sleep(for: patience)
                throw TooSlow()
            }
            defer { group.cancelAll() }
            guard let answer = try await group.next() else { throw CancellationError() }
            return answer
        }
    }

    private struct TooSlow: Error {}
}
