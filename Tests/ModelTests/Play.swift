import Kernel
import TestSupport

/// Plays a sequence on the model and on the server side by side.
struct Play {
    var world: World
    var model: Model

    /// Where the two went apart.
    struct Difference: Error, CustomStringConvertible {
        let step: Int
        let what: String
        var description: String { "after step \(step): \(what)" }
    }

    init(_ server: ServerUnderTest, _ company: Company) async throws {
        world = try await World(server, company)
        model = world.model
    }

    /// - Returns: the first difference, or nil.
    mutating func run(_ steps: [Step]) async throws -> Difference? {
        for (number, step) in steps.enumerated() {
            let open = Set(model.access.indices.filter { !model.isOver(access: $0) })
            let (expected, observed) = try await take(step)
            guard expected == observed else {
                return Difference(step: number, what: "expected \(expected), got \(observed)")
            }
            if let what = try await strangeToken(after: open) { return Difference(step: number, what: what) }
        }
        return nil
    }

    /// Compares the set of live tokens: all that were not over for good before the step, or are new.
    private func strangeToken(after open: Set<Int>) async throws -> String? {
        for index in model.access.indices where open.contains(index) || !model.isOver(access: index) {
            let scopes = try await world.scopes(ofAccess: world.access[index].text)
            let expected = model.isAlive(access: index) ? model.rights(ofAccess: index) : nil
            if scopes != expected {
                return
                    "access \(index) should have \(expected?.sorted() ?? ["nothing"]), has \(scopes?.sorted() ?? ["nothing"])"
            }
        }
        for index in model.refresh.indices where !world.apps[world.refresh[index].app].isPublic {
            let grant = model.grants[model.refresh[index].grant]
            guard grant.head == index, !grant.isRevoked else { continue }
            let app = world.refresh[index].app
            let (expected, observed) = (
                model.introspect(.refresh, index, by: app),
                try await world.introspect(world.refresh[index].text, by: app)
            )
            if expected != observed { return "refresh \(index) should be \(expected), is \(observed)" }
        }
        return nil
    }
}
