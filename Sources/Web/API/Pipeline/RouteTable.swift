import HTTPTypes

/// Finds the endpoint of a path, or which methods the path has. Built once.
///
/// Not Hummingbird's router: the contract wants the token before the path, 405 with `Allow`, case-sensitive paths, and
/// one trailing slash ignored, except where a path with a slash is another operation (contract api-v1, 2.1).
struct RouteTable: Sendable {
    enum Match {
        case unknownPath
        /// Names the methods that the path has.
        case unknownMethod(allow: HTTPField)
        case endpoint(Endpoint, ids: [Substring])
    }

    let endpoints: [Endpoint]
    private let root: Node

    init(_ endpoints: [Endpoint]) {
        self.endpoints = endpoints
        var root = Node()
        for endpoint in endpoints { root.add(endpoint, at: endpoint.operation.path.split(separator: "/")[...]) }
        self.root = root
    }

    /// - Parameter path: below the base, as it was sent: `/customers/cst_…`. A `%` is part of a segment: no path of
    ///   ours needs one.
    func match(_ method: HTTPRequest.Method, _ path: Substring) -> Match {
        // Bytes, not characters: a slash with a combining mark behind it is still a slash.
        var segments = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map(
            Substring.init)
        guard segments.count > 1, segments[0].isEmpty else { return .unknownPath }
        segments.removeFirst()
        let hasSlash = segments.count > 1 && segments[segments.count - 1].isEmpty
        if hasSlash { segments.removeLast() }
        var ids: [Substring] = []
        guard let node = root.find(segments[...], ids: &ids) else { return .unknownPath }
        let target = hasSlash ? node.withSlash ?? node.plain : node.plain
        guard let target else { return .unknownPath }
        guard let endpoint = target.endpoint(for: method) else { return .unknownMethod(allow: target.allow) }
        return .endpoint(endpoint, ids: ids)
    }

    /// The endpoints of one path.
    private struct Target: Sendable {
        private var endpoints: [Endpoint] = []
        private(set) var allow = HTTPField(name: .allow, value: "")

        mutating func add(_ endpoint: Endpoint) {
            let method = endpoint.operation.method
            precondition(!endpoints.contains { $0.operation.method == method }, "\(endpoint.operation.id): taken")
            endpoints.append(endpoint)
            let order: [HTTPRequest.Method] = [.get, .head, .post, .put, .patch, .delete]
            let methods = order.filter { self.endpoint(for: $0) != nil }.map(\.rawValue)
            allow = HTTPField(name: .allow, value: methods.joined(separator: ", "))
        }

        /// HEAD is served wherever GET is.
        func endpoint(for method: HTTPRequest.Method) -> Endpoint? {
            let wanted = method == .head ? .get : method
            return endpoints.first { $0.operation.method == wanted }
        }
    }

    private struct Node: Sendable {
        var literals: [Substring: Node] = [:]
        private var parameters: [Node] = []
        private(set) var plain: Target?
        private(set) var withSlash: Target?

        mutating func add(_ endpoint: Endpoint, at segments: ArraySlice<Substring>) {
            guard let first = segments.first else {
                if endpoint.operation.path.hasSuffix("/") {
                    withSlash = withSlash ?? Target()
                    withSlash?.add(endpoint)
                } else {
                    plain = plain ?? Target()
                    plain?.add(endpoint)
                }
                return
            }
            if first.hasPrefix("{") {
                if parameters.isEmpty { parameters = [Node()] }
                parameters[0].add(endpoint, at: segments.dropFirst())
            } else {
                literals[first, default: Node()].add(endpoint, at: segments.dropFirst())
            }
        }

        /// A literal goes before a parameter: `/customer-offers/manual` is no id.
        func find(_ segments: ArraySlice<Substring>, ids: inout [Substring]) -> Node? {
            guard let first = segments.first else { return plain == nil && withSlash == nil ? nil : self }
            if !literals.isEmpty, let node = literals[first]?.find(segments.dropFirst(), ids: &ids) { return node }
            guard let next = parameters.first, !first.isEmpty else { return nil }
            ids.append(first)
            if let node = next.find(segments.dropFirst(), ids: &ids) { return node }
            ids.removeLast()
            return nil
        }
    }
}
