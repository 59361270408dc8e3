import HTTPTypes
import Hummingbird

/// A known path, another method (RFC 9110 §15.5.6). The router would say 404.
struct MethodNotAllowed: Error {
    let allow: String
}

extension Router<AppContext> {
    /// Answers every other method of every path that was added so far with 405 and `Allow`.
    func refuseOtherMethods() {
        let all: [HTTPRequest.Method] = [.get, .head, .post, .put, .patch, .delete, .options, .trace]
        let byPath = Dictionary(grouping: routes, by: { $0.path.description })
        for (path, routes) in byPath.sorted(by: { $0.key < $1.key }) {
            var known = Set(routes.map(\.method))
            if known.contains(.get) { known.insert(.head) }
            let allow = all.filter(known.contains).map(\.rawValue).joined(separator: ", ")
            for method in all where !known.contains(method) {
                on(RouterPath(path), method: method) { _, _ -> Response in throw MethodNotAllowed(allow: allow) }
            }
        }
    }
}
