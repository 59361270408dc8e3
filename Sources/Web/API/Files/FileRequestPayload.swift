import Kernel
import PortalDomain

/// `FileRequest` of contract api-v1, 4.10. The same in all versions.
enum FileRequestPayload {
    static func write(_ request: FileRequest, in zone: TimeZoneTable, _ origins: Origins, to json: inout JSONWriter) {
        json.object { json in
            json.field("id", request.id.text)
            json.field("createdAt", zone.atom(request.createdAt))
            json.field("name", request.name)
            json.field("description", request.description)
            json.field("directoryId", request.directory?.text)
            json.field("customerId", request.customer?.text)
            json.name("requestedFiles")
            json.array(request.files) { json, wanted in
                json.object { json in
                    json.field("id", wanted.id.text)
                    json.field("name", wanted.name)
                    json.field("description", wanted.description)
                    json.field("required", wanted.isRequired)
                    json.field("maxFileSize", wanted.maximumKilobytes)
                    json.field("uploadedFileId", wanted.uploaded?.text)
                }
            }
            json.field("completedAt", request.completedAt.map(zone.atom))
            json.name("links")
            json.object { json in
                if let customer = request.customer {
                    json.link("customer", to: "\(origins.api)/customers/\(customer)", type: "application/json")
                } else {
                    json.link("publicRequest", to: request.address, type: "text/html")
                }
            }
        }
    }

    static let schema = Schema.Component("FileRequest") { _ in
        let wanted = Schema.object([
            .init("id", .id("fqf_06aqq1r973s8r4fv2z13")), .init("name", .string(example: "Balance sheet")),
            .init("description", Schema.string(example: "PDF").nullable), .init("required", .boolean),
            .init("maxFileSize", .integer("Kilobytes.", example: 10_240)),
            .init("uploadedFileId", Schema.id("fsf_06aqe1bq3p6h2rbkhxys").nullable),
        ])
        return .object([
            .init("id", .id("frq_06aqm1m35y8c379ts55f")), .init("createdAt", .moment),
            .init("name", .string("For the portal owner.", example: "Annual figures")),
            .init("description", Schema.string("For whoever uploads.", example: "Please send both.").nullable),
            .init("directoryId", Schema.id("fsd_06aqh1fx4r7j3npatjh6").nullable),
            .init("customerId", Schema.id("cst_06apczxmqbsaeh9edd1r").nullable),
            .init("requestedFiles", .array(of: wanted, minimum: 1, maximum: 10)),
            .init("completedAt", Schema.moment.nullable),
            .init(
                "links",
                .object([
                    FileLinks.customer,
                    .init(
                        "publicRequest",
                        .link(
                            to: "text/html", example: "http://localhost:8080/file-request/frq_06aqm1m35y8c379ts55f/…"),
                        isRequired: false),
                ])),
        ])
    }

    static let newSchema = Schema.Component("NewFileRequest") { _ in
        let wanted = Schema.object([
            .init("name", .text(255, example: "Balance sheet")),
            .init("description", Schema.text(2000, example: "PDF").nullable, isRequired: false),
            .init("required", Schema.boolean.nullable, isRequired: false),
            .init(
                "maxFileSize", Schema.integer("Kilobytes.", range: FileRequestFields.sizes, example: 10_240).nullable,
                isRequired: false),
        ])
        return .object([
            .init("name", .text(255, example: "Annual figures")),
            .init("requestedFiles", .array(of: wanted, minimum: 1, maximum: 10)),
            .init("description", Schema.text(2000, example: "Please send both.").nullable, isRequired: false),
            .init("customerId", Schema.id("cst_06apczxmqbsaeh9edd1r").nullable, isRequired: false),
            .init("directoryId", Schema.id("fsd_06aqh1fx4r7j3npatjh6").nullable, isRequired: false),
        ])
    }
}

/// The body of `create-file-request`.
enum FileRequestFields {
    /// Kilobytes.
    static let sizes = 1...25_600

    /// Nil if something is wrong, which is left in `fields`.
    static func new(_ fields: inout FieldReader) -> (NewFileRequest?, DirectoryID?, CustomerID?) {
        let name = fields.required("name", .text(255))
        let files = fields.objects("requestedFiles", 1...10) { file -> NewFileRequest.Wanted? in
            let name = file.required("name", .text(255))
            let description = file.optional("description", .text(2000))
            let isRequired = file.optional("required", .boolean) ?? false
            let size = file.optional("maxFileSize", .integer(sizes)) ?? sizes.upperBound
            return name.map {
                .init(name: $0, description: description, isRequired: isRequired, maximumKilobytes: size)
            }
        }
        let description = fields.optional("description", .text(2000))
        let customer = fields.optional("customerId", .id(of: CustomerKind.self))
        let directory = fields.optional("directoryId", .id(of: DirectoryKind.self))
        guard fields.errors.isEmpty, let name, let files else { return (nil, directory, customer) }
        let new = NewFileRequest(
            name: name, description: description, directory: directory, customer: customer, files: files)
        return (new, directory, customer)
    }
}
