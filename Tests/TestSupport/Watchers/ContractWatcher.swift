package import HTTPTypes
import Kernel
import Web

/// W8: every answer of the API is one that the OpenAPI document of its version promises: the status, the content type, and every
/// field of the body (contract api-v1; issue: "every answer in the HTTP tests is validated against it").
package struct ContractWatcher: Sendable {
    private struct Promise: Sendable {
        let method: String
        let path: [Substring]
        let endsInSlash: Bool
        let responses: JSONValue
    }

    private struct Version: Sendable {
        let document: JSONValue
        let promises: [Promise]
        let check: SchemaCheck
    }

    private let versions: [String: Version]

    /// Made once: addresses in the document are examples, which nothing is compared with.
    package static let standard = ContractWatcher(origins: Origins(publicURL: "http://localhost:8080"))

    init(origins: Origins) {
        var versions: [String: Version] = [:]
        for version in APIVersions.published.all {
            let document = OpenAPIDocument(version: version, origins: origins).document
            var promises: [Promise] = []
            for path in Self.members(document["paths"]) {
                for method in Self.members(path.value) {
                    guard let responses = method.value["responses"] else { continue }
                    promises.append(
                        Promise(
                            method: method.name.uppercased(), path: path.name.split(separator: "/"),
                            endsInSlash: path.name.hasSuffix("/"), responses: responses))
                }
            }
            versions[version.name] = Version(
                document: document, promises: promises, check: SchemaCheck(document: document))
        }
        self.versions = versions
    }

    /// What is wrong with an answer, or nil. Answers to what is no documented operation are not looked at.
    package func fault(in response: Answer, to method: HTTPRequest.Method, _ uri: String) -> String? {
        guard uri.hasPrefix("/v1/"), let name = HTTPField.Name("X-Version"),
            let version = versions[response.headers[name] ?? ""],
            let promise = promise(of: version, method.rawValue, uri)
        else { return nil }
        let what = "\(method) \(uri) → \(response.status.code)"
        guard let documented = promise.responses["\(response.status.code)"] else {
            return "\(what): a status that is not documented"
        }
        let promised = Self.resolved(documented, in: version.document)
        let body = response.body
        guard let content = promised["content"] else { return body.isEmpty ? nil : "\(what): has a body" }
        guard let type = response.headers[.contentType], let schema = content[type]?["schema"] else {
            return "\(what): a content type that is not documented"
        }
        guard let value = try? JSONValue(parsing: body.utf8) else { return "\(what): no JSON" }
        let faults = version.check.faults(in: value, schema)
        return faults.isEmpty ? nil : "\(what): \(faults.joined(separator: "; "))"
    }

    private func promise(of version: Version, _ method: String, _ uri: String) -> Promise? {
        let path = uri.prefix { $0 != "?" }.dropFirst(3)
        // An empty segment is no segment: there is no such path.
        guard !path.contains("//") else { return nil }
        let parts = path.split(separator: "/")
        let found = version.promises.filter { promise in
            promise.method == method && promise.path.count == parts.count
                && zip(promise.path, parts).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
        }
        // `/customer-invoices/manual` before `/customer-invoices/{invoiceId}`, and the twin paths of 4.8 by their last slash.
        let literal = found.filter { $0.endsInSlash == path.hasSuffix("/") }
        return (literal.isEmpty ? found : literal).min { left, right in Self.parameters(left) < Self.parameters(right) }
    }

    private static func parameters(_ promise: Promise) -> Int { promise.path.count { $0.hasPrefix("{") } }

    private static func resolved(_ value: JSONValue, in document: JSONValue) -> JSONValue {
        guard case .string(let target)? = value["$ref"] else { return value }
        return target.split(separator: "/").dropFirst().reduce(Optional(document)) { $0?[String($1)] } ?? value
    }

    private static func members(_ value: JSONValue?) -> [JSONValue.Member] {
        if case .object(let members)? = value { members } else { [] }
    }
}
