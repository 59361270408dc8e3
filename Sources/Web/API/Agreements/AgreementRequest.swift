import Kernel
import PortalDomain

/// The body of `create-agreement`: a form with documents.
struct AgreementRequest {
    static let documents = FilePart(
        "documents", maximum: 5 * FilePart.megabyte, count: 1...5, together: 5 * FilePart.megabyte, isPDF: true)

    let name: String
    let signerName: String
    let signature: SignatureImage
    let customer: CustomerID?
    let signers: [NewAgreement.Signer]
    let documents: [UploadedFile]

    init(_ call: APICall, _ customers: Customers) async throws {
        var fields = FieldReader(call.body)
        let name = fields.required("name", .text(255))
        let signerName = fields.required("signerName", .text(255))
        let signature = fields.required(SignatureFieldName.sent(in: call.version), .png)
        let customer = fields.optional("customerId", .id(of: CustomerKind.self))
        let signers = fields.objects("signers", 1...5, Self.signer)
        let documents = fields.files("documents", in: call.uploads)
        guard fields.errors.isEmpty, let name, let signerName, let signature, let signers else {
            throw try await fields.refusal(naming: customer, of: customers, in: call.portal)
        }
        (self.name, self.signerName, self.signature) = (name, signerName, signature)
        (self.customer, self.signers, self.documents) = (customer, signers, documents)
    }

    private static func signer(_ fields: inout FieldReader) -> NewAgreement.Signer? {
        let firstName = fields.required("firstName", .text(255))
        let lastName = fields.required("lastName", .text(255))
        let email = fields.required("email", .email)
        let shouldIdentify = fields.optional("shouldIdentify", .formBoolean) ?? false
        guard let firstName, let lastName, let email else { return nil }
        return NewAgreement.Signer(
            firstName: firstName, lastName: lastName, email: email, shouldIdentify: shouldIdentify)
    }

    static let schema = Schema.Component("NewAgreement") { version in
        let signer = Schema.object([
            .init("firstName", .text(255, example: "Jan")), .init("lastName", .text(255, example: "Bos")),
            .init("email", .email), .init("shouldIdentify", .boolean, isRequired: false),
        ])
        return .object([
            .init("name", .text(255, example: "Service contract 2025")),
            .init("signerName", .text(255, example: "Noor de Vries")),
            .init(SignatureFieldName.sent(in: version), .png),
            .init("signers", .array(of: signer, minimum: 1, maximum: 5)),
            .init(
                "documents",
                .array(of: .file("A PDF; all of them together up to 5 MB."), minimum: 1, maximum: 5)),
            .init("customerId", .id("cst_06apczxmqbsaeh9edd1r"), isRequired: false),
        ])
    }
}
