import Kernel

/// The members of client metadata, each of its one type. Null counts as left out.
struct MetadataFields {
    private let json: JSONValue

    init(_ json: JSONValue) throws(ClientMetadata.Fault) {
        guard case .object = json else { throw .metadata("The metadata is not a JSON object.") }
        self.json = json
    }

    subscript(name: String) -> JSONValue? { json[name] == .null ? nil : json[name] }

    func contains(_ name: String) -> Bool { self[name] != nil }

    func text(_ name: StaticString) throws(ClientMetadata.Fault) -> String? {
        switch self["\(name)"] {
        case nil: return nil
        case .string(let text): return text
        default: throw .metadata("\(name) must be a string.")
        }
    }

    func texts(_ name: StaticString) throws(ClientMetadata.Fault) -> [String]? {
        guard let value = self["\(name)"] else { return nil }
        guard case .array(let elements) = value else { throw .metadata("\(name) must be a list of strings.") }
        var texts: [String] = []
        for element in elements {
            guard case .string(let text) = element else { throw .metadata("\(name) must be a list of strings.") }
            texts.append(text)
        }
        return texts
    }

    func flag(_ name: StaticString) throws(ClientMetadata.Fault) -> Bool? {
        switch self["\(name)"] {
        case nil: return nil
        case .bool(let flag): return flag
        default: throw .metadata("\(name) must be true or false.")
        }
    }
}
