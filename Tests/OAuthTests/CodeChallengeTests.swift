import Kernel
import Testing

@testable import OAuth

@Suite("D: challenge and verifier (RFC 7636)", .timeLimit(.minutes(1)))
struct CodeChallengeTests {
    @Test("Appendix B: the verifier of the vector fits its challenge, and nothing else does")
    func vector() throws {
        let challenge = try #require(CodeChallenge(Fixture.challenge, method: .s256))
        #expect(challenge.accepts(try #require(CodeVerifier(Fixture.verifier))))
        #expect(!challenge.accepts(try #require(CodeVerifier(Fixture.challenge))))
    }

    @Test("67: a verifier with any other character is refused", arguments: [CodeChallenge.Method.s256, .plain])
    func everyMutation(method: CodeChallenge.Method) throws {
        let value = method == .s256 ? Fixture.challenge : Fixture.verifier
        let challenge = try #require(CodeChallenge(value, method: method))
        let bytes = Array(Fixture.verifier.utf8)
        for position in bytes.indices {
            var changed = bytes
            changed[position] = bytes[position] == UInt8(ascii: "x") ? UInt8(ascii: "y") : UInt8(ascii: "x")
            #expect(!challenge.accepts(try #require(CodeVerifier(String(decoding: changed, as: UTF8.self)))))
        }
    }

    @Test("63: plain is equality byte for byte")
    func plain() throws {
        let challenge = try #require(CodeChallenge(Fixture.verifier, method: .plain))
        #expect(challenge.accepts(try #require(CodeVerifier(Fixture.verifier))))
        #expect(!challenge.accepts(try #require(CodeVerifier(Fixture.verifier + "a"))))
        #expect(!challenge.accepts(try #require(CodeVerifier(Fixture.verifier.lowercased()))))
    }

    @Test("A challenge of one method does not become one of the other")
    func methods() throws {
        let plain = try #require(CodeChallenge(Fixture.challenge, method: .plain))
        #expect(!plain.accepts(try #require(CodeVerifier(Fixture.verifier))))
        #expect(plain.accepts(try #require(CodeVerifier(Fixture.challenge))))
    }

    @Test(
        "64: the names of the methods are exact",
        arguments: ["s256", "S512", "Plain", "PLAIN", "", "none", "S256 ", "S２５６"])
    func methodNames(_ name: String) { #expect(CodeChallenge.Method(rawValue: name) == nil) }

    @Test(
        "65: S256 is 32 bytes of base64url without padding",
        arguments: [
            "", String(repeating: "A", count: 42), String(repeating: "A", count: 44),
            String(repeating: "A", count: 128),
            String(repeating: "A", count: 129), String(repeating: "A", count: 42) + "=",
            String(repeating: "A", count: 43) + "=",
            "+" + String(repeating: "A", count: 42), "/" + String(repeating: "A", count: 42),
            "~" + String(repeating: "A", count: 42),
            "." + String(repeating: "A", count: 42), " " + String(repeating: "A", count: 42),
            "é" + String(repeating: "A", count: 41),
            String(repeating: "A", count: 42) + "B", String(repeating: "A", count: 42) + "\n",
        ])
    func malformedS256(_ value: String) { #expect(CodeChallenge(value, method: .s256) == nil) }

    @Test("65, 73: plain challenges and verifiers have 43 to 128 unreserved characters")
    func lengths() {
        for length in [0, 1, 42, 129, 1000, 65_536] {
            let text = String(repeating: "a", count: length)
            #expect(CodeVerifier(text) == nil)
            #expect(CodeChallenge(text, method: .plain) == nil)
        }
        for length in [43, 44, 64, 127, 128] {
            let text = String(repeating: "~", count: length)
            #expect(CodeVerifier(text) != nil)
            #expect(CodeChallenge(text, method: .plain) != nil)
        }
    }

    @Test(
        "73: any other character is refused",
        arguments: ["+", "/", "=", " ", "%", "\0", "\n", "\"", "\\", "é", "!", "*", "'", "(", ")", "\u{7F}"])
    func characters(_ character: String) {
        let text = String(repeating: "a", count: 43) + character + String(repeating: "a", count: 43)
        #expect(CodeVerifier(text) == nil)
        #expect(CodeChallenge(text, method: .plain) == nil)
    }

    @Test("W5: a verifier is not printed")
    func printing() throws {
        let verifier = try #require(CodeVerifier(Fixture.verifier))
        var dumped = ""
        dump(verifier, to: &dumped)
        for text in ["\(verifier)", String(reflecting: verifier), dumped] { #expect(!text.contains(Fixture.verifier)) }
    }
}
