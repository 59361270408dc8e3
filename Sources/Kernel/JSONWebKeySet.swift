/// The public keys of one app (RFC 7517 §5), every one of which we can verify with.
///
/// The RFC lets a reader skip keys that it does not understand. Here they are refused: whoever registers a key should not find out later
/// that it was left out.
package struct JSONWebKeySet: Sendable, Equatable {
    package enum Fault: Error, Sendable, Equatable {
        /// Not a JSON object with `keys`.
        case malformed
        case empty, tooMany
        /// Two keys with one `kid`.
        case repeatedID
        case key(JSONWebKey.Fault)
    }

    package static let maximumKeys = 8
    /// Of the text, in bytes.
    package static let maximumLength = 16_384

    package let keys: [JSONWebKey]

    package init(parsing text: String) throws(Fault) {
        guard text.utf8.count <= Self.maximumLength, let json = try? JSONValue(parsing: text.utf8, maximumDepth: 8)
        else {
            throw .malformed
        }
        try self.init(json)
    }

    package init(_ json: JSONValue) throws(Fault) {
        guard case .array(let members)? = json["keys"] else { throw .malformed }
        guard !members.isEmpty else { throw .empty }
        guard members.count <= Self.maximumKeys else { throw .tooMany }
        var keys: [JSONWebKey] = []
        for member in members {
            let key: JSONWebKey
            do throws(JSONWebKey.Fault) { key = try JSONWebKey(member) } catch { throw .key(error) }
            guard !keys.contains(where: { $0.id == key.id }) else { throw .repeatedID }
            keys.append(key)
        }
        self.keys = keys
    }

    /// Reads a column of our own database. What cannot be read any more holds no key, so nobody gets in with it.
    package init(stored text: String) { keys = (try? JSONWebKeySet(parsing: text))?.keys ?? [] }

    /// Those that a token may have been signed with. With a `kid` in its header, that one; without, any (RFC 7515 §4.1.4).
    package func candidates(for id: String?) -> [JSONWebKey] {
        guard let id else { return keys }
        return keys.filter { $0.id.utf8.elementsEqual(id.utf8) }
    }

    /// The canonical text: what is stored.
    package var text: String {
        var writer = JSONWriter(reservingCapacity: 1024)
        write(to: &writer)
        return writer.text
    }

    package func write(to writer: inout JSONWriter) {
        writer.object {
            $0.name("keys")
            $0.array(keys) { writer, key in key.write(to: &writer) }
        }
    }
}
