import HTTPTypes
import Kernel
import PortalDomain
import TestSupport
import Testing
import Web

@Suite("Settings → People", .timeLimit(.minutes(2)))
struct PeoplePageTests {
    static let path = "/manage/settings/people"

    static func invite(
        _ server: ServerUnderTest, _ browser: Browser, _ email: String, _ role: Role
    ) async throws -> Answer {
        try await server.fill(browser, "\(path)/new", to: path, ["email": email, "role": role.rawValue])
    }

    static func post(
        _ server: ServerUnderTest, _ browser: Browser, _ user: UserID, _ action: String,
        _ fields: [(name: String, value: String)] = []
    ) async throws -> Answer {
        let csrf = try await server.csrf(browser, "/manage/account")
        return try await browser.post("\(path)/\(user)/\(action)", [("csrf", csrf)] + fields)
    }

    @Test(
        "invite, invite again, join: the person is in the list from the start, and the older link stops",
        arguments: Backend.available)
    func invitation(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let owner = try await server.manage()
            for (email, text) in [
                ("", "Fill in your e-mail"), ("x@", "This is not an e-mail address."),
                (server.cast.e1.email, "They belong to this portal already."),
            ] {
                let answer = try await Self.invite(server, owner, email, .employee)
                #expect(answer.status == .unprocessableContent)
                #expect(answer.contains(text))
            }
            let sent = try await Self.invite(server, owner, "new@alpha.example", .admin)
            #expect(sent.location == "\(Self.path)?done=invited")
            let list = try await owner.follow(sent)
            #expect(list.contains("The invitation is on its way."))
            #expect(list.contains("badge warn\">invited"))
            func link() async throws -> String {
                let mail = try #require(
                    try await server.useCases.outbox.list().first { $0.mail.recipient == "new@alpha.example" })
                return try #require(mail.mail.path("/manage/invitation?token=vdr_tk_"))
            }
            let first = try await link()
            let member = try #require(
                try await server.useCases.memberships.list(in: server.cast.a.id).first {
                    $0.email == "new@alpha.example"
                })
            #expect(member.isPending && member.role == .admin)
            server.clock.advance(seconds: 1)
            #expect(
                try await Self.post(server, owner, member.user, "invitation").location == "\(Self.path)?done=invited")
            let second = try await link()
            #expect(first != second)
            #expect(try await server.browser().get(first).status == .gone)
            let joined = try await server.fill(
                server.browser(), second, to: "/manage/invitation", ["password": "quiet river stone"])
            #expect(joined.location == "/manage")
            let again = try await Self.post(server, owner, member.user, "invitation")
            #expect(again.status == .conflict)
            #expect(again.contains("They have accepted the invitation already."))
            let events = try await server.auditActions(server.cast.a.id.text)
            #expect(events.prefix(3) == ["user.joined", "user.invitation_resent", "user.invited"])
        }
    }

    @Test("an address gets five mails an hour, however often it is put in and out", arguments: Backend.available)
    func manyInvitations(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let owner = try await server.manage()
            for number in 1...6 {
                let sent = try await Self.invite(server, owner, "new@alpha.example", .employee)
                #expect(sent.status == (number <= 5 ? .seeOther : .tooManyRequests), "\(number)")
                let members = try await server.useCases.memberships.list(in: server.cast.a.id)
                guard let member = members.first(where: { $0.email == "new@alpha.example" }) else { continue }
                _ = try await Self.post(server, owner, member.user, "remove")
            }
            server.clock.advance(seconds: 3601)
            #expect(try await Self.invite(server, owner, "new@alpha.example", .employee).status == .seeOther)
        }
    }

    @Test("a withdrawn invitation opens nothing, also after another one", arguments: Backend.available)
    func withdraw(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let owner = try await server.manage()
            _ = try await Self.invite(server, owner, "new@alpha.example", .employee)
            let mail = try #require(try await server.useCases.outbox.list().first).mail
            let link = try #require(mail.path("/manage/invitation?token=vdr_tk_"))
            let member = try #require(
                try await server.useCases.memberships.list(in: server.cast.a.id).first { $0.isPending })
            let question = try await owner.get("\(Self.path)/\(member.user)/remove")
            #expect(question.contains("The link in the mail stops working."))
            let answer = try await owner.submit(#require(question.form("\(Self.path)/\(member.user)/remove")))
            #expect(answer.location == "\(Self.path)?done=removed")
            #expect(try await server.browser().get(link).status == .gone)
            _ = try await Self.invite(server, owner, "new@alpha.example", .employee)
            #expect(try await server.browser().get(link).status == .gone)
        }
    }

    @Test("somebody with an account is in at once, and is told by mail", arguments: Backend.available)
    func existing(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let owner = try await server.manage()
            let answer = try await Self.invite(server, owner, server.cast.u2.email, .employee)
            #expect(answer.location == "\(Self.path)?done=added")
            let mail = try #require(try await server.useCases.outbox.list().first).mail
            #expect(mail.recipient == server.cast.u2.email)
            #expect(mail.subject.contains("Alpha B.V."))
            let browser = try await server.manage(as: server.cast.u2)
            #expect(try await browser.get("/manage/portal").contains("Alpha B.V."))
        }
    }

    @Test("owners answer to owners only, and employees manage nobody", arguments: Backend.available)
    func owners(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            try await server.changeRole(server.cast.both, to: .admin, in: server.cast.a)
            let admin = try await server.manage(as: server.cast.both)
            _ = try await server.fill(admin, "/manage/portal", ["portal": "alpha"])
            let page = try await admin.get(Self.path)
            #expect(page.contains(server.cast.u1.email))
            #expect(page.form("\(Self.path)/\(server.cast.u1.id)/role") == nil)
            #expect(try await Self.invite(server, admin, "x@alpha.example", .owner).status == .forbidden)
            for fields in [[("role", "employee")], [("role", "admin")]] as [[(name: String, value: String)]] {
                #expect(try await Self.post(server, admin, server.cast.u1.id, "role", fields).status == .forbidden)
            }
            #expect(try await Self.post(server, admin, server.cast.u1.id, "remove").status == .forbidden)
            #expect(
                try await Self.post(server, admin, server.cast.e1.id, "role", [("role", "owner")]).status == .forbidden)
            #expect(
                try await Self.post(server, admin, server.cast.both.id, "role", [("role", "owner")]).status
                    == .forbidden)
            #expect(
                try await Self.post(server, admin, server.cast.e1.id, "role", [("role", "admin")]).location
                    == "\(Self.path)?done=changed")
            try await server.changeRole(server.cast.e1, to: .employee, in: server.cast.a)

            let employee = try await server.manage(as: server.cast.e1)
            #expect(try await employee.get(Self.path).status == .forbidden)
            #expect(try await Self.post(server, employee, server.cast.u1.id, "remove").status == .forbidden)
            let members = try await server.useCases.memberships.list(in: server.cast.a.id)
            #expect(members.first { $0.user == server.cast.u1.id }?.role == .owner)
        }
    }

    @Test("the last owner who can sign in cannot be demoted or removed", arguments: Backend.available)
    func lastOwner(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let owner = try await server.manage()
            _ = try await Self.invite(server, owner, "pending@alpha.example", .owner)
            _ = try await Self.post(server, owner, server.cast.both.id, "remove")
            for (action, fields) in [("role", [("role", "employee")]), ("remove", [])]
                as [(String, [(name: String, value: String)])]
            {
                let answer = try await Self.post(server, owner, server.cast.u1.id, action, fields)
                #expect(answer.status == .conflict)
                #expect(answer.contains("A portal always needs an owner who can sign in."))
            }
            let pending = try #require(
                try await server.useCases.memberships.list(in: server.cast.a.id).first { $0.isPending })
            #expect(try await Self.post(server, owner, pending.user, "remove").location == "\(Self.path)?done=removed")
        }
    }

    @Test("whoever is removed is out at once: pages, keys and grants", arguments: Backend.available)
    func remove(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let other = try await server.manage(as: server.cast.both)
            _ = try await server.fill(other, "/manage/portal", ["portal": "alpha"])
            let key = try await server.makeKey(other)
            func me() async throws -> HTTPResponse.Status {
                try await server.browser().get("/v1/me", headers: [.authorization: "Bearer \(key)"]).status
            }
            #expect(try await me() == .ok)
            let owner = try await server.manage()
            #expect(try await Self.post(server, owner, server.cast.both.id, "remove").status == .seeOther)
            #expect(try await me() == .unauthorized)
            #expect(try await other.get("/manage/settings/people").location == nil)
            #expect(!(try await other.get("/manage/portal")).contains("Alpha B.V."))
            // Back again, the old key stays dead.
            _ = try await Self.invite(server, owner, server.cast.both.email, .owner)
            #expect(try await me() == .unauthorized)
        }
    }

    @Test("people of another portal are not there", arguments: Backend.available)
    func foreign(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let owner = try await server.manage()
            #expect(!(try await owner.get(Self.path)).contains(server.cast.u2.email))
            for action in ["remove", "invitation"] {
                #expect(try await Self.post(server, owner, server.cast.u2.id, action).status == .notFound)
            }
            #expect(
                try await Self.post(server, owner, server.cast.u2.id, "role", [("role", "employee")]).status
                    == .notFound)
            #expect(try await owner.get("\(Self.path)/\(server.cast.u2.id)/remove").status == .notFound)
        }
    }
}
