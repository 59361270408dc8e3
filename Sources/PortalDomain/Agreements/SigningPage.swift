package import Crypto
package import Kernel

/// The addresses of the pages on which agreements are signed: `{origin}/sign/ags_…/vdr_tk_…`.
///
/// Their secret is computed from the signer's id, so that a mail can be written again; the database has only its digest, which
/// goes with the agreement when that is deleted.
package struct SigningLinks: Sendable {
    package static let path = "/sign"

    private let key: SymmetricKey
    private let origin: String

    /// - Parameters:
    ///   - key: derived from the server's key for this purpose alone; the same on every node.
    ///   - origin: `https://voordeur.example`.
    package init(key: SymmetricKey, origin: String) { (self.key, self.origin) = (key, origin) }

    func token(of signer: AgreementSignerID) -> Credential {
        Credential(deriving: .ticket, from: "agreement signer \(signer.text)", key: key)
    }

    package func url(of signer: AgreementSignerID) -> String {
        "\(origin)\(Self.path)/\(signer.text)/\(token(of: signer).secret.expose())"
    }

    /// Whoever opens that page.
    package func visit(of signer: AgreementSignerID) -> SigningVisit? {
        SigningVisit(signer: signer.text, token: token(of: signer).secret.expose())
    }

    /// What is kept of a mailed code. Six digits are tried in no time, so the key of the server is in it.
    func mark(of code: String, for signer: AgreementSignerID) -> String {
        let text = "agreement code \(signer.text) \(code)"
        return Hex.text(HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: key))
    }
}

/// Whoever opened the link in a mail.
package struct SigningVisit: Sendable, Equatable {
    let signer: AgreementSignerID
    let digest: TokenDigest

    /// Nil for what cannot be one of our links.
    package init?(signer: String, token: String) {
        guard let id = AgreementSignerID(signer), let token = Credential(token, .ticket) else { return nil }
        (self.signer, digest) = (id, token.digest)
    }
}

/// What somebody sees who is to sign.
package struct AgreementToSign: Sendable {
    package let portal: PortalID
    package let portalName: String
    /// IANA name.
    package let timeZone: String
    package let agreement: Agreement
    /// Who opened the page.
    package let signer: AgreementSigner
    /// Everybody who is to sign, in the order sent.
    package let signers: [Standing]
    package let documents: [AgreementDocument]

    package struct Standing: Sendable {
        package let name: String
        /// Nil: not yet.
        package let signedAt: Timestamp?
    }
}
