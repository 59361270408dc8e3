import Crypto
import HTTPTypes
import Kernel
import Persistence
import PortalDomain
import TestSupport
import Testing
import Web

@Suite("Agreements (contract 4.1)", .timeLimit(.minutes(2)))
struct AgreementTests {
    @Test("Made, read, downloaded, deleted; each signer gets a mail with a page", arguments: Backend.available)
    func life(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            let created = try await api.upload("/v1/agreements", APIBench.agreementForm())
            #expect(created.status == 201)
            let id = try #require(created.text("id"))
            let path = "/v1/agreements/\(id)"
            #expect(created["Location"] == "\(APIBench.origin)\(path)")
            let signature = APIBench.signature
            // 2026-03-02 10:00:00 in Amsterdam.
            let hash = Hex.text(SHA256.hash(data: Array("\(signature)\n1772442000".utf8)))
            let base = """
                {"id":"\(id)","createdAt":"2026-03-02T10:00:00+01:00","name":"Contract","status":"sent",\
                "signerName":"Noor","signerSignature":"\(signature)","signerSignatureHash":"\(hash)","customerId":null
                """
            let signers = created.ids(in: "signers")
            let document = try #require(created.ids(in: "documents").first)
            let bytes = APIBench.pdf
            #expect(
                created.body == """
                    \(base),"signers":[\
                    {"id":"\(signers[0])","firstName":"Jan","lastName":"Bos","email":"jan@example.nl","shouldIdentify":false,\
                    "signature":null,"signatureHash":null,"signedAt":null},\
                    {"id":"\(signers[1])","firstName":"Piet","lastName":"Vos","email":"piet@example.nl","shouldIdentify":true,\
                    "signature":null,"signatureHash":null,"signedAt":null}],\
                    "documents":[{"id":"\(document)","documentName":"contract.pdf","fileSize":\(bytes.count),\
                    "fileHash":"\(Hex.text(SHA256.hash(data: bytes)))"}]}
                    """)
            #expect(try await api.get(path).body == created.body)
            #expect(try await api.get("/v1/agreements").body.contains("\"data\":[\(base)}]"))

            let link = try await api.get("\(path)/documents/\(document)/download")
            #expect(link.status == 200)
            #expect(link.text("expiresAt") == "2026-03-02T10:05:00+01:00")
            #expect(try await api.download(try #require(link.text("link"))).bytes == bytes)

