package import Crypto

/// A token or secret of ours: `vdr_<kind>_`, 30 random base62 characters (178 bits), 6 characters of CRC-32 over all before.
///
/// The checksum refuses mistyped and invented tokens without a database query; the prefix lets secret scanners find leaks.
package struct Credential: Sendable, CustomStringConvertible {
    package enum Kind: String, Sendable, CaseIterable {
        case apiKey = "key"
        case appSecret = "secret"
        case accessToken = "at"
        case refreshToken = "rt"
        case code = "code"
        /// An authorization request that an app pushed (RFC 9126): the end of its `request_uri`.
        case pushedRequest = "par"
        /// What a device polls with (RFC 8628).
        case deviceCode = "dc"
        /// What an app that registered itself manages its registration with (RFC 7592).
        case registration = "reg"
        /// Sessions, consent tickets, mailed links: never leaves our own pages.
        case ticket = "tk"
    }

    package let kind: Kind
    /// The whole text. Whoever writes it anywhere but into the one answer that hands it out has made a mistake.
    package let secret: Secret<String>

    /// Parses what a client sent; nil unless prefix, length, alphabet and checksum are right.
    package init?(_ text: String) {
        let bytes = Array(text.utf8.prefix(64))
        guard let kind = Kind.allCases.first(where: { text.hasPrefix("vdr_\($0.rawValue)_") }) else { return nil }
        let start = 5 + kind.rawValue.utf8.count
        guard bytes.count == start + 36, text.utf8.count == bytes.count else { return nil }
        guard bytes[start...].allSatisfy(Base62.isDigit) else { return nil }
        let sum = Base62.sixDigits(CRC32.checksum(bytes[..<(start + 30)]))
        guard ConstantTime.equal(sum, bytes[(start + 30)...]) else { return nil }
        self.kind = kind
        secret = Secret(text)
    }

    /// The credential of `kind` only.
    package init?(_ text: String, _ kind: Kind) {
        self.init(text)
        guard self.kind == kind else { return nil }
    }

    /// A new one.
    package init(minting kind: Kind, from ambient: Ambient) {
        self.init(kind, digits: Base62.digits(30, from: ambient.randomBytes))
    }

    /// The one that follows from `seed` under `key`: the same inputs give the same credential.
    ///
    /// Only digests are stored, yet a refresh that is repeated after a lost answer must hand out the same successor again
    /// (O22). So the successor is computed from the token it replaces: HMAC-SHA256 in counter mode.
    package init(deriving kind: Kind, from seed: String, key: SymmetricKey) {
        var counter: UInt8 = 0
        let digits = Base62.digits(30) { _ in
            counter += 1
            let block = "\(kind.rawValue) \(counter) \(seed)"
            return Array(HMAC<SHA256>.authenticationCode(for: Array(block.utf8), using: key))
        }
        self.init(kind, digits: digits)
    }

    private init(_ kind: Kind, digits: [UInt8]) {
        let body = Array("vdr_\(kind.rawValue)_".utf8) + digits
        self.kind = kind
        secret = Secret(String(decoding: body + Base62.sixDigits(CRC32.checksum(body)), as: UTF8.self))
    }

    package var digest: TokenDigest { TokenDigest(of: secret.expose()) }
    /// What lists show beside the prefix.
    package var lastFour: String { String(secret.expose().suffix(4)) }
    package var description: String { "vdr_\(kind.rawValue)_•••" }
}
