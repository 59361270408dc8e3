import HTTPTypes
import Kernel

extension APIError {
    /// The published form: `{code, message, errors}`.
    func publishedBody() -> [UInt8] {
        var json = JSONWriter(reservingCapacity: 256)
        json.object { json in
            json.field("code", kind.status.code)
            json.field("message", message)
            writeDetails(to: &json)
        }
        return json.bytes
    }

    /// The form of RFC 9457, for clients that ask for it.
    func problemBody(origin: String, request: RequestID) -> [UInt8] {
        var json = JSONWriter(reservingCapacity: 384)
        json.object { json in
            json.field("type", "\(origin)/docs/problems/\(kind.slug)")
            json.field("title", kind.title)
            json.field("status", kind.status.code)
            json.field("detail", message)
            json.field("instance", "urn:voordeur:request:\(request.text)")
            writeDetails(to: &json)
        }
        return json.bytes
    }

    private func writeDetails(to json: inout JSONWriter) {
        if !errors.isEmpty {
            json.name("errors")
            json.array(errors) { json, error in
                json.object { json in
                    json.field("field", error.field)
                    json.field("message", error.message)
                }
            }
        }
        if !supportedVersions.isEmpty { json.field("supportedVersions", supportedVersions) }
    }
}
