import HTTPTypes
import Kernel
import Persistence
import TestSupport
import Testing
import Web

@Suite("O. API keys", .timeLimit(.minutes(5)))
struct APIKeyBlackBoxTests {
    static let day = 86_400
    static let forbidden = HTTPResponse.Status.forbidden

    /// Two nodes as they are on PostgreSQL: without a token cache.
    private func withNodes(
        on backend: Backend, _ body: @escaping @Sendable (ServerUnderTest, ServerUnderTest) async throws -> Void
    ) async throws {
        try await withServer(on: backend, configure: { $0.tokenCacheLimit = 0 }) { one in
            try await one.withSecondNode { two in try await body(one, two) }
        }
    }

    @Test(
        "201: the key is on the answer to the POST, not to be kept, and nowhere afterwards",
        arguments: Backend.available)
    func shownOnce(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let desk = try await KeyDesk(server)
            let made = try await desk.make()
            #expect(made.answer.status == .ok)
            #expect(made.answer.headers[.cacheControl] == "no-store")
            for path in [
                KeyDesk.path, "\(KeyDesk.path)/\(made.id)/edit", "\(KeyDesk.path)/\(made.id)/revoke",
                "/manage/settings/audit", "/manage/settings/audit.csv", "/manage/settings/audit.jsonl", "/manage",
            ] {
                let page = try await desk.browser.get(path)
                #expect(page.status == .ok)
                #expect(!page.body.contains(made.key), "\(path)")
            }
            let list = try await desk.list()
            #expect(list.contains("vdr_key_…\(made.key.suffix(4))"))
            #expect(!list.contains(made.key.dropFirst(8).prefix(8)))
        }
    }

    @Test("202: prefix, 30 random characters, checksum over everything before", arguments: Backend.available)
    func format(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let tokens = try await server.tokens(server.cast.s1)
            let code = try await server.code(server.cast.c1)
            let key = try await KeyDesk(server).make().key
            for (token, kind) in [
                (key, "key"), (server.cast.c1.secret!, "secret"), (tokens.access, "at"), (tokens.refresh, "rt"),
                (code, "code"),
            ] {
                // The expression of docs/oauth.md, by hand.
                let parts = token.split(separator: "_", omittingEmptySubsequences: false)
                #expect(parts.map(String.init).prefix(2) == ["vdr", kind])
                #expect(parts.count == 3 && parts[2].utf8.count == 36)
                #expect(parts.last!.utf8.allSatisfy { 48...57 ~= $0 || 65...90 ~= $0 || 97...122 ~= $0 })
                #expect(Credential(token) != nil)
                // Another character anywhere is another token, and not one of ours.
                for position in [5, token.utf8.count / 2, token.utf8.count - 1] {
                    var bytes = Array(token.utf8)
                    bytes[position] = bytes[position] == 65 ? 66 : 65
                    #expect(Credential(String(decoding: bytes, as: UTF8.self)) == nil)
                }
            }
        }
    }

    @Test("204: the database and the log hold a digest and no secret", arguments: Backend.available)
    func dump(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let desk = try await KeyDesk(server)
            let made = try await desk.make()
            let second = try await desk.rotated(made.id, overlap: "3600")
            _ = try await server.post("/oauth/leaks", [("token", second.key)])
            for table in ["api_keys", "audit_events", "mails", "sessions", "leases"] {
                // Every column as one text: what a dump has.
                for row in try await server.database.rows(SQL(dumpOf: table)) {
                    for secret in [made.key, second.key] { #expect(!"\(row)".contains(secret.dropFirst(8).prefix(30))) }
                }
            }
            let digests = try await server.database.rows(
                "SELECT digest FROM api_keys WHERE portal_id = \(server.cast.a.id)"
            ).map { try $0.text("digest") }
            #expect(Set(digests) == Set([made.key, second.key].map { TokenDigest(of: $0).hex }))
            for secret in [made.key, second.key] { #expect(!server.logs.text.contains(secret)) }
        }
    }

    @Test("205: a key does what its scopes say, within what its creator may do now", arguments: Backend.available)
    func rights(on backend: Backend) async throws {
        try await withNodes(on: backend) { one, two in
            let desk = try await KeyDesk(one)
            let reader = try await desk.make(scopes: ["customers.read"]).key
            let writer = try await desk.make(scopes: ["customers.write"]).key
            let body = #"{"name":"Group"}"#
            #expect(try await one.api("/v1/customer-groups", reader).status == .ok)
            #expect(
                try await one.api("/v1/customer-groups", reader, method: .post, json: body).status == Self.forbidden)
            #expect(try await one.api("/v1/customer-groups", writer).status == Self.forbidden, "write is not read")

            let other = one.browser()
            try await one.signIn(other, as: one.cast.both)
            let page = try await other.get("/manage/portal")
            var choice = try #require(page.form("/manage/portal"))
            choice.set("portal", "alpha")
            _ = try await other.submit(choice)
            var form = try #require(try await other.get("\(KeyDesk.path)/new").form(KeyDesk.path))
            form.set("name", "Of both")
            form.set("scope", ["customers.read", "customers.write", "webhooks.read"])
            let key = try #require(try await other.submit(form).body.secret("api-key"))
            let made = try await two.api("/v1/customer-groups", key, method: .post, json: body)
            #expect(made.status != Self.forbidden)
            try await one.changeRole(one.cast.both, to: .employee, in: one.cast.a)
            for node in [one, two] {
                #expect(try await node.api("/v1/customer-groups", key).status == .ok)
                #expect(
                    try await node.api("/v1/customer-groups", key, method: .post, json: body).status == Self.forbidden)
            }
            #expect(try await desk.list().contains("limited"), "the list says so")

            // Whoever replaces it has more rights; its successor does not get them by that.
            let id = try #require(
                try await one.database.first(
                    "SELECT id FROM api_keys WHERE portal_id = \(one.cast.a.id) AND name = 'Of both'")
            ).text("id")
            let successor = try await desk.rotated(id, overlap: "0")
            #expect(try await one.api("/v1/customer-groups", successor.key).status == .ok)
            #expect(
                try await one.api("/v1/customer-groups", successor.key, method: .post, json: body).status
                    == Self.forbidden)
        }
    }

    @Test("206: a key never manages keys", arguments: Backend.available)
    func keysByKeys(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let desk = try await KeyDesk(server)
            let made = try await desk.make(scopes: ServerUnderTest.everyScope)
            for path in ["/v1/api-keys", "/v1/keys", "/v1/api-keys/\(made.id)", "/v1/me/keys"] {
                for method in [HTTPRequest.Method.get, .post, .patch, .delete] {
                    let answer = try await server.api(path, made.key, method: method, json: method == .get ? nil : "{}")
                    #expect(answer.status == .notFound)
                }
            }
            let bearer: HTTPFields = [.authorization: "Bearer \(made.key)"]
            for path in ["", "/new", "/\(made.id)/edit", "/\(made.id)/revoke"] {
                let page = try await server.send(KeyDesk.path + path, "", type: nil, headers: bearer, method: .get)
                #expect(page.location == "/manage/sign-in")
            }
            let form = [("name", "Wider"), ("scope", "customers.write"), ("overlap", "0"), ("key_days", "")]
            for path in [
                KeyDesk.path, "\(KeyDesk.path)/\(made.id)/edit", "\(KeyDesk.path)/\(made.id)/rotate",
                "\(KeyDesk.path)/\(made.id)/revoke", "/manage/settings/portal",
            ] {
                #expect(try await server.post(path, form, headers: bearer).status == Self.forbidden)
            }
            #expect(try await server.me(made.key).status == .ok)
            #expect(try await server.auditActions(server.cast.a.id.text).filter { $0.hasPrefix("api_key") }.count == 1)
        }
    }

    @Test(
        "207: revoked, expired, creator removed or disabled: 401 on the next call, on every node",
        arguments: Backend.available)
    func ended(on backend: Backend) async throws {
        try await withNodes(on: backend) { one, two in
            let desk = try await KeyDesk(one)
            let revoked = try await desk.make(["name": "Revoked"])
            let expiring = try await desk.make(["name": "Expiring", "expires_at": "2026-03-02"])
            #expect(try await two.me(revoked.key).status == .ok)
            #expect(try await desk.revoke(revoked.id).status == .seeOther)
            for node in [one, two] { #expect(try await node.me(revoked.key).status == .unauthorized) }

            one.clock.advance(seconds: 14 * 3600 - 1)  // a second before midnight in Amsterdam
            #expect(try await two.me(expiring.key).status == .ok)
            one.clock.advance(seconds: 1)
            for node in [one, two] { #expect(try await node.me(expiring.key).status == .unauthorized) }
            let again = try await KeyDesk(one)
            #expect(try await again.list().contains("expired"))
            #expect(try await again.rotate(expiring.id, overlap: "3600").status == .notFound, "dead stays dead")
            #expect(try await again.browser.get("\(KeyDesk.path)/\(expiring.id)/edit").status == .notFound)

            try await one.changeRole(one.cast.e1, to: .admin, in: one.cast.a)
            let admin = try await KeyDesk(one, as: one.cast.e1).make(["name": "Admin's"])
            #expect(try await two.me(admin.key).status == .ok)
            try await one.remove(one.cast.e1)
            for node in [one, two] { #expect(try await node.me(admin.key).status == .unauthorized) }

            let owners = try await again.make(["name": "Owner's"])
            #expect(try await two.me(owners.key).status == .ok)
            try await one.disable(one.cast.u1)
            for node in [one, two] { #expect(try await node.me(owners.key).status == .unauthorized) }
        }
    }

    @Test("207: all ends look the same from outside, and the same as a key that never was")
    func sameAnswer() async throws {
        try await withServer(on: .sqlite) { server in
            let desk = try await KeyDesk(server)
            let made = try await desk.make()
            _ = try await desk.revoke(made.id)
            let bodies = try await [made.key, "vdr_key_000000000000000000000000000000000000", "vdr_key_x", "x"].asyncMap
            {
                let answer = try await server.me($0)
                return "\(answer.status) \(answer.body) \(answer.headers[.wwwAuthenticate] ?? "")"
            }
            #expect(Set(bodies).count == 1)
        }
    }

    @Test(
        "208: with an overlap both work and are seen, without the old one is dead at once", arguments: Backend.available
    )
    func rotation(on backend: Backend) async throws {
        try await withNodes(on: backend) { one, two in
            for overlap in [3600, Self.day, 7 * Self.day] {
                let desk = try await KeyDesk(one)
                let old = try await desk.make(["name": "Old", "allowed_addresses": ""], scopes: ["offers.read"])
                #expect(try await one.me(old.key).status == .ok)
                try await one.recordUses()
                let new = try await desk.rotated(old.id, overlap: "\(overlap)")
                #expect(new.key != old.key)
                for key in [old.key, new.key] { #expect(try await two.me(key).status == .ok) }
                let list = try await desk.list()
                for key in [old.key, new.key] { #expect(list.contains("vdr_key_…\(key.suffix(4))")) }
                #expect(list.contains("replaced"))
                let row = try #require(list.components(between: "vdr_key_…\(old.key.suffix(4))", and: "</tr>").first)
                #expect(row.contains("<time"), "when the old one was last used is still there")
                #expect(!row.contains("/rotate") && !row.contains("/edit"), "it only goes on for the overlap")
                #expect(try await desk.rotate(old.id, overlap: "0").status == .conflict, "one successor")

                one.clock.advance(seconds: overlap - 1)
                #expect(try await two.me(old.key).status == .ok)
                one.clock.advance(seconds: 1)
                #expect(try await two.me(old.key).status == .unauthorized)
                #expect(try await two.me(new.key).status == .ok)
            }
            let again = try await KeyDesk(one)
            let old = try await again.make(["name": "At once"])
            let new = try await again.rotated(old.id, overlap: "0")
            for node in [one, two] { #expect(try await node.me(old.key).status == .unauthorized) }
            #expect(try await two.me(new.key).status == .ok)
            for overlap in ["", "1", "-3600", "604801", "x"] {
                #expect(try await again.rotate(new.id, overlap: overlap).status == .unprocessableContent)
            }
            #expect(try await one.events(named: "api_key.rotated").count == 4)
        }
    }

    @Test(
        "208: of many rotations of one key at once exactly one succeeds, over two nodes too",
        arguments: Backend.available)
    func rotationRace(on backend: Backend) async throws {
        try await withNodes(on: backend) { one, two in
            let desk = try await KeyDesk(one)
            let old = try await desk.make()
            let csrf = try #require(try await desk.browser.get(KeyDesk.path).forms.first?.value("csrf"))
            let cookie = desk.browser.allCookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
            let answers = try await withThrowingTaskGroup(of: Answer.self) { group in
                for index in 0..<12 {
                    group.addTask {
                        try await (index % 2 == 0 ? one : two).post(
                            "\(KeyDesk.path)/\(old.id)/rotate", [("csrf", csrf), ("overlap", "3600")],
                            headers: [.cookie: cookie])
                    }
                }
                return try await group.reduce(into: [Answer]()) { $0.append($1) }
            }
            #expect(answers.count { $0.status == .ok } == 1)
            #expect(answers.count { $0.status == .conflict } == 11)
            #expect(try await one.events(named: "api_key.rotated").count == 1)
        }
    }

    @Test("209: last used is right to the minute, with one write per key and minute", arguments: Backend.available)
    func lastUsed(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let made = try await KeyDesk(server).make()
            func known() async throws -> Int64? {
                try await server.database.first(
                    "SELECT last_used_at FROM api_keys WHERE portal_id = \(server.cast.a.id) AND id = \(made.id)"
                )?.optionalInteger("last_used_at")
            }
            // Every write of a row leaves a mark here.
            try await server.countWrites(ofKeysIn: backend)
            for second in 0..<10 {
                for _ in 0..<100 { #expect(try await server.me(made.key).status == .ok) }
                if second == 4 { try await server.recordUses() }
                server.clock.advance(seconds: 1)
            }
            let first = try #require(try await known())
            #expect(server.clock.now.seconds - first < 60)
            for _ in 0..<5 { try await server.recordUses() }
            #expect(try await server.writes() == 1, "a thousand calls, two recorders, one write")

            server.clock.advance(seconds: 60)
            #expect(try await server.me(made.key).status == .ok)
            try await server.recordUses()
            #expect(try await known() == server.clock.now.seconds)
            #expect(try await server.writes() == 2)
            server.clock.advance(seconds: 3600)
            try await server.recordUses()
            #expect(try await server.writes() == 2, "nothing used, nothing written")
        }
    }

    @Test(
        "210: an address list holds for both versions of IP, and only trusted proxies may name the client",
        arguments: Backend.available)
    func addresses(on backend: Backend) async throws {
        try await withServer(
            on: backend,
            configure: { $0.trustedProxies = [AddressRange("127.0.0.0/8")!, AddressRange("10.9.0.0/16")!] }
        ) { fixtures in
            try await fixtures.withListeningNode { server in
                let desk = try await KeyDesk(fixtures)
                let made = try await desk.make(["allowed_addresses": "203.0.113.0/24\n198.51.100.7, 2001:db8:aa::/48"])
                func status(_ headers: HTTPFields) async throws -> HTTPResponse.Status {
                    let bearer: HTTPFields = [.authorization: "Bearer \(made.key)"]
                    let all = headers.reduce(into: bearer) { $0.append($1) }
                    return try await server.send("/v1/me", "", type: nil, headers: all, method: .get).status
                }
                func from(_ address: String) -> HTTPFields { [HTTPField.Name("X-Forwarded-For")!: address] }
                for inside in [
                    "203.0.113.0", "203.0.113.255", "198.51.100.7", "::ffff:203.0.113.9", "2001:db8:aa::1",
                    "2001:DB8:AA:ffff::1", "6.6.6.6, 203.0.113.9", "203.0.113.9, 10.9.1.1",
                ] {
                    #expect(try await status(from(inside)) == .ok, "\(inside)")
                }
                for outside in [
                    "203.0.112.255", "203.0.114.0", "198.51.100.8", "2001:db8:ab::", "2001:db8:a9:ffff::1", "::1",
                    "203.0.113.9, 6.6.6.6", "unknown", "", "203.0.113.9, nonsense",
                ] {
                    #expect(try await status(from(outside)) == Self.forbidden, "\(outside)")
                }
                #expect(try await status([:]) == Self.forbidden, "the proxy itself is not in the list")
                let forwarded = HTTPField.Name("Forwarded")!
                #expect(try await status([forwarded: #"for="[2001:db8:aa::7]:4711""#]) == .ok)
                let both: HTTPFields = [
                    forwarded: "for=203.0.113.9", HTTPField.Name("X-Forwarded-For")!: "6.6.6.6",
                ]
                #expect(try await status(both) == Self.forbidden, "two that disagree")
                let near = try await desk.make(["allowed_addresses": "127.0.0.0/8"])
                let nobody: HTTPFields = [
                    .authorization: "Bearer \(near.key)", forwarded: "x", HTTPField.Name("X-Forwarded-For")!: "6.6.6.6",
                ]
                let answer = try await server.send("/v1/me", "", type: nil, headers: nobody, method: .get)
                #expect(answer.status == Self.forbidden, "a contradiction makes nobody the proxy")
            }
        }
    }

    @Test("210: without a trusted proxy no header changes where a request comes from", arguments: Backend.available)
    func untrustedProxy(on backend: Backend) async throws {
        try await withServer(on: backend) { fixtures in
            try await fixtures.withListeningNode { server in
                let desk = try await KeyDesk(fixtures)
                let far = try await desk.make(["allowed_addresses": "203.0.113.0/24"])
                let near = try await desk.make(["allowed_addresses": "127.0.0.1"])
                for name in ["X-Forwarded-For", "Forwarded", "X-Real-IP", "True-Client-IP", "CF-Connecting-IP"] {
                    let claim = name == "Forwarded" ? "for=203.0.113.9" : "203.0.113.9"
                    func status(_ key: String) async throws -> HTTPResponse.Status {
                        try await server.send(
                            "/v1/me", "", type: nil,
                            headers: [.authorization: "Bearer \(key)", HTTPField.Name(name)!: claim], method: .get
                        ).status
                    }
                    #expect(try await status(far.key) == Self.forbidden, "\(name)")
                    #expect(try await status(near.key) == .ok, "\(name)")
                }
            }
        }
    }

    @Test(
        "210: wrong entries are refused in words that help, and none of the list is taken", arguments: Backend.available
    )
    func wrongAddresses(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let desk = try await KeyDesk(server)
            for (list, hint) in [
                ("10.0.0.0/33", "“10.0.0.0/33”"), ("192.168.1.*", "“192.168.1.*”"), ("localhost", "“localhost”"),
                ("203.0.113.7\n10.1.2.3/8", "10.0.0.0/8"), ("2001:db8::1/32", "2001:db8::/32"),
                ("fe80::1%eth0", "fe80::1%eth0"),
                ("[::1]", "“[::1]”"), ("10.0.0.1:80", "“10.0.0.1:80”"),
                ((0...100).map { "10.0.0.\($0)" }.joined(separator: "\n"), "at most 100"),
            ] {
                let answer = try await desk.create(["allowed_addresses": list])
                #expect(answer.status == .unprocessableContent, "\(list)")
                #expect(answer.body.unescapingHTML.contains(hint), "\(list)")
                #expect(answer.body.secret("api-key") == nil)
            }
            #expect(try await server.events(named: "api_key.created").isEmpty)
        }
    }
}

extension SQL {
    /// Every row of a table. Tests only: a name cannot be a binding.
    init(dumpOf table: String) {
        switch table {
        case "api_keys": self = "SELECT * FROM api_keys WHERE portal_id IS NOT NULL"
        case "audit_events": self = "SELECT * FROM audit_events WHERE portal_id IS NOT NULL"
        case "mails": self = "SELECT * FROM mails"
        case "sessions": self = "SELECT * FROM sessions"
        default: self = "SELECT * FROM leases"
        }
    }
}

extension ServerUnderTest {
    /// Every scope there is.
    static let everyScope = Scopes.names

    /// From now on `writes()` counts how often "last used" of a key was written.
    func countWrites(ofKeysIn backend: Backend) async throws {
        let statements: [SQL] =
            switch backend {
            case .sqlite:
                [
                    "CREATE TABLE key_writes (n BIGINT)",
                    """
                    CREATE TRIGGER key_writes_count AFTER UPDATE OF last_used_at ON api_keys
                    BEGIN INSERT INTO key_writes VALUES (1); END
                    """,
                ]
            case .postgres:
                [
                    "CREATE TABLE key_writes (n BIGINT)",
                    """
                    CREATE FUNCTION key_writes_count() RETURNS trigger LANGUAGE plpgsql AS
                    $body$ BEGIN INSERT INTO key_writes VALUES (1); RETURN NEW; END $body$
                    """,
                    """
                    CREATE TRIGGER key_writes_count AFTER UPDATE OF last_used_at ON api_keys
                    FOR EACH ROW EXECUTE FUNCTION key_writes_count()
                    """,
                ]
            }
        try await database.write { connection throws(StorageError) in
            for statement in statements { try connection.execute(statement) }
        }
    }

    func writes() async throws -> Int {
        try await database.first("SELECT COUNT(*) AS n FROM key_writes")?.int("n") ?? 0
    }
}
