package import Kernel
import PortalDomain
import Web

/// Who works for a portal, and as what, by the product's own use cases.
extension ServerUnderTest {
    /// Locks a person out, in the log of portal A.
    package func disable(_ person: Cast.Person) async throws {
        guard try await server.useCases.users.disable(person.id, in: cast.a.id, by: .commandLine) else { throw Unfit() }
    }

    /// Makes a person of the cast's password a member of a portal, or gives them another role in it.
    package func employ(_ email: String, in portal: Portal, as role: Role = .employee) async throws -> Cast.Person {
        guard let address = AccountEmail(email) else { throw Unfit() }
        let hash = try await server.useCases.hasher.hash(Password(Cast.password))
        let member = NewMember(email: address, role: role, password: hash)
        _ = try await server.useCases.memberships.add(member, to: portal, by: .commandLine)
        guard let user = try await server.useCases.users.find(address) else { throw Unfit() }
        _ = try await server.useCases.memberships.changeRole(of: user.id, in: portal.id, to: role, by: .commandLine)
        return Cast.Person(id: user.id, email: email)
    }

    /// As the operator does. False if it was done before.
    @discardableResult
    package func suspend(_ portal: Portal) async throws -> Bool {
        try await server.useCases.portals.suspend(portal, by: .commandLine)
    }

    @discardableResult
    package func reinstate(_ portal: Portal) async throws -> Bool {
        try await server.useCases.portals.reinstate(portal, by: .commandLine)
    }

    package func dismiss(_ person: Cast.Person, from portal: Portal) async throws {
        _ = try await server.useCases.memberships.remove(person.id, from: portal.id, by: .commandLine)
    }

    package func changeRole(_ person: Cast.Person, to role: Role, in portal: Portal) async throws {
        _ = try await server.useCases.memberships.changeRole(
            of: person.id, in: portal.id, to: role, by: AuditEvent.Actor.commandLine)
    }
}
