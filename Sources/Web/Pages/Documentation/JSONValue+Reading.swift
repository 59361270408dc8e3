import Kernel

/// What the documentation asks of an OpenAPI document: nothing here fails, what is not there is empty.
extension JSONValue {
    var text: String? { if case .string(let text) = self { text } else { nil } }
    var digits: String? { if case .number(let digits) = self { digits } else { nil } }
    var isTrue: Bool { self == .bool(true) }
    var elements: [JSONValue] { if case .array(let elements) = self { elements } else { [] } }
    var members: [Member] { if case .object(let members) = self { members } else { [] } }

    /// With line breaks, for people.
    var indented: String {
        var lines = ""
        write(to: &lines, indentation: "")
        return lines
    }

    private func write(to text: inout String, indentation: String) {
        let inner = indentation + "  "
        switch self {
        case .object(let members) where !members.isEmpty:
            text += "{\n"
            for (position, member) in members.enumerated() {
                text += "\(inner)\(JSONValue.string(member.name).compact): "
                member.value.write(to: &text, indentation: inner)
                text += position == members.count - 1 ? "\n" : ",\n"
            }
            text += "\(indentation)}"
        case .array(let elements) where !elements.isEmpty:
            text += "[\n"
            for (position, element) in elements.enumerated() {
                text += inner
                element.write(to: &text, indentation: inner)
                text += position == elements.count - 1 ? "\n" : ",\n"
            }
            text += "\(indentation)]"
        default: text += compact
        }
    }

    var compact: String {
        var writer = JSONWriter(reservingCapacity: 64)
        writer.value(self)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
