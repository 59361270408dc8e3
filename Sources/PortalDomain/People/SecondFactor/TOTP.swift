import Crypto
package import Kernel

/// One-time passwords of an authenticator app (RFC 6238): HMAC-SHA-1, six digits, steps of 30 seconds, which is what every such app
/// does unasked.
package struct TOTP: Sendable {
    /// Seconds of a step.
    package static let period: Int64 = 30
    /// RFC 4226 §4: 160 bits are recommended.
    package static let secretBytes = 20
    /// Steps before and after the present one whose code is good too: clocks differ, and people type (RFC 6238 §5.2).
    private static let drift: Int64 = 1
    private static let digits = 6

    private let secret: Secret<[UInt8]>

    package init(secret: [UInt8]) { self.secret = Secret(secret) }

    /// The code of the present step: what the app shows.
    package func code(at now: Timestamp) -> String { code(of: Self.step(at: now), digits: Self.digits) }

    /// The step whose code `text` is, if that is the present one or a neighbour. Nil for any other text.
    func step(of text: String, at now: Timestamp) -> Int64? {
        let typed = String(text.filter { $0 != " " })
        guard typed.utf8.count == Self.digits else { return nil }
        let present = Self.step(at: now)
        var found: Int64?
        for step in (present - Self.drift)...(present + Self.drift)
        where ConstantTime.equal(typed, code(of: step, digits: Self.digits)) {
            found = step
        }
        return found
    }

    /// RFC 4226 §5.3: the counter's HMAC, truncated where its own last half-byte says.
    func code(of step: Int64, digits: Int) -> String {
        let counter = withUnsafeBytes(of: step.bigEndian) { Array($0) }
        let mac = Array(
            HMAC<Insecure.SHA1>.authenticationCode(for: counter, using: SymmetricKey(data: secret.expose())))
        let offset = Int(mac[mac.count - 1] & 0x0F)
        let number = mac[offset..<(offset + 4)].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
        let text = String(number)
        return String(repeating: "0", count: max(0, digits - text.count)) + text.suffix(digits)
    }

    static func step(at now: Timestamp) -> Int64 { now.seconds / period }

    // MARK: - For the authenticator app

    /// The secret for those who cannot take a picture: base32 (RFC 4648 §6) without padding.
    package var secretText: String {
        var text: [UInt8] = []
        var buffer: UInt32 = 0
        var bits = 0
        for byte in secret.expose() {
            buffer = buffer << 8 | UInt32(byte)
            bits += 8
            while bits >= 5 {
                bits -= 5
                text.append(Self.alphabet[Int(buffer >> UInt32(bits)) & 31])
            }
        }
        if bits > 0 { text.append(Self.alphabet[Int(buffer << UInt32(5 - bits)) & 31]) }
        return String(decoding: text, as: UTF8.self)
    }

    /// What the QR code says (the key URI format that authenticator apps agree on).
    package func uri(for email: String) -> String {
        let label = PercentEncoding.encode("Voordeur:\(email)")
        return "otpauth://totp/\(label)?\(PercentEncoding.query([("secret", secretText), ("issuer", "Voordeur")]))"
    }

    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)
}
