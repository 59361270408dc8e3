/// `/sign/{signer}/{token}`: for somebody without an account, who reads and signs.
package struct SigningPage: Page {
    package static let template = "signing"

    package let heading: String
    package let portalName: String
    package let signerName: String
    package let documents: [Document]
    /// Nil: the reader has signed.
    package let form: Form?
    /// When the reader signed.
    package let signed: TimeView?
    package let signatureHash: String?
    package let others: [Other]

    package struct Document: Sendable, Equatable {
        package let href: String
        package let name: String
        package let size: String
        /// SHA-256.
        package let hash: String

        package init(href: String, name: String, size: String, hash: String) {
            (self.href, self.name, self.size, self.hash) = (href, name, size, hash)
        }
    }

    package struct Form: Sendable, Equatable {
        package let action: String
        /// Where a code is asked for; nil: none is needed.
        package let codeAction: String?
        package let codeText: String?
        package let error: String?

        package init(action: String, codeAction: String?, codeText: String?, error: String?) {
            (self.action, self.codeAction, self.codeText, self.error) = (action, codeAction, codeText, error)
        }
    }

    package struct Other: Sendable, Equatable {
        package let name: String
        package let signed: TimeView?

        package init(name: String, signed: TimeView?) { (self.name, self.signed) = (name, signed) }
    }

    package init(
        heading: String, portalName: String, signerName: String, documents: [Document], form: Form?,
        signed: TimeView? = nil, signatureHash: String? = nil, others: [Other]
    ) {
        (self.heading, self.portalName, self.signerName) = (heading, portalName, signerName)
        (self.documents, self.form, self.signed) = (documents, form, signed)
        (self.signatureHash, self.others) = (signatureHash, others)
    }
}
