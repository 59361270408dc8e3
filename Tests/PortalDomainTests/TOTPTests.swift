import Crypto
import Kernel
import Testing

@testable import PortalDomain

@Suite("One-time passwords (RFC 4226, RFC 6238)", .timeLimit(.minutes(1)))
struct TOTPTests {
    static let totp = TOTP(secret: Array("12345678901234567890".utf8))

    @Test("RFC 4226 appendix D: the values of the first ten counters")
    func counters() {
        let codes = [
            "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489",
        ]
        for (counter, code) in codes.enumerated() { #expect(Self.totp.code(of: Int64(counter), digits: 6) == code) }
    }

    @Test(
        "RFC 6238 appendix B: the test vectors for SHA-1",
        arguments: [
            (59, "94287082"), (1_111_111_109, "07081804"), (1_111_111_111, "14050471"), (1_234_567_890, "89005924"),
            (2_000_000_000, "69279037"), (20_000_000_000, "65353130"),
        ] as [(Int64, String)])
    func vectors(seconds: Int64, code: String) {
        #expect(Self.totp.code(of: TOTP.step(at: Timestamp(seconds: seconds)), digits: 8) == code)
        #expect(Self.totp.code(at: Timestamp(seconds: seconds)) == String(code.suffix(6)))
    }

    @Test("a code fits its own step and the two beside it, and is six digits and nothing else")
    func drift() {
        let now = Timestamp(seconds: 1_111_111_109)
        let code = Self.totp.code(at: now)
        for (seconds, fits) in [(-60, false), (-30, true), (0, true), (30, true), (60, false)] as [(Int64, Bool)] {
            #expect((Self.totp.step(of: code, at: now + seconds) != nil) == fits, "\(seconds)")
        }
        #expect(Self.totp.step(of: code, at: now + 30) == TOTP.step(at: now))
        #expect(Self.totp.step(of: "081 804", at: now) == TOTP.step(at: now), "as apps show it")
        for text in ["", "81804", "0081804", "08180x", "０８１８０４", "-81804"] {
            #expect(Self.totp.step(of: text, at: now) == nil, "\(text)")
        }
    }

    @Test("RFC 4648 §10: the secret as base32, and the address for the app")
    func secret() {
        for (bytes, text) in [
            ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("foobar", "MZXW6YTBOI"),
        ] {
            #expect(TOTP(secret: Array(bytes.utf8)).secretText == text)
        }
        #expect(
            Self.totp.uri(for: "noor+1@bakkerij.example")
                == "otpauth://totp/Voordeur%3Anoor%2B1%40bakkerij.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Voordeur"
        )
    }

    @Test("recovery codes are read as people write them, and belong to one account")
    func recoveryCodes() throws {
        let code = RecoveryCode(minting: .system())
        #expect(code.shown.utf8.count == 19)
        let account = Account(.user, stored: "usr_1")
        let digest = code.digest(of: account)
        for text in [
            code.shown, code.shown.uppercased(), code.shown.filter { $0 != "-" }, " \(code.shown) ",
            String(code.shown.map { $0 == "0" ? "o" : $0 == "1" ? "L" : $0 }),
        ] {
            #expect(RecoveryCode(text)?.digest(of: account) == digest, "\(text)")
        }
        #expect(code.digest(of: Account(.user, stored: "usr_2")) != digest)
        for text in ["", "123456", "\(code.shown)0", String(code.shown.dropLast()), "uuuu-uuuu-uuuu-uuuu"] {
            #expect(RecoveryCode(text) == nil, "\(text)")
        }
    }

    @Test("what is sealed opens under its own key and for its own owner only")
    func box() throws {
        let key = SymmetricKey(size: .bits256)
        let box = SecretBox(key: key)
        let sealed = try box.seal([1, 2, 3], of: "usr_1")
        #expect(SecretBox(key: key).open(sealed, of: "usr_1") == [1, 2, 3])
        #expect(try box.seal([1, 2, 3], of: "usr_1") != sealed, "another nonce each time")
        #expect(box.open(sealed, of: "usr_2") == nil)
        #expect(SecretBox(key: SymmetricKey(size: .bits256)).open(sealed, of: "usr_1") == nil)
        for text in ["", "AA", String(sealed.dropLast()), "\(sealed.dropLast(2))AA", "?"] where text != sealed {
            #expect(box.open(text, of: "usr_1") == nil, "\(text)")
        }
    }
}
