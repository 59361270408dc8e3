package import Kernel

/// A password that somebody may choose: long enough, and not one of those that are guessed first (contract O70).
package struct Password: Sendable {
    package let secret: Secret<String>

    package enum Fault: String, Error, CaseIterable {
        case short = "error.password.short"
        case long = "error.password.long"
        case common = "error.password.common"
    }

    static let minimum = 10
    /// Bytes. Nothing is cut off: a longer one is refused, because hashing a novel is a way to keep the server busy.
    static let maximum = 1024

    package init(_ text: String) throws(Fault) {
        guard text.unicodeScalars.count >= Self.minimum else { throw .short }
        guard text.utf8.count <= Self.maximum else { throw .long }
        guard !CommonPasswords.contain(text) else { throw .common }
        secret = Secret(text)
    }
}

extension Password.Fault {
    package var problem: FormProblem { FormProblem("password", rawValue) }
}
