import Kernel

/// Turns the fields of a form into the object that a JSON body would have been (contract api-v1, 2.10): `signers[0][firstName]`,
/// a field that holds JSON, or a field that is repeated with one object each.
struct FormNesting {
    /// Fields of which a list of objects is expected.
    let lists: Set<String>
    private var root = Node.object([])

    /// Deeper than any field of ours.
    private static let maximumDepth = 8
    private static let maximumIndex = 9999

    init(lists: Set<String>) { self.lists = lists }

    private indirect enum Node {
        case value(JSONValue)
        case object([(name: String, node: Node)])
        /// In the order of the positions, which may have gaps.
        case list([(position: Int, node: Node)])
    }

    private enum Step {
        case name(String)
        case position(Int)
        case next
    }

    /// - Parameter value: not empty.
    mutating func add(_ name: String, _ value: String) throws(MultipartMalformed) {
        var steps = try Self.steps(of: name)
        var json = JSONValue.string(value)
        if case .name(let base)? = steps.first, lists.contains(base), steps.count <= 2 {
            if let parsed = try? JSONValue(parsing: Array(value.utf8)) {
                switch parsed {
                case .object: json = parsed
                case .array where steps.count == 1:
                    try Self.insert(.value(parsed), at: steps[...], into: &root)
                    return
                default: break
                }
            }
            // `signers={…}` repeated is the same as `signers[]={…}`.
            if steps.count == 1 { steps.append(.next) }
        }
        try Self.insert(.value(json), at: steps[...], into: &root)
    }

    var object: JSONValue { Self.json(root) }

    private static func insert(
        _ leaf: Node, at steps: ArraySlice<Step>, into node: inout Node
    ) throws(MultipartMalformed) {
        guard let step = steps.first else { return }
        let rest = steps.dropFirst()
        switch (step, node) {
        case (.name(let name), .object(var members)):
            let position = members.firstIndex { $0.name.utf8.elementsEqual(name.utf8) }
            let child = try child(leaf, rest, position.map { members[$0].node })
            if let position { members[position].node = child } else { members.append((name, child)) }
            node = .object(members)
        case (.position(let wanted), .list(var elements)):
            let position = elements.firstIndex { $0.position >= wanted } ?? elements.endIndex
            let isThere = position < elements.endIndex && elements[position].position == wanted
            let child = try child(leaf, rest, isThere ? elements[position].node : nil)
            if isThere {
                elements[position].node = child
            } else {
                elements.insert((wanted, child), at: position)
            }
            node = .list(elements)
        case (.next, .list(var elements)):
            elements.append(((elements.last?.position ?? -1) + 1, try child(leaf, rest, nil)))
            node = .list(elements)
        default: throw .repeated  // a value and something inside of it
        }
    }

    private static func child(
        _ leaf: Node, _ rest: ArraySlice<Step>, _ existing: Node?
    ) throws(MultipartMalformed) -> Node {
        guard let next = rest.first else {
            guard existing == nil else { throw .repeated }
            return leaf
        }
        var node = existing
        if node == nil {
            if case .name = next { node = .object([]) } else { node = .list([]) }
        }
        guard var node else { throw .part }
        try insert(leaf, at: rest, into: &node)
        return node
    }

    /// `a[0][b]` is three steps. What is not written like that is one name.
    private static func steps(of name: String) throws(MultipartMalformed) -> [Step] {
        guard let open = name.utf8.firstIndex(of: UInt8(ascii: "[")), open > name.startIndex, name.hasSuffix("]") else {
            return [.name(name)]
        }
        var steps: [Step] = [.name(String(name[..<open]))]
        let inner = name[name.index(after: open)...].dropLast()
        for part in inner.split(separator: "][", omittingEmptySubsequences: false) {
            guard steps.count < maximumDepth, !part.utf8.contains(where: { $0 == 0x5B || $0 == 0x5D }) else {
                throw .part
            }
            if part.isEmpty {
                steps.append(.next)
            } else if part.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
                guard part.utf8.count <= 4, let position = Int(part), position <= maximumIndex else { throw .part }
                steps.append(.position(position))
            } else {
                steps.append(.name(String(part)))
            }
        }
        return steps
    }

    private static func json(_ node: Node) -> JSONValue {
        switch node {
        case .value(let value): value
        case .object(let members): .object(members.map { .init(name: $0.name, value: json($0.node)) })
        case .list(let elements): .array(elements.map { json($0.node) })
        }
    }
}
