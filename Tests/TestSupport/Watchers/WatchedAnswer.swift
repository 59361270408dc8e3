import HTTPTypes
import Kernel

/// An answer as W1, W2 and W4 see it.
struct WatchedAnswer: Sendable {
    let method: HTTPRequest.Method
    /// Without the query, which may hold a code.
    let path: Substring
    let status: HTTPResponse.Status
    let headers: HTTPFields
    let body: String

    init(_ answer: Answer, to method: HTTPRequest.Method, _ uri: String) {
        self.method = method
        path = uri.prefix { $0 != "?" }
        (status, headers, body) = (answer.status, answer.headers, answer.body)
    }

    var alarms: [Watch.Alarm] {
        var alarms: [Watch.Alarm] = []
        func raise(_ watcher: Watcher, _ what: String) {
            alarms.append(.init(watcher: watcher, what: "\(method) \(path) → \(status.code): \(what)"))
        }
        if status.code >= 500 { raise(.serverErrors, String(body.prefix(300))) }
        if isSecret, !(headers[.cacheControl] ?? "").contains("no-store") {
            raise(.noStore, "Cache-Control is \(headers[.cacheControl] ?? "missing")")
        }
        for (name, text) in errorTexts where !text.utf8.allSatisfy(Self.isErrorCharacter) {
            raise(.errorTexts, "\(name) is \(text)")
        }
        return alarms
    }

    /// The refresh token of a successful answer of the token endpoint.
    var refreshToken: Credential? {
        guard path == "/oauth/token" || path == "/oauth/tokens", status == .ok,
            case .string(let text)? = json?["refresh_token"]
        else { return nil }
        return Credential(text, .refreshToken)
    }

    /// Everything of the protocol, and whatever hands out a token, key, secret or code.
    private var isSecret: Bool {
        path.hasPrefix("/oauth/") || LogWatcher.holdsCredential(body)
            || LogWatcher.holdsCredential(headers[.location] ?? "")
    }

    private var json: JSONValue? {
        guard headers[.contentType]?.hasPrefix("application/json") == true else { return nil }
        return try? JSONValue(parsing: body.utf8)
    }

    /// Wherever the protocol speaks of errors: JSON, the query of a redirect, the attributes of a challenge.
    private var errorTexts: [(name: String, text: String)] {
        let names = ["error", "error_description"]
        var texts: [(String, String)] = []
        if path.hasPrefix("/oauth/"), let json {
            for name in names { if case .string(let text)? = json[name] { texts.append((name, text)) } }
        }
        if let query = headers[.location]?.split(separator: "?", maxSplits: 1).dropFirst().first,
            let fields = try? FormFields(parsing: query.utf8)
        {
            for name in names { if let text = fields[name] { texts.append((name, text)) } }
        }
        for challenge in headers[values: .wwwAuthenticate] {
            for name in names {
                if let text = challenge.components(between: "\(name)=\"", and: "\"").first {
                    texts.append((name, text))
                }
            }
        }
        return texts
    }

    /// RFC 6749 §5.2: %x20-21 / %x23-5B / %x5D-7E.
    private static func isErrorCharacter(_ byte: UInt8) -> Bool {
        (0x20...0x7E).contains(byte) && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }
}
