import HTTPTypes
import Kernel
import TestSupport
import Testing

@Suite("D. PKCE (RFC 7636)", .timeLimit(.minutes(3)))
struct PKCETests {
    private let plain = ServerUnderTest.pkce(method: "plain")
    private let s256 = ServerUnderTest.pkce()

    @Test(
        "62, 63, 75: C1 works without, with plain, with the method left out, and with S256",
        arguments: Backend.available)
    func accepted(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let c1 = server.cast.c1
            #expect(try await server.exchange(c1, server.code(c1)).status == .ok)
            for pair in [plain, s256] {
                #expect(try await server.exchange(c1, server.code(c1, pkce: pair), pkce: pair).status == .ok)
            }
            let code = try await server.code(c1, pkce: plain, ["code_challenge_method": nil])
            #expect(try await server.exchange(c1, code, pkce: plain).status == .ok)
            let publicCode = try await server.code(server.cast.p1s, pkce: plain)
            #expect(try await server.exchange(server.cast.p1s, publicCode, pkce: plain).status == .ok)
        }
    }

    @Test("67–70, 74: a wrong or missing verifier is refused and burns nothing", arguments: Backend.available)
    func wrong(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            for (app, pair) in [
                (server.cast.s1, s256), (server.cast.p1, s256), (server.cast.c1, s256), (server.cast.c1, plain),
            ] {
                let code = try await server.code(app, pkce: pair)
                let other = ServerUnderTest.pkce("two", method: pair.method)
                #expect(try await server.exchange(app, code, pkce: other).error == "invalid_grant", "67, 74")
                let missing = try await server.exchange(app, code, pkce: pair, ["code_verifier": nil])
                #expect(missing.error == "invalid_grant", "69, 70")
                #expect(try await server.exchange(app, code, pkce: pair).status == .ok, "68")
            }
        }
    }

    @Test("71: a verifier without a challenge is a downgrade", arguments: Backend.available)
    func downgrade(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let code = try await server.code(server.cast.c1)
            let answer = try await server.exchange(server.cast.c1, code, pkce: s256)
            #expect(answer.status == .badRequest)
            #expect(answer.error == "invalid_request")
        }
    }

    @Test("73: a verifier of the wrong form is refused", arguments: Backend.available)
    func form(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let code = try await server.code(server.cast.s1)
            for verifier in [
                String(repeating: "a", count: 42), String(repeating: "a", count: 129),
                String(repeating: "!", count: 43),
            ] {
                let answer = try await server.exchange(server.cast.s1, code, ["code_verifier": verifier])
                #expect(answer.status == .badRequest)
            }
        }
    }

    @Test("63, 65: plain means equal, and any legal length will do", arguments: Backend.available)
    func plainLengths(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            for app in [server.cast.c1, server.cast.p1s] {
                for length in [43, 64, 128] {
                    let verifier = String(repeating: "a-._~Z9", count: 19).prefix(length)
                    let code = try await server.code(
                        app, pkce: plain, ["code_challenge": String(verifier), "code_challenge_method": nil])
                    let other = String(verifier.dropLast()) + "b"
                    #expect(
                        try await server.exchange(app, code, pkce: plain, ["code_verifier": other]).error
                            == "invalid_grant")
                    #expect(
                        try await server.exchange(app, code, pkce: plain, ["code_verifier": String(verifier)]).status
                            == .ok)
                }
            }
        }
    }

    @Test("74: the verifier of one flow does not open another of the same app", arguments: Backend.available)
    func exchanged(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let app = server.cast.s1
            let (one, two) = (ServerUnderTest.pkce("flow 1"), ServerUnderTest.pkce("flow 2"))
            let (first, second) = (try await server.code(app, pkce: one), try await server.code(app, pkce: two))
            #expect(try await server.exchange(app, second, pkce: one).error == "invalid_grant")
            #expect(try await server.exchange(app, first, pkce: two).error == "invalid_grant")
            #expect(try await server.exchange(app, first, pkce: one).status == .ok)
            #expect(try await server.exchange(app, second, pkce: two).status == .ok)
        }
    }
}