            let mails = try await Outbox(database: api.database).list().map(\.mail).reversed()
            #expect(mails.map(\.recipient) == ["jan@example.nl", "piet@example.nl"])
            for (mail, signer) in zip(mails, signers) {
                #expect(mail.body.contains("\(APIBench.origin)/sign/\(signer)/vdr_tk_"))
            }
            #expect(try await api.delete(path).status == 204)
            #expect(try await api.get(path).status == 404)
            #expect(try await api.delete(path).status == 404)
            #expect(try await api.get("\(path)/documents/\(document)/download").status == 404)
            #expect(try await api.auditActions() == ["agreement.created", "agreement.deleted"])
            #expect(try await api.database.rows("SELECT id FROM contents WHERE portal_id = \(api.a)").isEmpty)
        }
    }

    @Test("A list of large pictures is held one by one", arguments: Backend.available)
    func largeList(on backend: Backend) async throws {
        let scale = Scale()
        try await withAPI(on: backend, scale: scale) { api in
            let first = try #require(try await api.upload("/v1/agreements", APIBench.agreementForm()).text("id"))
            let picture = "data:image/png;base64,\(String(repeating: "A", count: 200_000))"
            try await api.database.write { [a = api.a] connection throws(StorageError) in
                try connection.execute(
                    "UPDATE agreements SET signer_signature = \(picture) WHERE portal_id = \(a) AND id = \(first)")
                for number in 100..<199 {
                    try connection.execute(
                        """
                        INSERT INTO agreements (portal_id, id, name, status, signer_name, signer_signature, created_at)
                        SELECT portal_id, \("agr_0000000000000000\(number)a"), name, status, signer_name, signer_signature, created_at
                        FROM agreements WHERE portal_id = \(a) AND id = \(first)
                        """)
                }
            }
            scale.reset()
            let list = try await api.get("/v1/agreements?per_page=100")
            #expect(list.ids.count == 100 && list.ids.first == first)
            #expect(list.data.allSatisfy { $0["signerSignature"] == .string(picture) })
            #expect(list.json?["per_page"] == .number("100") && list.json?["next_page_url"] == .null)
            #expect(scale.pictures == 1)
            #expect((200_000..<210_000).contains(scale.longestPiece))
        }
    }

    @Test("1.0.0 and 1.1.0 have their own name for the signature that is sent; it is answered alike")
    func versions() async throws {
        try await withAPI { api in
            for (version, name, other) in [
                ("1.0.0", "signerSignatureData", "signerSignature"),
                ("1.1.0", "signerSignature", "signerSignatureData"),
            ] {
                let made = try await api.upload(
                    "/v1/agreements", APIBench.agreementForm(signature: name), version: version)
                #expect(made.text("signerSignature") == APIBench.signature)
                let refused = try await api.upload(
                    "/v1/agreements", APIBench.agreementForm(signature: other), version: version)
                #expect(refused.fields == [name])
            }
        }
    }

    @Test("All invalid fields at once, those of signers and documents too; nothing is written or mailed")
    func invalid() async throws {
        try await withAPI { api in
            let empty = try await api.upload("/v1/agreements", FormBody.field("x", "y"))
            #expect(empty.status == 422)
            #expect(empty.fields == ["name", "signerName", "signerSignatureData", "signers", "documents"])
            let wrong = FormBody.field("name", " ").field("signerName", String(repeating: "x", count: 256))
                .field("signerSignatureData", "data:image/png;base64,AAAA").field("customerId", "cst_x")
                .field("signers[0][firstName]", "Jan").field("signers[1][email]", "x")
                .field("signers[1][shouldIdentify]", "maybe")
                .file("documents[0]", "a.pdf", Array("no pdf".utf8), type: "application/pdf")
            #expect(
                try await api.upload("/v1/agreements", wrong).fields == [
                    "name", "signerName", "signerSignatureData", "customerId", "signers[0].lastName",
                    "signers[0].email", "signers[1].firstName", "signers[1].lastName", "signers[1].email",
                    "signers[1].shouldIdentify", "documents[0]",
                ])
            var six = APIBench.agreementForm()
            for number in 2..<6 {
                six = six.field("signers[\(number)]", #"{"firstName":"a","lastName":"b","email":"c@d.nl"}"#)
            }
            #expect(try await api.upload("/v1/agreements", six).fields == ["signers"])
            let foreign = try await api.customer(token: api.tokenOfB)
            for customer in [foreign, "cst_06apczxmqbsaeh9edd1r"] {
                let form = APIBench.agreementForm().field("customerId", customer)
                #expect(try await api.upload("/v1/agreements", form).fields == ["customerId"])
            }
            let large = APIBench.pdf + [UInt8](repeating: 0, count: 3 * 1_048_576)
            let both = APIBench.agreementForm(documents: false).file("documents", "a.pdf", large).file(
                "documents", "b.pdf", large)
            #expect(try await api.upload("/v1/agreements", both).status == 413)
            #expect(try await api.post("/v1/agreements", "{}").status == 415)
            #expect(try await api.get("/v1/agreements").ids.isEmpty)
            #expect(try await api.auditActions() == [])
            #expect(try await Outbox(database: api.database).list().isEmpty)
        }
    }

    @Test(
        "Its customer stays while signatures are awaited, and afterwards leaves without it",
        arguments: Backend.available)
    func customer(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            let customer = try await api.customer()
            let form = APIBench.agreementForm().field("customerId", customer)
            let made = try await api.upload("/v1/agreements", form, key: "k")
            #expect(made.text("customerId") == customer)
            let again = try await api.upload("/v1/agreements", form, key: "k")
            #expect(again.body == made.body && again["Idempotent-Replayed"] == "true")
            #expect(try await api.delete("/v1/customers/\(customer)").status == 409)
            for visit in try await api.visits() { #expect(try await api.sign(visit) == .signed) }
            let signed = try await api.get("/v1/agreements/\(try #require(made.text("id")))")
            #expect(signed.text("status") == "signed")
            #expect(try await api.delete("/v1/agreements/\(try #require(made.text("id")))").status == 409)
            #expect(try await api.delete("/v1/customers/\(customer)").status == 204)
            let kept = try await api.get("/v1/agreements/\(try #require(made.text("id")))")
            #expect(kept.body == signed.body.replacing("\"\(customer)\"", with: "null"))
        }
    }

    @Test("Each signature has its digest; the last one makes it signed and is announced", arguments: Backend.available)
    func signing(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            try await api.listen(to: "agreement-signed")
            let made = try await api.upload("/v1/agreements", APIBench.agreementForm())
            let path = "/v1/agreements/\(try #require(made.text("id")))"
            let visits = try await api.visits()
            api.clock.advance(seconds: 3600)
            #expect(try await api.sign(visits[0]) == .signed)
            let half = try await api.get(path)
            #expect(half.text("status") == "sent")
            let hash = Hex.text(SHA256.hash(data: Array("\(APIBench.signature)\n1772445600".utf8)))
            #expect(
                half.body.contains(
                    "\"signature\":\"\(APIBench.signature)\",\"signatureHash\":\"\(hash)\",\"signedAt\":\"2026-03-02T11:00:00+01:00\""
                ))
            #expect(try await api.announced().isEmpty)
            #expect(try await api.sign(visits[0]) == .signedAlready)
            #expect(try await api.sign(visits[1]) == .signed)
            let all = try await api.get(path)
            #expect(all.text("status") == "signed")
            #expect(try await api.announced().map(\.type) == ["agreement-signed"])
            #expect(try await api.announced().first?.body.contains(all.body) == true)
            #expect(
                try await api.auditActions() == [
                    "agreement.created", "agreement.signature_added", "agreement.signature_added", "agreement.signed",
                ])
        }
    }

    @Test("Who must prove who they are needs the newest code, in time, and cannot guess", arguments: Backend.available)
    func codes(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            _ = try await api.upload("/v1/agreements", APIBench.agreementForm())
            let visits = try await api.visits()
            let agreements = api.agreements
            #expect(try await agreements.sendCode(to: visits[0]) == .notNeeded)
            #expect(try await api.sign(visits[1], code: "") == .wrongCode)
            #expect(try await agreements.sendCode(to: visits[1]) == .sent)
            #expect(try await agreements.sendCode(to: visits[1]) == .tooSoon)
            let first = try await api.mailedCode()
            let wrong = first == "000000" ? "000001" : "000000"
            for _ in 0..<5 { #expect(try await api.sign(visits[1], code: wrong) == .wrongCode) }
            // The right one comes too late now.
            #expect(try await api.sign(visits[1], code: first) == .wrongCode)
            api.clock.advance(seconds: 60)
            #expect(try await agreements.sendCode(to: visits[1]) == .sent)
            let second = try await api.mailedCode()
            api.clock.advance(seconds: 900)
            #expect(try await api.sign(visits[1], code: second) == .wrongCode)
            #expect(try await agreements.sendCode(to: visits[1]) == .sent)
            let third = try await api.mailedCode()
            let spaced = "\(third.prefix(3)) \(third.suffix(3))"
            #expect(try await api.sign(visits[1], code: spaced) == .signed)
            #expect(try await agreements.sendCode(to: visits[1]) == .notNeeded)
            #expect(try await api.sign(visits[1], code: third) == .signedAlready)
        }
    }

    @Test("Of many who sign at once each signs once, and the last is announced once", arguments: Backend.available)
    func race(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            try await api.listen(to: "agreement-signed")
            let form = APIBench.agreementForm(identify: false)
            _ = try await api.upload("/v1/agreements", form)
            let visits = try await api.visits()
            let outcomes = try await withThrowingTaskGroup(of: Agreements.Signing.self) { group in
                for number in 0..<12 { group.addTask { try await api.sign(visits[number % 2]) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.count { $0 == .signed } == 2)
            #expect(outcomes.count { $0 == .signedAlready } == 10)
            #expect(try await api.announced().count == 1)
            #expect(try await api.get("/v1/agreements").data.first?["status"] == .string("signed"))
        }
    }

    @Test(
        "Signing while it is deleted: either the last signature is in time, or there is nothing to sign",
        arguments: Backend.available)
    func deletion(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            for _ in 0..<6 {
                let made = try await api.upload("/v1/agreements", APIBench.agreementForm(signers: 1, identify: false))
                let path = "/v1/agreements/\(try #require(made.text("id")))"
                let visit = try #require(try await api.visits().last)
                async let signing = api.sign(visit)
                async let deleting = api.delete(path)
                let (signed, deleted) = try await (signing, deleting)
                #expect((signed == .signed && deleted.status == 409) || (signed == .notFound && deleted.status == 204))
                #expect(try await api.get(path).status == (signed == .signed ? 200 : 404))
            }
        }
    }

    @Test("Ids are looked for below their parent and in their portal; switched off it is 426")
    func isolation() async throws {
        try await withAPI { api in
            let own = try await api.upload("/v1/agreements", APIBench.agreementForm())
            let other = try await api.upload("/v1/agreements", APIBench.agreementForm())
            let foreign = try await api.upload("/v1/agreements", APIBench.agreementForm(), token: api.tokenOfB)
            func id(_ reply: Reply) -> String { reply.text("id") ?? "" }
            for path in [
                id(foreign), "agr_x", "\(id(foreign))/documents/\(foreign.ids(in: "documents")[0])/download",
                "\(id(own))/documents/\(other.ids(in: "documents")[0])/download",
            ] {
                #expect(try await api.get("/v1/agreements/\(path)").status == 404, "\(path)")
            }
            #expect(try await api.delete("/v1/agreements/\(id(foreign))").status == 404)
            #expect(try await api.get("/v1/agreements").ids == [id(other), id(own)])
            try await api.expectSwitchedOff(.agreements, "Agreements")
        }
    }
}

