import HTTPTypes
import HummingbirdTesting
import Kernel
import NIOCore

/// The one place that every request of a test and every answer to it passes: W1 to W4, and what W5 and W6 need to know.
struct WatchedClient: TestClientProtocol {
    let client: any TestClientProtocol
    let watch: Watch
    let redirects: RedirectWatcher

    var port: Int? { client.port }

    func executeRequest(
        uri: String, method: HTTPRequest.Method, headers: HTTPFields, body: ByteBuffer?
    ) async throws -> TestResponse {
        let sent = SentSecrets(headers: headers, body: body)
        for secret in sent.values { watch.keep(secret: secret) }
        let response = try await client.executeRequest(uri: uri, method: method, headers: headers, body: body)
        await look(at: Answer(response), to: method, uri)
        return response
    }

    func look(at answer: Answer, to method: HTTPRequest.Method, _ uri: String) async {
        if let fault = ContractWatcher.standard.fault(in: answer, to: method, uri) { watch.raise(.contract, fault) }
        let answer = WatchedAnswer(answer, to: method, uri)
        for alarm in answer.alarms { watch.raise(alarm.watcher, alarm.what) }
        if let alarm = await redirects.alarm(answer) { watch.raise(alarm.watcher, alarm.what) }
        if let token = answer.refreshToken { watch.handedOut(refreshToken: token) }
    }
}

/// What a request holds that must stay secret.
private struct SentSecrets {
    private static let names: Set = [
        "access_token", "client_assertion", "client_secret", "code", "code_verifier", "device_code", "password",
        "refresh_token", "token",
    ]

    var values: [String] = []

    init(headers: HTTPFields, body: ByteBuffer?) {
        if let authorization = headers[.authorization] {
            values.append(String(authorization.split(separator: " ").last ?? ""))
        }
        guard let body, body.readableBytes < 20_000 else { return }
        let bytes = Array(body.readableBytesView)
        if case .object(let members)? = try? JSONValue(parsing: bytes) {
            for case (let name, .string(let text)) in members.map({ ($0.name, $0.value) })
            where Self.names.contains(name) { values.append(text) }
        } else if let fields = try? FormFields(parsing: bytes) {
            values += fields.fields.filter { Self.names.contains($0.name) }.map(\.value)
        }
    }
}
