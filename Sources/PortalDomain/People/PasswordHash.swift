import Crypto
import CryptoExtras
import Kernel

/// What is kept of a password: scrypt with its parameters, `$scrypt$ln=17,r=8,p=1$<salt>$<hash>` (RFC 7914).
package struct PasswordHash: Sendable, Equatable {
    /// What one hash costs, as powers and factors of scrypt. Raised over time; old hashes keep theirs until the next sign-in.
    package struct Cost: Sendable, Equatable {
        /// log₂ N.
        package let logN: Int
        package let blockSize: Int
        package let parallelism: Int

        package init(logN: Int, blockSize: Int = 8, parallelism: Int = 1) {
            (self.logN, self.blockSize, self.parallelism) = (logN, blockSize, parallelism)
        }

        /// 128 MiB and a good part of a second (contract, section 3).
        package static let standard = Cost(logN: 17)
    }

    package let cost: Cost
    /// Base64url.
    private let salt: String
    private let hash: String

    static let saltBytes = 16

    /// Slow on purpose: call it through `PasswordHasher`, never on a request's thread.
    init(of password: Secret<String>, salt: [UInt8], cost: Cost) {
        self.cost = cost
        self.salt = Base64.encodeURL(salt)
        hash = Self.derive(password, salt: salt, cost: cost).map(Base64.encodeURL) ?? ""
    }

    /// Parses a column of our own database; nil for a form that this release does not know.
    package init?(stored text: String) {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0].isEmpty, parts[1] == "scrypt" else { return nil }
        let numbers = zip(["ln=", "r=", "p="], parts[2].split(separator: ",")).compactMap { name, part in
            part.hasPrefix(name) ? Int(part.dropFirst(name.count)) : nil
        }
        guard numbers.count == 3, (1...24).contains(numbers[0]), (1...32).contains(numbers[1]),
            (1...16).contains(numbers[2])
        else {
            return nil
        }
        cost = Cost(logN: numbers[0], blockSize: numbers[1], parallelism: numbers[2])
        salt = String(parts[3])
        hash = String(parts[4])
    }

    package var stored: String { "$scrypt$ln=\(cost.logN),r=\(cost.blockSize),p=\(cost.parallelism)$\(salt)$\(hash)" }

    /// Slow on purpose, as above.
    func matches(_ password: Secret<String>) -> Bool {
        guard let salt = Base64.decodeURL(salt.utf8), let expected = Base64.decodeURL(hash.utf8), !expected.isEmpty,
            let derived = Self.derive(password, salt: salt, cost: cost)
        else { return false }
        return ConstantTime.equal(derived, expected)
    }

    /// Nil if scrypt refuses the parameters, or has no memory.
    private static func derive(_ password: Secret<String>, salt: [UInt8], cost: Cost) -> [UInt8]? {
        // No password is empty; the library would crash on one.
        let bytes = Array(password.expose().utf8)
        guard !bytes.isEmpty, !salt.isEmpty else { return nil }
        let key = try? KDF.Scrypt.deriveKey(
            from: bytes, salt: salt, outputByteCount: 32, rounds: 1 << cost.logN, blockSize: cost.blockSize,
            parallelism: cost.parallelism)
        return key?.withUnsafeBytes { Array($0) }
    }
}