extension APIBench {
    static let pdf = Array("%PDF-1.7\nnothing much\n".utf8)
    static let signature = "data:image/png;base64,\(Base64.encode(Pictures.png(20, 10)))"

    /// Jan, and Piet, who has to prove who he is.
    static func agreementForm(
        signature name: String = "signerSignatureData", signers: Int = 2, identify: Bool = true, documents: Bool = true
    ) -> FormBody {
        var form = FormBody.field("name", "Contract").field("signerName", "Noor").field(name, signature)
            .field("signers[0][firstName]", "Jan").field("signers[0][lastName]", "Bos")
            .field("signers[0][email]", "jan@example.nl")
        if signers > 1 {
            form = form.field(
                "signers[1]",
                #"{"firstName":"Piet","lastName":"Vos","email":"piet@example.nl","shouldIdentify":\#(identify)}"#)
        }
        return documents ? form.file("documents[]", "contract.pdf", pdf, type: "application/pdf") : form
    }

    var agreements: Agreements { useCases.agreements }

    /// The links that were mailed, oldest first.
    func visits() async throws -> [SigningVisit] {
        try await Outbox(database: database).list().reversed().compactMap { mail in
            let words = mail.mail.body.split { $0.isWhitespace }
            guard let link = words.first(where: { $0.hasPrefix("\(Self.origin)/sign/") }) else { return nil }
            let parts = link.split(separator: "/")
            return SigningVisit(signer: String(parts[parts.count - 2]), token: String(parts[parts.count - 1]))
        }
    }

    /// The six digits that were mailed last.
    func mailedCode() async throws -> String {
        let words = try await Outbox(database: database).list().first?.mail.body.split { $0.isWhitespace } ?? []
        return try #require(words.first { $0.utf8.count == 6 && $0.allSatisfy(\.isNumber) }.map(String.init))
    }

    /// - Parameter code: nil: whatever is needed.
    func sign(_ visit: SigningVisit, code: String? = nil) async throws -> Agreements.Signing {
        var code = code
        if code == nil, try await agreements.sendCode(to: visit) == .sent { code = try await mailedCode() }
        let image = try #require(SignatureImage(Self.signature))
        return try await agreements.sign(visit, with: image, code: code, from: "192.0.2.9")
    }
}

extension Reply {
    /// The ids of the objects in one of its lists.
    func ids(in list: String) -> [String] {
        guard case .array(let objects)? = json?[list] else { return [] }
        return objects.compactMap { if case .string(let id)? = $0["id"] { id } else { nil } }
    }
}
