import Kernel
import Testing

/// W5: captured logs hold no code, token, secret, verifier or key.
@Suite("W5: secrets are not printed", .timeLimit(.minutes(1)))
struct SecretPrintingTests {
    private static let hidden = "open-sesame"

    @Test("Every way of printing a secret shows three dots")
    func secret() {
        let secret = Secret(Self.hidden)
        #expect("\(secret)" == "•••")
        #expect(String(describing: secret) == "•••")
        #expect(String(reflecting: secret) == "•••")
        #expect(Mirror(reflecting: secret).children.isEmpty)
        #expect(Printings.of(secret).allSatisfy { !$0.contains("sesame") })
    }

    @Test("A secret inside of other values shows nothing either")
    func nested() {
        struct Holder {
            let name = "holder"
            let secret: Secret<String>
        }
        struct Refusal: Error { let secret: Secret<[UInt8]> }
        let values: [any Sendable] = [
            [Secret(Self.hidden)], ["a": Secret(Self.hidden)], Optional(Secret(Self.hidden)),
            Secret(Secret(Self.hidden)), Holder(secret: Secret(Self.hidden)),
            Refusal(secret: Secret(Array(Self.hidden.utf8))),
        ]
        for value in values {
            for printed in Printings.of(value) {
                #expect(!printed.contains("sesame"))
                #expect(!printed.contains("115"))  // the `s` of the bytes
            }
        }
    }

    @Test("A credential prints its kind and nothing of its digits", arguments: Credential.Kind.allCases)
    func credential(_ kind: Credential.Kind) {
        let credential = Credential(minting: kind, from: ManualClock(milliseconds: 1).ambient(seed: 5))
        let body = credential.secret.expose().utf8.suffix(36)
        #expect("\(credential)" == "vdr_\(kind.rawValue)_•••")
        for printed in Printings.of(credential) {
            for start in 0...32 {
                let piece = String(decoding: body.dropFirst(start).prefix(4), as: UTF8.self)
                #expect(!printed.contains(piece))
            }
        }
    }

    @Test("A digest prints its first eight digits")
    func digest() {
        let digest = TokenDigest(of: "abc")
        #expect(digest.hex == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")  // FIPS 180-4
        #expect("\(digest)" == "ba7816bf…")
        #expect(String(reflecting: digest) == "ba7816bf…")
    }

    @Test("An error about a wrong redirect URI or JSON quotes nothing of what was sent")
    func errors() {
        #expect(throws: RedirectURI.Fault.characters) { try RedirectURI("https://app1.example/ \(Self.hidden)") }
        let sent = #"{"client_secret":"\#(Self.hidden)","client_secret":1}"#
        let malformed = #expect(throws: JSONValue.Malformed.self) { try JSONValue(parsing: sent.utf8) }
        #expect(malformed.map { Printings.of($0).allSatisfy { !$0.contains("sesame") } } == true)
    }
}

/// What careless code could write into a log about a value.
private enum Printings {
    static func of(_ value: some Any) -> [String] {
        var dumped = ""
        dump(value, to: &dumped)
        let boxed: Any = value
        var printed = [
            "\(value)", String(describing: value), String(reflecting: value), dumped, "\([value])", "\(boxed)",
        ]
        printed.append(String(reflecting: ["key": value]))
        printed += children(of: Mirror(reflecting: value))
        return printed
    }

    private static func children(of mirror: Mirror) -> [String] {
        mirror.children.flatMap { child in
            ["\(child.label ?? ""): \(child.value)", String(reflecting: child.value)]
                + children(of: Mirror(reflecting: child.value))
        }
    }
}
