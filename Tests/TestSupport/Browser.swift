package import HTTPTypes
package import HummingbirdTesting
package import Kernel
import NIOCore
import Synchronization

/// A browser without a screen: keeps cookies, submits forms as it finds them, does not follow redirects by itself.
package final class Browser: Sendable {
    private let client: any TestClientProtocol
    private let cookies = Mutex<[String: String]>([:])
    private let language: String

    package init(_ client: any TestClientProtocol, language: String = "en") {
        (self.client, self.language) = (client, language)
    }

    package func get(_ uri: String, headers: HTTPFields = [:]) async throws -> Answer {
        try await send(.get, uri, headers: headers, body: nil)
    }

    package func post(_ uri: String, _ fields: [FormFieldPair], headers: HTTPFields = [:]) async throws -> Answer {
        var headers = headers
        headers[.contentType] = "application/x-www-form-urlencoded"
        return try await send(.post, uri, headers: headers, body: ByteBuffer(string: PercentEncoding.query(fields)))
    }

    /// Submits a form with a file in it, as browsers write it (RFC 7578).
    /// - Parameter action: where to, instead of where the form says.
    package func upload(
        _ form: HTMLForm, _ name: String, _ content: [UInt8], to action: String? = nil
    ) async throws -> Answer {
        let boundary = "----FormBoundary7MA4YWxk"
        var body: [UInt8] = []
        for field in form.fields where field.name != name {
            let head = "Content-Disposition: form-data; name=\"\(field.name)\""
            body += Array("--\(boundary)\r\n\(head)\r\n\r\n\(field.value)\r\n".utf8)
        }
        let head = "Content-Disposition: form-data; name=\"\(name)\"; filename=\"a.png\"\r\nContent-Type: image/png"
        body += Array("--\(boundary)\r\n\(head)\r\n\r\n".utf8) + content + Array("\r\n--\(boundary)--\r\n".utf8)
        return try await send(
            .post, action ?? form.action, headers: [.contentType: "multipart/form-data; boundary=\(boundary)"],
            body: ByteBuffer(bytes: body))
    }

    package typealias FormFieldPair = (name: String, value: String)

    /// - Parameter press: the value of the button to press, if the form has named ones.
    package func submit(_ form: HTMLForm, press: String? = nil) async throws -> Answer {
        var fields = form.fields.map { (name: $0.name, value: $0.value) }
        if let button = form.buttons.first(where: { $0.value == press }) { fields.append((button.name, button.value)) }
        if form.method == "get" { return try await get("\(form.action)?\(PercentEncoding.query(fields))") }
        return try await post(form.action, fields)
    }

    /// Follows redirects to our own paths until there is a page, or the browser would leave.
    package func follow(_ answer: Answer) async throws -> Answer {
        var answer = answer
        for _ in 0..<10 {
            guard let location = answer.location, location.hasPrefix("/") else { return answer }
            answer = try await get(location)
        }
        return answer
    }

    package func cookie(_ name: String) -> String? { cookies.withLock { $0[name] } }
    package func set(cookie name: String, _ value: String?) { cookies.withLock { $0[name] = value } }
    package var allCookies: [String: String] { cookies.withLock { $0 } }

    private func send(
        _ method: HTTPRequest.Method, _ uri: String, headers: HTTPFields, body: ByteBuffer?
    ) async throws -> Answer {
        var headers = headers
        if headers[.acceptLanguage] == nil { headers[.acceptLanguage] = language }
        let jar = cookies.withLock { $0 }
        if !jar.isEmpty {
            headers[.cookie] = jar.sorted { $0.key < $1.key }.map { "\($0)=\($1)" }.joined(separator: "; ")
        }
        let response = try await client.executeRequest(
            uri: uri, method: method, headers: headers, body: body)
        let answer = Answer(response)
        for line in answer.headers[values: .setCookie] {
            let pair = line.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard pair.count == 2 else { continue }
            let isGone = line.lowercased().contains("max-age=0")
            cookies.withLock { $0[String(pair[0])] = isGone ? nil : String(pair[1]) }
        }
        return answer
    }
}

/// An answer with its body read.
package struct Answer: Sendable {
    package let status: HTTPResponse.Status
    package let headers: HTTPFields
    package let body: String

    package init(_ response: TestResponse) {
        status = response.status
        headers = response.headers
        body = String(buffer: response.body)
    }

    init(status: HTTPResponse.Status, headers: HTTPFields, body: String) {
        (self.status, self.headers, self.body) = (status, headers, body)
    }

    package var location: String? { headers[.location] }
    package var json: JSONValue? { try? JSONValue(parsing: body.utf8) }
    /// A string field of a JSON answer.
    package subscript(name: String) -> String? {
        if case .string(let text)? = json?[name] { text } else { nil }
    }
    package var error: String? { self["error"] }
    package var forms: [HTMLForm] { HTMLForm.all(in: body) }
    package func form(_ action: String) -> HTMLForm? { forms.first { $0.action.hasPrefix(action) } }
    package func form(with button: String) -> HTMLForm? { forms.first { $0.buttons.contains { $0.name == button } } }

    /// The query of the `Location`, parsed.
    package var redirectFields: FormFields {
        let query = (location ?? "").split(separator: "?", maxSplits: 1).dropFirst().first ?? ""
        return (try? FormFields(parsing: query.utf8)) ?? FormFields([])
    }
}
