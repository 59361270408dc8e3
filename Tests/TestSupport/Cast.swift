import Crypto
package import Kernel
import Persistence
package import PortalDomain

/// The people and apps of the checklist, made through the product's own use cases.
package struct Cast: Sendable {
    package static let password = "correct horse battery staple"

    package struct Person: Sendable {
        package let id: UserID
        package let email: String
    }

    package struct TestApp: Sendable {
        package let id: AppID
        package let secret: String?
        package let redirectURIs: [String]
        package let scopes: String
        package let isPublic: Bool
        /// Whether the refresh token rotates: public or strict.
        package let rotates: Bool

        package var redirectURI: String { redirectURIs[0] }
    }

    package let a: Portal
    package let b: Portal
    /// Owner of A, owner of B, employee of A, owner of both.
    package let u1: Person
    package let u2: Person
    package let e1: Person
    package let both: Person
    package let developer: DeveloperID
    /// Confidential, standard.
    package let c1: TestApp
    package let c2: TestApp
    /// Confidential, strict.
    package let s1: TestApp
    /// Native, strict and standard; browser, strict.
    package let p1: TestApp
    package let p1s: TestApp
    package let p2: TestApp

    /// Opens the link that was mailed to a developer, as they would.
    package static func confirm(_ email: String, _ useCases: UseCases) async throws {
        let mail = try await useCases.outbox.list().first { $0.mail.recipient == email }
        guard let token = mail?.mail.body.components(between: "confirm?token=", and: "\n").first,
            let credential = Credential(token, .ticket),
            try await useCases.developers.confirm(credential, from: "") != nil
        else { throw ServerUnderTest.Unfit() }
    }

    static func make(on database: any SQLDatabase, ambient: Ambient, cost: PasswordHash.Cost) async throws -> Cast {
        let useCases = UseCases.test(on: database, ambient: ambient, cost: cost)
        let hash = try await useCases.hasher.hash(Password(password))
        await useCases.hasher.close()
        let (portals, members, developers, apps) = (
            useCases.portals, useCases.memberships, useCases.developers, useCases.apps
        )
        let actor = AuditEvent.Actor.commandLine

        func portal(_ slug: String, _ name: String, owner: String) async throws -> (Portal, Person) {
            let member = NewMember(email: AccountEmail(owner)!, role: .owner, password: hash)
            guard
                case .created(let portal, let owner_, _) = try await portals.create(
                    NewPortal(slug: slug, name: name), owner: member, by: actor)
            else { fatalError("the slug is free") }
            return (portal, Person(id: owner_, email: owner))
        }
        func member(_ email: String, of portal: Portal, _ role: Role) async throws -> Person {
            let new = NewMember(email: AccountEmail(email)!, role: role, password: hash)
            guard case .added(let id, _) = try await members.add(new, to: portal, by: actor) else {
                fatalError("the person is new")
            }
            return Person(id: id, email: email)
        }
        let (a, u1) = try await portal("alpha", "Alpha B.V.", owner: "u1@alpha.example")
        let (b, u2) = try await portal("beta", "Beta B.V.", owner: "u2@beta.example")
        let e1 = try await member("e1@alpha.example", of: a, .employee)
        let both = try await member("both@both.example", of: a, .owner)
        _ = try await member("both@both.example", of: b, .owner)

        let new = try NewDeveloper(name: "Apps & Co", email: "developer@apps.example", password: password)
        guard case .registered(let developer) = try await developers.register(new, hash: hash, from: "") else {
            fatalError("the address is free")
        }
        try await confirm("developer@apps.example", useCases)
        func app(
            _ name: String, _ type: AppType, _ profile: SecurityProfile, _ uris: [String], _ scopes: String
        ) async throws -> TestApp {
            let draft = AppDraft(
                name: name, type: type.rawValue, profile: profile.rawValue, redirectURIs: uris.joined(separator: "\n"),
                scopes: scopes.split(separator: " ").map(String.init))
            let registered = try await apps.register(
                AppSettings(draft), of: developer,
                by: .init(kind: .developer, id: developer.text, name: "d", address: ""))
            return TestApp(
                id: registered.id, secret: registered.secret?.secret.expose(), redirectURIs: uris, scopes: scopes,
                isPublic: type.isPublic, rotates: type.isPublic || profile == .strict)
        }
        let native = ["http://127.0.0.1/cb", "http://[::1]/cb", "com.example.app:/cb"]
        return Cast(
            a: a, b: b, u1: u1, u2: u2, e1: e1, both: both, developer: developer,
            c1: try await app(
                "C1", .web, .standard, ["https://app1.example/cb", "https://app1.example/cb2?x=1"],
                "customers.read invoices.read"),
            c2: try await app("C2", .web, .standard, ["https://app2.example/cb"], "customers.read customers.write"),
            s1: try await app("S1", .web, .strict, ["https://strict.example/cb"], "customers.read customers.write"),
            p1: try await app("P1", .native, .strict, native, "customers.read"),
            p1s: try await app("P1s", .native, .standard, native, "customers.read"),
            p2: try await app("P2", .browser, .strict, ["https://browser.example/cb"], "customers.read"))
    }
}
