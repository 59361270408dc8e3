import Kernel
import TestSupport

/// The three people of the model with their browsers, and an owner of each portal who is always there.
struct Company: Sendable {
    let people: [Cast.Person]
    let browsers: [Browser]
    let keepers: [Browser]

    /// By person and portal.
    static let start: [[Step.Position?]] = [[.owner, .owner], [.admin, nil], [.employee, .owner]]

    init(_ server: ServerUnderTest) async throws {
        var people: [Cast.Person] = []
        for (index, positions) in Self.start.enumerated() {
            let portal = positions[0] == nil ? server.cast.b : server.cast.a
            people.append(try await server.employ("person\(index)@model.example", in: portal))
        }
        self.people = people
        browsers = people.map { _ in server.browser() }
        keepers = [server.browser(), server.browser()]
    }

    /// As it was at the start.
    func reset(_ server: ServerUnderTest) async throws {
        for portal in 0..<2 { try await set(portal, isOpen: true, server) }
        for user in people.indices {
            for portal in 0..<2 {
                // Removed first: their consents and grants go with them.
                try await employ(user, portal, .nothing, server)
                if let position = Self.start[user][portal] { try await employ(user, portal, position, server) }
            }
        }
    }

    func set(_ portal: Int, isOpen: Bool, _ server: ServerUnderTest) async throws {
        let place = portal == 0 ? server.cast.a : server.cast.b
        if isOpen { try await server.reinstate(place) } else { try await server.suspend(place) }
    }

    func employ(_ user: Int, _ portal: Int, _ position: Step.Position, _ server: ServerUnderTest) async throws {
        let place = portal == 0 ? server.cast.a : server.cast.b
        if let role = Role(rawValue: position.rawValue) {
            _ = try await server.employ(people[user].email, in: place, as: role)
        } else {
            try await server.dismiss(people[user], from: place)
        }
    }
}
