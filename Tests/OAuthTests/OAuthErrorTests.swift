import Foundation
import Kernel
import Testing

@testable import OAuth

/// W4: `error` and `error_description` hold only %x20-21 / %x23-5B / %x5D-7E (RFC 6749 §5.2).
@Suite("W4: texts of refusals", .timeLimit(.minutes(1)))
struct OAuthErrorTests {
    private static func isAllowed(_ text: String) -> Bool {
        text.utf8.allSatisfy { (0x20...0x21).contains($0) || (0x23...0x5B).contains($0) || (0x5D...0x7E).contains($0) }
    }

    @Test(
        "Every text in Sources/OAuth and Sources/Web/OAuth has only the allowed characters, and nothing interpolated",
        arguments: ["OAuth", "Web/OAuth"])
    func sources(_ folder: String) throws {
        let texts = try SourceTexts.descriptions(in: folder)
        // Otherwise the expressions no longer find what they should.
        #expect(texts.count >= (folder == "OAuth" ? 30 : 5))
        for (text, place) in texts {
            #expect(Self.isAllowed(text), "\(place): \(text)")
            #expect(text.hasSuffix("."), "\(place): \(text) is not a sentence")
            #expect(!text.isEmpty, "\(place)")
        }
    }

    @Test("Every error is made from a text in the source", arguments: ["OAuth", "Web/OAuth"])
    func literals(_ folder: String) throws {
        #expect(try SourceTexts.unreadable(in: folder) == [])
    }

    @Test("`error` is a word of RFC 6749, 6750, 7009 or OpenID Connect")
    func codes() {
        let codes: [OAuthError.Code] = [
            .invalidRequest, .invalidClient, .invalidGrant, .invalidScope, .unauthorizedClient, .unsupportedGrantType,
            .unsupportedResponseType, .unsupportedTokenType, .accessDenied, .loginRequired, .consentRequired,
            .requestNotSupported,
            .requestURINotSupported, .temporarilyUnavailable, .serverError,
        ]
        #expect(
            codes.map(\.rawValue) == [
                "invalid_request", "invalid_client", "invalid_grant", "invalid_scope", "unauthorized_client",
                "unsupported_grant_type",
                "unsupported_response_type", "unsupported_token_type", "access_denied", "login_required",
                "consent_required",
                "request_not_supported", "request_uri_not_supported", "temporarily_unavailable", "server_error",
            ])
        #expect(codes.allSatisfy { Self.isAllowed($0.rawValue) })
    }

    @Test("O24: trouble of the store is never invalid_grant, and says when to come back")
    func unavailable() {
        #expect(OAuthError.unavailable.code == .temporarilyUnavailable)
        #expect(OAuthError.unavailable.retryAfter != nil)
        #expect(Self.isAllowed(OAuthError.unavailable.description))
    }

    @Test("What is logged about a failed authentication is not what is sent")
    func detail() {
        let error = OAuthError.invalidClient(detail: "unknown \"app\"")
        #expect(error.detail == "unknown \"app\"")
        #expect(error.description == "The app could not be authenticated.")
    }
}

/// Finds the texts that source files hand to `OAuthError`.
private enum SourceTexts {
    /// What makes an error, up to the text: `.invalidScope(`, `OAuthError(.invalidClient,`, `.init(.loginRequired,`.
    private static let starts = [
        #"\.invalid(?:Request|Grant|Scope)\(\s*"#, #"(?:OAuthError|\.init)\(\s*\.[a-z]\w+,\s*"#,
    ]
    private static let literal = #""((?:[^"\\\n]|\\.)*)""#

    static func descriptions(in folder: String) throws -> [(text: String, place: String)] {
        try files(in: folder).flatMap { file in
            try starts.flatMap { try matches(of: $0 + literal, in: file.text) }.map { ($0, file.name) }
        }
    }

    /// Places where the text is not a literal: there it cannot be checked here.
    static func unreadable(in folder: String) throws -> [String] {
        let literal = #"\s*(?:\.[a-z]\w+,\s*)?"|_ |fault\)"#
        let notLiteral = #"(?:\.invalid(?:Request|Grant|Scope)|OAuthError)\((?!\#(literal))([^\n]*)"#
        return try files(in: folder).flatMap { file in
            try matches(of: notLiteral, in: file.text).map { "\(file.name): \($0)" }
        }
        // The two constructors by which `OAuthError` itself passes a text on.
        .filter { !$0.contains("OAuthError.swift: .invalid") }
    }

    private static func files(in folder: String) throws -> [(name: String, text: String)] {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Sources/\(folder)")
        let paths = try FileManager.default.subpathsOfDirectory(atPath: root.resolvingSymlinksInPath().path())
        return try paths.filter { $0.hasSuffix(".swift") }.sorted().map { path in
            (path, try String(contentsOf: root.appending(path: path), encoding: .utf8))
        }
    }

    private static func matches(of pattern: String, in text: String) throws -> [String] {
        let expression = try NSRegularExpression(pattern: pattern)
        return expression.matches(in: text, range: NSRange(text.startIndex..., in: text)).compactMap { match in
            Range(match.range(at: 1), in: text).map { String(text[$0]) }
        }
    }
}
