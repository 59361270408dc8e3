/// Follows the tags of templates through views as the library would, and remembers which ever found something.
///
/// A tag without a property renders as nothing, silently; this is what notices.
struct TagWalk {
    private let templates: [String: String]
    private var met: Set<String> = []
    private var found: Set<String> = []

    init(templates: [String: String]) { self.templates = templates }

    /// Tags that found nothing in any view, each with the sections around it.
    var missing: Set<String> { met.subtracting(found) }

    mutating func walk(_ name: String, stack: [Any], path: String? = nil) {
        guard let text = templates[name] else { return }
        let path = path ?? name
        var tags = Self.tags(of: text)[...]
        walk(&tags, stack: stack, path: path)
    }

    /// Takes tags up to the end of the section that it is in.
    private mutating func walk(_ tags: inout ArraySlice<String>, stack: [Any], path: String) {
        while let tag = tags.popFirst() {
            let key = String(tag.dropFirst())
            switch tag.first {
            case "/": return
            case "%", "!": continue
            case ">": walk(key, stack: stack, path: "\(path) \(tag)")
            case "#", "^": walk(section: tag, key, &tags, stack: stack, path: "\(path) \(tag)")
            default: note(look(up: tag, in: stack), "\(path) \(tag)")
            }
        }
    }

    private mutating func walk(
        section tag: String, _ key: String, _ tags: inout ArraySlice<String>, stack: [Any], path: String
    ) {
        let value = look(up: key, in: stack)
        if tag.hasPrefix("#") { note(value ?? emptyOptional(key, in: stack), path) }
        let inner: [[Any]]
        switch value {
        case is Bool, nil: inner = [stack]
        case let list as [Any] where tag.hasPrefix("#"): inner = list.isEmpty ? [stack] : list.map { stack + [$0] }
        case .some(let value): inner = [tag.hasPrefix("#") ? stack + [value] : stack]
        }
        let start = tags
        for stack in inner {
            tags = start
            walk(&tags, stack: stack, path: path)
        }
    }

    private mutating func note(_ value: Any?, _ place: String) {
        met.insert(place)
        if value != nil { found.insert(place) }
    }

    private func look(up key: String, in stack: [Any]) -> Any? {
        if key == "." { return stack.last }
        let names = key.split(separator: ".").map(String.init)
        let candidates = key.hasPrefix(".") ? stack.suffix(1) : stack[...]
        for object in candidates.reversed() {
            guard let first = Self.child(names[0], of: object) else { continue }
            return names.dropFirst().reduce(first as Any?) { found, name in found.flatMap { Self.child(name, of: $0) } }
        }
        return nil
    }

    /// A property that is there but nil; a section may ask for that.
    private func emptyOptional(_ key: String, in stack: [Any]) -> Any? {
        guard let name = key.split(separator: ".").last, let object = stack.last else { return nil }
        return Mirror(reflecting: object).children.first { $0.label == String(name) }?.value
    }

    private static func child(_ name: String, of object: Any) -> Any? {
        if let dictionary = object as? [String: Any] { return dictionary[name] }
        guard let value = Mirror(reflecting: object).children.first(where: { $0.label == name })?.value else {
            return nil
        }
        let mirror = Mirror(reflecting: value)
        return mirror.displayStyle == .optional ? mirror.children.first?.value : value
    }

    private static func tags(of text: String) -> [String] {
        text.split(separator: "{{", omittingEmptySubsequences: false).dropFirst().map { piece in
            String(piece.prefix { $0 != "}" }.filter { $0 != " " })
        }
    }
}
