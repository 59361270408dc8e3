import Kernel
import Testing

@testable import OAuth

@Suite("D, G: whether a code may be exchanged (contract O20)", .timeLimit(.minutes(1)))
struct AuthorizationCodeTests {
    private static let code = Credential(minting: .code, from: Surroundings().ambient)
    private static let now = Timestamp(seconds: 1_741_000_000)
    /// As long as the right one, and wrong.
    private static let otherVerifier = String(repeating: "x", count: 43)

    private func stored(
        _ app: App = Fixture.c1, redirect: String = Fixture.callback,
        challenge: CodeChallenge? = CodeChallenge(Fixture.challenge, method: .s256),
        expiresIn: Int64 = 60, isSpent: Bool = false
    ) throws -> AuthorizationCode {
        AuthorizationCode(
            portal: Fixture.a.id, digest: Self.code.digest, grant: Fixture.id(1), app: app.id,
            redirectURI: try RedirectURI(redirect),
            challenge: challenge, expiresAt: Self.now + expiresIn, spentAt: isSpent ? Self.now - 1 : nil)
    }

    private func exchange(
        _ app: App = Fixture.c1, redirect: String? = Fixture.callback, verifier: String? = Fixture.verifier,
        code: String = code.secret.expose()
    ) throws -> CodeExchange {
        var fields: [FormFields.Field] = [.init(name: "code", value: code)]
        if let redirect { fields.append(.init(name: "redirect_uri", value: redirect)) }
        if let verifier { fields.append(.init(name: "code_verifier", value: verifier)) }
        return try CodeExchange(FormFields(fields), app: app)
    }

    private func unreadable(_ fields: KeyValuePairs<String, String>) -> OAuthError.Code? {
        do {
            _ = try CodeExchange(Fixture.fields(fields), app: Fixture.c1)
            return nil
        } catch { return error.code }
    }

    @Test("Whoever was given the code gets the tokens, with S256, plain, and without a challenge")
    func accepted() throws {
        #expect(try stored().refusal(of: exchange(), at: Self.now) == nil)
        let plain = CodeChallenge(Fixture.verifier, method: .plain)
        #expect(try stored(challenge: plain).refusal(of: exchange(), at: Self.now) == nil)
        #expect(try stored(challenge: nil).refusal(of: exchange(verifier: nil), at: Self.now) == nil)
    }

    @Test("67, 74: a wrong verifier is invalid_grant, S256 and plain", arguments: [Fixture.c1, Fixture.s1, Fixture.p1])
    func wrongVerifier(_ app: App) throws {
        for challenge in [
            CodeChallenge(Fixture.challenge, method: .s256), CodeChallenge(Fixture.verifier, method: .plain),
        ] {
            let refusal = try stored(app, challenge: challenge).refusal(
                of: exchange(app, verifier: Self.otherVerifier), at: Self.now)
            #expect(refusal?.code == .invalidGrant)
        }
    }

    @Test("68, 69: a refusal changes nothing: the right verifier is accepted afterwards, and none is not")
    func notBurned() throws {
        let code = try stored()
        #expect(try code.refusal(of: exchange(verifier: Self.otherVerifier), at: Self.now) != nil)
        #expect(try code.refusal(of: exchange(verifier: nil), at: Self.now)?.code == .invalidGrant)
        #expect(try code.refusal(of: exchange(), at: Self.now) == nil)
    }

    @Test(
        "70, 75: a challenge without a verifier is refused, for confidential apps too",
        arguments: [Fixture.c1, Fixture.s1, Fixture.p1s])
    func missingVerifier(_ app: App) throws {
        #expect(try stored(app).refusal(of: exchange(app, verifier: nil), at: Self.now)?.code == .invalidGrant)
        let empty = try CodeExchange(
            Fixture.fields(["code": Self.code.secret.expose(), "redirect_uri": Fixture.callback, "code_verifier": ""]),
            app: app)
        #expect(try stored(app).refusal(of: empty, at: Self.now)?.code == .invalidGrant)
    }

    @Test("71: a verifier without a challenge is refused: somebody removed the challenge")
    func downgrade() throws {
        #expect(try stored(challenge: nil).refusal(of: exchange(), at: Self.now)?.code == .invalidRequest)
    }

    @Test("113: a code lives as long as it says, and no second longer")
    func expiry() throws {
        let code = try stored()
        #expect(try code.refusal(of: exchange(), at: Self.now + 59) == nil)
        #expect(try code.refusal(of: exchange(), at: Self.now + 60)?.code == .invalidGrant)
    }

    @Test("107: a spent code with valid proofs is not refused here, however late: it is a replay")
    func replay() throws {
        let code = try stored(isSpent: true)
        #expect(try code.refusal(of: exchange(), at: Self.now) == nil)
        #expect(try code.refusal(of: exchange(), at: Self.now + 86_400) == nil)
    }

