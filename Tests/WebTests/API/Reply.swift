import HTTPTypes
import HummingbirdTesting
import Kernel
import NIOCore
import Testing

/// An answer with its body parsed.
struct Reply: Sendable {
    let status: Int
    let headers: HTTPFields
    let bytes: [UInt8]
    let body: String
    let json: JSONValue?

    init(_ response: TestResponse) {
        status = response.status.code
        headers = response.headers
        bytes = Array(response.body.readableBytesView)
        body = String(buffer: response.body)
        json = try? JSONValue(parsing: bytes)
    }

    subscript(header: String) -> String? { headers[HTTPField.Name(header)!] }

    func text(_ name: String) -> String? {
        if case .string(let text)? = json?[name] { text } else { nil }
    }

    var code: JSONValue? { json?["code"] }
    var message: String? { text("message") }

    /// The names of the fields that a 422 complains of.
    var fields: [String] {
        guard case .array(let errors)? = json?["errors"] else { return [] }
        return errors.compactMap { if case .string(let name)? = $0["field"] { name } else { nil } }
    }

    /// The entities of a list.
    var data: [JSONValue] {
        if case .array(let data)? = json?["data"] { data } else { [] }
    }

    /// The ids of the entities of a list.
    var ids: [String] { data.compactMap { if case .string(let id)? = $0["id"] { id } else { nil } } }
}
