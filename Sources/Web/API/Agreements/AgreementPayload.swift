import Kernel
import PortalDomain

/// `Agreement` and `AgreementWithDetails` of contract api-v1, 4.1. The same in all versions.
enum AgreementPayload {
    static func write(
        _ agreement: Agreement, _ signature: Signature, in zone: TimeZoneTable, to json: inout JSONWriter
    ) {
        json.object { json in fields(of: agreement, signature, in: zone, to: &json) }
    }

    static func write(_ details: AgreementWithDetails, in zone: TimeZoneTable, to json: inout JSONWriter) {
        json.object { json in
            fields(of: details.agreement, details.signature, in: zone, to: &json)
            json.name("signers")
            json.array(details.signers) { json, signer in write(signer, in: zone, to: &json) }
            json.name("documents")
            json.array(details.documents) { json, document in
                json.object { json in
                    json.field("id", document.id.text)
                    json.field("documentName", document.name.text)
                    json.field("fileSize", document.size)
                    json.field("fileHash", document.digest.hex)
                }
            }
        }
    }

    private static func fields(
        of agreement: Agreement, _ signature: Signature, in zone: TimeZoneTable, to json: inout JSONWriter
    ) {
        json.field("id", agreement.id.text)
        json.field("createdAt", zone.atom(agreement.createdAt))
        json.field("name", agreement.name)
        json.field("status", agreement.status.rawValue)
        json.field("signerName", agreement.signerName)
        json.field("signerSignature", signature.image.text)
        json.field("signerSignatureHash", signature.hash)
        json.field("customerId", agreement.customer?.text)
    }

    private static func write(_ signer: AgreementSigner, in zone: TimeZoneTable, to json: inout JSONWriter) {
        json.object { json in
            json.field("id", signer.id.text)
            json.field("firstName", signer.firstName)
            json.field("lastName", signer.lastName)
            json.field("email", signer.email.text)
            json.field("shouldIdentify", signer.shouldIdentify)
            json.field("signature", signer.signature?.image.text)
            json.field("signatureHash", signer.signature?.hash)
            json.field("signedAt", signer.signature.map { zone.atom($0.signedAt) })
        }
    }

    static let schema = Schema.Component("Agreement") { _ in .object(properties) }

    static let detailsSchema = Schema.Component("AgreementWithDetails") { _ in
        .object(
            properties + [
                .init("signers", .array(of: signer, "In the order sent.", minimum: 1, maximum: 5)),
                .init("documents", .array(of: document, "In the order sent.", minimum: 1, maximum: 5)),
            ])
    }

    private static let properties: [Schema.Property] = [
        .init("id", .id("agr_06apg01trdjh68k9w39q")),
        .init("createdAt", .moment),
        .init("name", .string(example: "Service contract 2025")),
        .init("status", .choice(Agreement.Status.allCases.map(\.rawValue))),
        .init("signerName", .string("Who signed for the portal's company.", example: "Noor de Vries")),
        .init("signerSignature", .png),
        .init("signerSignatureHash", .sha256),
        .init("customerId", .id("cst_06apczxmqbsaeh9edd1r").nullable),
    ]

    private static let signer = Schema.object([
        .init("id", .id("ags_06apk060sg65ryka792g")),
        .init("firstName", .string(example: "Jan")),
        .init("lastName", .string(example: "Bos")),
        .init("email", .email),
        .init("shouldIdentify", .boolean),
        .init("signature", .png.nullable),
        .init("signatureHash", .sha256.nullable),
        .init("signedAt", .moment.nullable),
    ])

    private static let document = Schema.object([
        .init("id", .id("agd_06app0a6tq93y098pbsk")),
        .init("documentName", .string(example: "contract.pdf")),
        .init("fileSize", .integer("Bytes.", example: 48_211)),
        .init("fileHash", .sha256),
    ])
}
