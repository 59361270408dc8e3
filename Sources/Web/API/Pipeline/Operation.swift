package import HTTPTypes
package import Kernel

/// One operation of the API as the contract describes it: enough for the router, for the checks and for the
/// documentation.
///
/// There is no operation without a scope: one that any credential may use says so aloud (invariant 11).
package struct Operation: Sendable {
    package enum Access: Sendable, Equatable {
        case scope(Scopes)
        case anyCredential
    }

    package enum Body: Sendable, Equatable {
        /// No request fields: body and content type are not looked at.
        case none
        /// A JSON object: the name of its schema, and whether it has required fields, so that an empty body will not
        /// do.
        case json(String, required: Bool)
        /// A form with files: the name of its schema, the fields that hold a list of objects, and the files.
        case multipart(String, lists: Set<String> = [], files: [FilePart])
        /// One of the two, by the content type.
        case jsonOrMultipart(json: String, multipart: String, files: [FilePart])

        /// The same where the server takes so many bytes of any file.
        func taking(_ standard: Int) -> Body {
            switch self {
            case .none, .json: self
            case .multipart(let schema, let lists, let files):
                .multipart(schema, lists: lists, files: files.map { $0.taking(standard) })
            case .jsonOrMultipart(let json, let schema, let files):
                .jsonOrMultipart(json: json, multipart: schema, files: files.map { $0.taking(standard) })
            }
        }

        /// What is taken as JSON.
        var json: (schema: String, isRequired: Bool)? {
            switch self {
            case .json(let schema, let isRequired): (schema, isRequired)
            case .jsonOrMultipart(let schema, _, _): (schema, true)
            case .none, .multipart: nil
            }
        }

        /// What is taken as a form.
        var form: MultipartFields? {
            switch self {
            case .multipart(let schema, let lists, let files):
                MultipartFields(schema: schema, lists: lists, files: files)
            case .jsonOrMultipart(_, let schema, let files): MultipartFields(schema: schema, lists: [], files: files)
            case .none, .json: nil
            }
        }
    }

    /// What a success looks like.
    package enum Success: Sendable, Equatable {
        case entity(String)
        case created(String)
        /// The same for what has no address in the API.
        case made(String)
        /// The envelope of contract 2.11 around entities.
        case page(String)
        /// `{ "data": […] }`.
        case list(String)
        case noContent
    }

    /// A parameter of the query besides those of every list.
    package struct Parameter: Sendable {
        package let name: String
        let schema: Schema

        init(_ name: String, _ schema: Schema) { (self.name, self.schema) = (name, schema) }

        static let search = Parameter(
            "search", .string("Found anywhere in companyName or primaryEmail, letter case ignored.", example: "fiets"))
        static let customer = Parameter(
            "customerId", .string("Only those of this customer.", example: "cst_06apczxmqbsaeh9edd1r"))
        static let createdAfter = Parameter(
            "created_after", .string("Inclusive: a date, or a date with time.", example: "2025-03-05"))
        static let createdBefore = Parameter(
            "created_before", .string("Exclusive: a date, or a date with time.", example: "2025-03-05"))

        static func status<Status: RawRepresentable<String> & CaseIterable>(_: Status.Type) -> Parameter {
            Parameter("status", .choice(Status.allCases.map(\.rawValue)))
        }
    }

    /// `list-customers`
    package let id: String
    package let method: HTTPRequest.Method
    /// `/customers/{customerId}`, below the base.
    package let path: String
    package let group: String
    package let summary: String
    package let access: Access
    /// The switch of its group; nil: never off.
    package let feature: Feature?
    package let parameters: [Parameter]
    package fileprivate(set) var body: Body
    package let success: Success
    /// The entity's state can forbid it (409).
    package let mayConflict: Bool
    /// The entity's state can forbid it, and the published API says so by a 422.
    package let mayBeInvalid: Bool

    package init(
        _ id: String, _ method: HTTPRequest.Method, _ path: String, group: String, summary: String, access: Access,
        feature: Feature? = nil, parameters: [Parameter] = [], body: Body = .none, success: Success,
        mayConflict: Bool = false, mayBeInvalid: Bool = false
    ) {
        (self.id, self.method, self.path, self.group, self.summary) = (id, method, path, group, summary)
        (self.access, self.feature, self.parameters, self.body) = (access, feature, parameters, body)
        (self.success, self.mayConflict, self.mayBeInvalid) = (success, mayConflict, mayBeInvalid)
    }

    package var isList: Bool {
        if case .page = success { true } else { false }
    }

    /// The names in braces, in order.
    package var pathParameters: [String] {
        path.split(separator: "/").filter { $0.hasPrefix("{") }.map { String($0.dropFirst().dropLast()) }
    }
}

/// An operation and what does it.
package struct Endpoint: Sendable {
    package typealias Handler = @Sendable (APICall) async throws -> APIAnswer

    package private(set) var operation: Operation
    package let handler: Handler
    /// As logs and metrics name it; never the address as sent.
    let label: String
    let pathParameters: [String]

    package init(_ operation: Operation, _ handler: @escaping Handler) {
        (self.operation, self.handler) = (operation, handler)
        label = "/v1\(operation.path)"
        pathParameters = operation.pathParameters
    }

    /// The same where the server takes so many bytes of any file.
    func taking(_ standard: Int) -> Endpoint {
        var endpoint = self
        endpoint.operation.body = operation.body.taking(standard)
        return endpoint
    }
}
