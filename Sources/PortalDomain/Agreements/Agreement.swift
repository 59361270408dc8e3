import Crypto
package import Kernel

package enum AgreementKind: EntityKind { package static let idPrefix = "agr" }
package typealias AgreementID = Identifier<AgreementKind>

package enum AgreementSignerKind: EntityKind { package static let idPrefix = "ags" }
package typealias AgreementSignerID = Identifier<AgreementSignerKind>

package enum AgreementDocumentKind: EntityKind { package static let idPrefix = "agd" }
package typealias AgreementDocumentID = Identifier<AgreementDocumentKind>

/// Documents that a portal has signed and others are to sign (contract api-v1, 4.1).
package struct Agreement: Sendable, Equatable {
    package enum Status: String, Sendable, CaseIterable {
        /// Somebody has not signed yet.
        case sent
        case signed
    }

    package let id: AgreementID
    package let customer: CustomerID?
    package let name: String
    package internal(set) var status: Status
    /// Who signed for the portal, when it was made.
    package let signerName: String
    package let createdAt: Timestamp

    var auditObject: AuditEvent.Object { .init(kind: "agreement", id: id.text) }
}

/// A picture of a signature, when it was put, and a digest that binds the two.
package struct Signature: Sendable, Equatable {
    package let image: SignatureImage
    package let signedAt: Timestamp

    package init(_ image: SignatureImage, at signedAt: Timestamp) { (self.image, self.signedAt) = (image, signedAt) }

    /// SHA-256 over the data URI, a line feed and the UNIX seconds of the signing: 64 hexadecimal digits.
    package var hash: String {
        var hash = SHA256()
        hash.update(data: Array(image.text.utf8))
        hash.update(data: Array("\n\(signedAt.seconds)".utf8))
        return Hex.text(hash.finalize())
    }
}

/// Somebody who is to sign.
package struct AgreementSigner: Sendable, Equatable {
    package let id: AgreementSignerID
    package let firstName: String
    package let lastName: String
    package let email: EmailAddress
    /// Has to prove who they are: by a code that is mailed to them.
    package let shouldIdentify: Bool
    package internal(set) var signature: Signature?

    package var name: String { "\(firstName) \(lastName)" }
}

/// A PDF to sign.
package struct AgreementDocument: Sendable, Equatable {
    package let id: AgreementDocumentID
    package let name: FileName
    package let content: ContentID
    /// Bytes.
    package let size: Int
    package let digest: TokenDigest
}

/// An agreement with who signs what, and the pictures of all signatures: a megabyte each.
package struct AgreementWithDetails: Sendable, Equatable {
    package let agreement: Agreement
    /// For the portal.
    package let signature: Signature
    /// In the order sent.
    package let signers: [AgreementSigner]
    /// In the order sent.
    package let documents: [AgreementDocument]
}

/// An agreement that is to be.
package struct NewAgreement: Sendable {
    package struct Signer: Sendable {
        package let firstName: String
        package let lastName: String
        package let email: EmailAddress
        package let shouldIdentify: Bool

        package init(firstName: String, lastName: String, email: EmailAddress, shouldIdentify: Bool) {
            (self.firstName, self.lastName) = (firstName, lastName)
            (self.email, self.shouldIdentify) = (email, shouldIdentify)
        }
    }

    package struct Document: Sendable {
        package let name: FileName
        package let content: KeptContent

        package init(name: FileName, content: KeptContent) { (self.name, self.content) = (name, content) }
    }

    package let name: String
    package let signerName: String
    package let signature: SignatureImage
    package let customer: CustomerID?
    package let signers: [Signer]
    package let documents: [Document]

    package init(
        name: String, signerName: String, signature: SignatureImage, customer: CustomerID? = nil, signers: [Signer],
        documents: [Document]
    ) {
        (self.name, self.signerName, self.signature) = (name, signerName, signature)
        (self.customer, self.signers, self.documents) = (customer, signers, documents)
    }

    func agreement(_ ambient: Ambient) -> AgreementWithDetails {
        let now = ambient.now()
        return AgreementWithDetails(
            agreement: Agreement(
                id: ambient.makeID(), customer: customer, name: name, status: .sent, signerName: signerName,
                createdAt: now),
            signature: Signature(signature, at: now),
            signers: signers.map { signer in
                AgreementSigner(
                    id: ambient.makeID(), firstName: signer.firstName, lastName: signer.lastName, email: signer.email,
                    shouldIdentify: signer.shouldIdentify, signature: nil)
            },
            documents: documents.map { document in
                AgreementDocument(
                    id: ambient.makeID(), name: document.name, content: document.content.id,
                    size: document.content.size, digest: document.content.digest)
            })
    }
}
