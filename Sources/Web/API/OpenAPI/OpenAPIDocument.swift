import HTTPTypes
package import Kernel

/// The OpenAPI 3.1 document of one version, made from the table that also routes the requests.
package struct OpenAPIDocument: Sendable {
    private let version: APIVersion
    private let origins: Origins
    private let operations: [Operation]

    package init(version: APIVersion, origins: Origins, operations: [Operation] = APICatalog.operations) {
        (self.version, self.origins, self.operations) = (version, origins, operations)
    }

    package func json() -> [UInt8] {
        var writer = JSONWriter(reservingCapacity: 65_536)
        writer.value(document)
        return writer.bytes
    }

    package var document: JSONValue {
        .object([
            .init("openapi", .string("3.1.0")), .init("info", info),
            .init("servers", .array([.object([.init("url", .string(origins.api))])])), .init("tags", tags),
            .init("security", .array([.object([.init("bearer", .array([]))])])), .init("paths", paths),
            .init("components", components),
        ])
    }

    private var info: JSONValue {
        .object([
            .init("title", .string("Voordeur API")), .init("version", .string(version.name)),
            .init("description", .string("The customer portal's API. Every path needs a bearer token.")),
        ])
    }

    private var tags: JSONValue {
        var names: [String] = []
        for operation in operations where !names.contains(operation.group) { names.append(operation.group) }
        return .array(names.map { .object([.init("name", .string($0))]) })
    }

    private var paths: JSONValue {
        var paths: [String] = []
        for operation in operations where !paths.contains(operation.path) { paths.append(operation.path) }
        return .object(
            paths.map { path in
                let methods = operations.filter { $0.path == path }
                return .init(path, .object(methods.map { .init($0.method.rawValue.lowercased(), item($0)) }))
            })
    }

    // MARK: One operation

    private func item(_ operation: Operation) -> JSONValue {
        var members: [JSONValue.Member] = [
            .init("operationId", .string(operation.id)), .init("tags", .array([.string(operation.group)])),
            .init("summary", .string(operation.summary)), .init("security", security(operation)),
        ]
        if let feature = operation.feature { members.append(.init("x-feature", .string(feature.rawValue))) }
        let parameters = self.parameters(operation)
        if !parameters.isEmpty { members.append(.init("parameters", .array(parameters))) }
        if operation.body != .none { members.append(.init("requestBody", requestBody(operation.body))) }
        members.append(.init("responses", .object(responses(operation))))
        return .object(members)
    }

    private func requestBody(_ body: Operation.Body) -> JSONValue {
        var types: [JSONValue.Member] = []
        if let json = body.json { types.append(typed("application/json", .reference(json.schema))) }
        if let form = body.form { types.append(typed("multipart/form-data", .reference(form.schema))) }
        return .object([
            .init("required", .bool(body.json?.isRequired ?? true)), .init("content", .object(types)),
        ])
    }

    private func typed(_ type: String, _ schema: Schema) -> JSONValue.Member {
        .init(type, .object([.init("schema", schema.json)]))
    }

    private func security(_ operation: Operation) -> JSONValue {
        var scopes: [JSONValue] = []
        if case .scope(let scope) = operation.access { scopes = [.string(scope.text)] }
        return .array([.object([.init("bearer", .array(scopes))])])
    }

    private func parameters(_ operation: Operation) -> [JSONValue] {
        var parameters = operation.pathParameters.map { name in
            parameter(name, in: "path", required: true, Schema.string(example: name).json)
        }
        if operation.isList {
            parameters.append(parameter("page", in: "query", Schema.integer(range: 1...1_000_000_000, example: 1).json))
            parameters.append(parameter("per_page", in: "query", Schema.integer(range: 1...100, example: 15).json))
            if version.hasCursors {
                let cursor = Schema.string("From next_cursor; not together with page.", example: "06apczxmqbsaeh9edd1r")
                parameters.append(parameter("cursor", in: "query", cursor.json))
            }
        }
        parameters += operation.parameters.map { parameter($0.name, in: "query", $0.schema.json) }
        if operation.method == .post {
            let key = Schema.string("Makes a repetition harmless for 24 hours.", example: "order-4711")
            parameters.append(parameter("Idempotency-Key", in: "header", key.json))
        }
        return parameters
    }

    private func parameter(_ name: String, in place: String, required: Bool = false, _ schema: JSONValue) -> JSONValue {
        .object([
            .init("name", .string(name)), .init("in", .string(place)), .init("required", .bool(required)),
            .init("schema", schema),
        ])
    }

    private func responses(_ operation: Operation) -> [JSONValue.Member] {
        var codes = [400, 401, 403, 429, 503]
        let hasBody = operation.body != .none
        if !operation.pathParameters.isEmpty { codes.append(404) }
        if operation.mayConflict || operation.method == .post { codes.append(409) }
        if hasBody { codes += [413, 415] }
        let hasQuery = operation.isList || !operation.parameters.isEmpty
        if hasBody || hasQuery || operation.method == .post || operation.mayBeInvalid { codes.append(422) }
        if operation.feature != nil { codes.append(426) }
        let errors = codes.sorted().map { code in
            JSONValue.Member("\(code)", .object([.init("$ref", .string("#/components/responses/\(code)"))]))
        }
        return [success(operation)] + errors
    }

    private func success(_ operation: Operation) -> JSONValue.Member {
        switch operation.success {
        case .entity(let name): answer("200", "The entity.", Schema.reference(name).json)
        case .created(let name):
            answer("201", "Made; Location is its address.", Schema.reference(name).json, links: links(after: operation))
        case .made(let name): answer("201", "Made.", Schema.reference(name).json)
        case .list(let name):
            answer("200", "The entities.", Schema.object([.init("data", .array(of: .reference(name)))]).json)
        case .page(let name):
            answer("200", "A page of the list.", page(of: name, at: "\(origins.api)\(operation.path)").json)
        case .noContent: .init("204", .object([.init("description", .string("Done."))]))
        }
    }

    private func answer(
        _ code: String, _ description: String, _ schema: JSONValue, links: [JSONValue.Member] = []
    ) -> JSONValue.Member {
        var members: [JSONValue.Member] = [
            .init("description", .string(description)), .init("content", content(schema)),
        ]
        if !links.isEmpty { members.append(.init("links", .object(links))) }
        return .init(code, .object(members))
    }

    /// What can be done with what was just made (OpenAPI 3.1.1, "Link Object"): every operation on its path.
    private func links(after creation: Operation) -> [JSONValue.Member] {
        guard case .created(let name) = creation.success,
            let reading = operations.first(where: { operation in
                operation.method == .get && operation.success == .entity(name)
                    && operation.pathParameters.dropLast() == creation.pathParameters[...]
            }), let own = reading.pathParameters.last
        else { return [] }
        return operations.filter { $0.path.hasPrefix(reading.path) && $0.pathParameters == reading.pathParameters }.map
        {
            let inherited = creation.pathParameters.map { JSONValue.Member($0, .string("$request.path.\($0)")) }
            let parameters = inherited + [.init(own, .string("$response.body#/id"))]
            return .init(
                $0.id, .object([.init("operationId", .string($0.id)), .init("parameters", .object(parameters))]))
        }
    }

    private func content(_ schema: JSONValue) -> JSONValue {
        .object([.init("application/json", .object([.init("schema", schema)]))])
    }

    private func page(of name: String, at path: String) -> Schema {
        func address(_ page: Int) -> Schema { .string(example: "\(path)?per_page=50&page=\(page)") }
        let current = Schema.integer("This page.", example: 2)
        var properties: [Schema.Property] = [
            .init("current_page", version.hasCursors ? current.nullable : current),
            .init("data", .array(of: .reference(name))), .init("first_page_url", address(1)),
            .init("from", Schema.integer("Position of the first entity.", example: 51).nullable),
            .init("next_page_url", address(3).nullable), .init("path", .string(example: path)),
            .init("per_page", .integer(example: 50)), .init("prev_page_url", address(1).nullable),
            .init("to", Schema.integer("Position of the last entity.", example: 100).nullable),
        ]
        if version.hasCursors {
            let cursor = Schema.string("Continues after the last entity.", example: "06apczxmqbsaeh9edd1r")
            properties.append(.init("next_cursor", cursor.nullable))
        }
        return .object(properties)
    }

    // MARK: Components

    private var components: JSONValue {
        let bearer: JSONValue = .object([
            .init("type", .string("http")), .init("scheme", .string("bearer")),
            .init("description", .string("An API key or an OAuth access token.")),
        ])
        let schemas = APICatalog.components.map { JSONValue.Member($0.name, $0.schema(version).json) }
        return .object([
            .init("securitySchemes", .object([.init("bearer", bearer)])),
            .init("schemas", .object(schemas + [.init("Error", errorSchema), .init("Problem", problemSchema)])),
            .init("responses", .object(errorResponses)),
        ])
    }

    private var errorResponses: [JSONValue.Member] {
        var codes: [Int] = []
        for kind in APIError.Kind.all where !codes.contains(kind.status.code) { codes.append(kind.status.code) }
        return codes.filter { $0 != 405 && $0 != 500 }.map { code in
            let titles = APIError.Kind.all.filter { $0.status.code == code }.map(\.title)
            let content: JSONValue = .object([
                .init("application/json", .object([.init("schema", Schema.reference("Error").json)])),
                .init("application/problem+json", .object([.init("schema", Schema.reference("Problem").json)])),
            ])
            return .init(
                "\(code)",
                .object([.init("description", .string(titles.joined(separator: " / "))), .init("content", content)]))
        }
    }

    private var errorSchema: JSONValue {
        Schema.object([
            .init("code", .integer("The HTTP status.", example: 422)),
            .init("message", .string("For people.", example: "The request is not valid.")), errors, supportedVersions,
        ]).json
    }

    private var problemSchema: JSONValue {
        Schema.object([
            .init("type", .string(example: "\(origins.publicURL)/docs/problems/invalid")),
            .init("title", .string(example: "Invalid request")), .init("status", .integer(example: 422)),
            .init("detail", .string(example: "The request is not valid.")),
            .init("instance", .string(example: "urn:voordeur:request:req_06apczxmqbsaeh9edd1r")), errors,
            supportedVersions,
        ]).json
    }

    private var errors: Schema.Property {
        let one = Schema.object([
            .init("field", .string(example: "primaryEmail")), .init("message", .string(example: "Is required.")),
        ])
        return .init("errors", .array(of: one, "All invalid fields. On 422 only."), isRequired: false)
    }

    private var supportedVersions: Schema.Property {
        .init(
            "supportedVersions", .array(of: .string(example: "1.0.0"), "On an unknown version only."), isRequired: false
        )
    }
}

extension JSONValue.Member {
    fileprivate init(_ name: String, _ value: JSONValue) { self.init(name: name, value: value) }
}