    @Test("107, 114: a spent code with invalid proofs is refused before it counts as a replay")
    func replayByOthers() throws {
        let code = try stored(isSpent: true)
        #expect(try code.refusal(of: exchange(Fixture.c2), at: Self.now)?.code == .invalidGrant)
        #expect(
            try code.refusal(of: exchange(redirect: "https://app1.example/cb2?x=1"), at: Self.now)?.code
                == .invalidGrant)
        #expect(try code.refusal(of: exchange(verifier: Self.otherVerifier), at: Self.now)?.code == .invalidGrant)
        #expect(try code.refusal(of: exchange(verifier: nil), at: Self.now)?.code == .invalidGrant)
    }

    @Test("114, 115: a code is bound to its app", arguments: [Fixture.c2, Fixture.s1, Fixture.p1])
    func otherApp(_ app: App) throws {
        #expect(try stored().refusal(of: exchange(app), at: Self.now)?.code == .invalidGrant)
    }

    @Test(
        "116: any other redirect_uri is invalid_grant",
        arguments: [
            "https://app1.example/cb2?x=1", "https://app1.example/cb/", "https://app1.example/cB",
            "https://app1.example/c", "https://app1.example/cb?",
            " https://app1.example/cb", "https://app1.example:443/cb", "x",
        ])
    func otherRedirect(_ uri: String) throws {
        #expect(try stored().refusal(of: exchange(redirect: uri), at: Self.now)?.code == .invalidGrant)
    }

    @Test("116: another loopback port than at authorize is invalid_grant")
    func otherPort() throws {
        let code = try stored(Fixture.p1, redirect: "http://127.0.0.1:49152/cb")
        #expect(
            try code.refusal(of: exchange(Fixture.p1, redirect: "http://127.0.0.1:49153/cb"), at: Self.now)?.code
                == .invalidGrant)
        #expect(
            try code.refusal(of: exchange(Fixture.p1, redirect: "http://127.0.0.1/cb"), at: Self.now)?.code
                == .invalidGrant)
        #expect(try code.refusal(of: exchange(Fixture.p1, redirect: "http://127.0.0.1:49152/cb"), at: Self.now) == nil)
    }

    @Test(
        "116: bytes count: characters that Unicode calls equivalent are not the same",
        arguments: [("K", "\u{212A}"), (";", "\u{37E}")])
    func equivalentRedirect(ascii: String, other: String) throws {
        let redirect = "\(Fixture.callback)/\(ascii)"
        let app = Fixture.app(9, .web, .standard, [redirect])
        let code = try stored(app, redirect: redirect)
        #expect(try code.refusal(of: exchange(app, redirect: redirect), at: Self.now) == nil)
        let similar = try exchange(app, redirect: "\(Fixture.callback)/\(other)")
        #expect(code.refusal(of: similar, at: Self.now)?.code == .invalidGrant)
    }

    @Test("200: a code for a URI that the developer removed is worth nothing; a spent one is still a replay")
    func removedRedirect() throws {
        let removed = "https://removed.example/cb"
        let refusal = try stored(redirect: removed).refusal(of: exchange(redirect: removed), at: Self.now)
        #expect(refusal?.code == .invalidGrant)
        #expect(
            try stored(redirect: removed, isSpent: true).refusal(of: exchange(redirect: removed), at: Self.now) == nil)
    }

    @Test("The order of the proofs: app, redirect_uri, verifier, lifetime; every other combination is refused")
    func order() throws {
        for wrong in 0..<16 {
            let (app, uri) = (wrong & 1 != 0, wrong & 2 != 0)
            let (verifier, time) = (wrong & 4 != 0, wrong & 8 != 0)
            let exchange = try exchange(
                app ? Fixture.c2 : Fixture.c1, redirect: uri ? "https://app1.example/other" : Fixture.callback,
                verifier: verifier ? Self.otherVerifier : Fixture.verifier)
            let refusal = try stored().refusal(of: exchange, at: Self.now + (time ? 60 : 0))
            let expected: String? =
                if app { "issued to another app" } else if uri { "redirect_uri differs" } else if verifier {
                    "does not match"
                } else if time {
                    "expired"
                } else { nil }
            if let expected {
                #expect(refusal?.description.contains(expected) == true)
            } else {
                #expect(refusal == nil)
            }
            #expect(refusal == nil || refusal?.code == .invalidGrant)
        }
    }

    @Test("84, 116, 117: missing and empty fields are invalid_request")
    func missing() {
        let code = Self.code.secret.expose()
        #expect(unreadable(["redirect_uri": Fixture.callback]) == .invalidRequest)
        #expect(unreadable(["code": "", "redirect_uri": Fixture.callback]) == .invalidRequest)
        #expect(unreadable(["code": code]) == .invalidRequest)
        #expect(unreadable(["code": code, "redirect_uri": ""]) == .invalidRequest)
        #expect(unreadable(["code": code, "redirect_uri": Fixture.callback]) == nil)
        #expect(unreadable(["code": code, "code": code, "redirect_uri": Fixture.callback]) == .invalidRequest)
    }

    @Test("115, 140: what is no code of ours is invalid_grant, without a look into the database")
    func noCode() {
        let token = Credential(minting: .accessToken, from: Surroundings().ambient).secret.expose()
        let tampered = "\(Self.code.secret.expose().dropLast())\(Self.code.secret.expose().last == "0" ? "1" : "0")"
        for code in [token, tampered, "x", "vdr_code_", " \(Self.code.secret.expose())"] {
            #expect(unreadable(["code": code, "redirect_uri": Fixture.callback]) == .invalidGrant)
        }
    }

    @Test("73: a malformed verifier is a 400", arguments: [1, 42, 129, 1000])
    func verifierLength(_ length: Int) {
        let verifier = String(repeating: "a", count: length)
        let code = Self.code.secret.expose()
        #expect(
            unreadable(["code": code, "redirect_uri": Fixture.callback, "code_verifier": verifier]) == .invalidRequest)
    }

    @Test("W5: an exchange prints neither code nor verifier")
    func printing() throws {
        let exchange = try exchange()
        var dumped = ""
        dump(exchange, to: &dumped)
        for text in ["\(exchange)", String(reflecting: exchange), dumped] {
            #expect(!text.contains(Self.code.secret.expose()))
            #expect(!text.contains(Fixture.verifier))
        }
    }
}
