import HTTPTypes
import Kernel
import PortalDomain
import TestSupport
import Testing
import Web

@Suite("The page on which an agreement is signed", .timeLimit(.minutes(2)))
struct SigningPageTests {
    /// Jan, and Piet, who has to prove who he is. With the paths of their pages.
    private static func send(_ server: ServerUnderTest) async throws -> (AgreementWithDetails, paths: [String]) {
        let useCases = server.useCases
        let kept = try await useCases.contents.keep(bytes: Array("%PDF-1.7 x".utf8))
        let image = try #require(SignatureImage("data:image/png;base64,\(Base64.encode(Pictures.png(20, 10)))"))
        let new = NewAgreement(
            name: "Contract <b>", signerName: "Noor", signature: image,
            signers: [("jan", false), ("piet", true)].map { name, identifies in
                NewAgreement.Signer(
                    firstName: name, lastName: "Bos", email: EmailAddress(stored: "\(name)@example.nl"),
                    shouldIdentify: identifies)
            }, documents: [.init(name: FileName(stored: "contract.pdf"), content: kept)])
        let made = try await useCases.agreements.create(new, in: server.cast.a.id, by: .system)
        guard case .created(let details) = made else { throw Unexpected() }
        let mails = try await useCases.outbox.list().reversed().map(\.mail.body)
        let paths = mails.compactMap { body in
            body.split { $0.isWhitespace }.first { $0.contains("/sign/ags_") }.flatMap { link in
                link.firstRange(of: "/sign/").map { String(link[$0.lowerBound...]) }
            }
        }
        return (details, paths)
    }

    struct Unexpected: Error {}

    @Test("Without JavaScript: read the documents, choose a picture, sign", arguments: Backend.available)
    func picture(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let (details, paths) = try await Self.send(server)
            let browser = server.browser()
            let page = try await browser.get(paths[0])
            #expect(page.status == .ok)
            #expect(page.contains("Contract &lt;b&gt;"))
            #expect(page.contains("contract.pdf"))
            let document = try await browser.get("\(paths[0])/documents/\(details.documents[0].id)")
            #expect(document.status == .seeOther)
            #expect(try await browser.follow(document).contains("%PDF-1.7 x"))

            let form = try #require(page.form(paths[0]))
            let text = try await browser.upload(form, "picture", Array("no picture".utf8))
            #expect(text.status == .unprocessableContent)
            let signed = try await browser.upload(form, "picture", Pictures.png(20, 10))
            #expect(signed.location == "\(paths[0])?done=signed")
            let after = try await browser.follow(signed)
            #expect(after.contains("You have signed"))
            #expect(after.form(paths[0]) == nil)
            // From an old page: what stands is what was signed first.
            for picture in [Pictures.png(30, 10), [UInt8](repeating: 1, count: 4 * 1_048_576)] {
                #expect(try await browser.upload(form, "picture", picture).location == paths[0])
            }
            let found = try #require(
                try await server.useCases.agreements.find(details.agreement.id, in: server.cast.a.id))
            #expect(found.signers[0].signature?.image.text.contains(Base64.encode(Pictures.png(20, 10))) == true)
            #expect(found.agreement.status == .sent)
            // Who signed is who is told to have done so.
            let owner = try await server.manage()
            for (path, row) in [("/manage/settings/audit", "<tr>"), ("/manage", "<li>")] {
                let rows = try await owner.get(path).body.split(separator: row).dropFirst().filter {
                    $0.contains("signed an agreement")
                }
                #expect(rows.count == 1 && rows.allSatisfy { $0.contains("jan@example.nl") }, "\(path)")
            }
        }
    }

    @Test("Who must prove who they are asks for a code first", arguments: Backend.available)
    func code(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let (_, paths) = try await Self.send(server)
            let browser = server.browser()
            let asked = try await server.fill(browser, paths[1], to: "\(paths[1])/code", [:])
            #expect(asked.location == "\(paths[1])?done=code")
            #expect(
                try await server.fill(browser, paths[1], to: "\(paths[1])/code", [:]).status == .unprocessableContent)
            let mail = try #require(try await server.useCases.outbox.list().first)
            #expect(mail.mail.recipient == "piet@example.nl")
            let code = try #require(
                mail.mail.body.split { $0.isWhitespace }.first { $0.utf8.count == 6 && $0.allSatisfy(\.isNumber) })
            var form = try #require(try await browser.get(paths[1]).forms.first { $0.action == paths[1] })
            form.set("code", code == "123456" ? "654321" : "123456")
            #expect(try await browser.upload(form, "picture", Pictures.png(20, 10)).status == .unprocessableContent)
            form.set("code", String(code))
            #expect(
                try await browser.upload(form, "picture", Pictures.png(20, 10)).location == "\(paths[1])?done=signed")
        }
    }

    @Test("An altered link, another's id, and a deleted agreement are all a 404", arguments: Backend.available)
    func gone(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let (details, paths) = try await Self.send(server)
            let browser = server.browser()
            let token = try #require(paths[0].split(separator: "/").last)
            let form = try #require(try await browser.get(paths[0]).form(paths[0]))
            let wrong = [
                "/sign/\(details.signers[1].id)/\(token)",
                String(paths[0].dropLast()) + (paths[0].hasSuffix("x") ? "y" : "x"),
                "/sign/\(details.signers[0].id)/x", "\(paths[0])/documents/agd_06app0a6tq93y098pbsk",
            ]
            for path in wrong { #expect(try await browser.get(path).status == .notFound, "\(path)") }
            // Known before the body is read: it would be too large.
            let large = [UInt8](repeating: 1, count: 4 * 1_048_576)
            #expect(try await browser.upload(form, "picture", large).status == .contentTooLarge)
            for path in wrong.dropLast() {
                #expect(try await browser.upload(form, "picture", large, to: path).status == .notFound, "\(path)")
            }

            let owner = try await server.manage()
            let page = "/manage/agreements/\(details.agreement.id)"
            #expect(try await owner.get("/manage/agreements").contains("href=\"\(page)\""))
            #expect(try await owner.get(page).contains("jan@example.nl"))
            #expect(try await owner.get("\(page)/documents/\(details.documents[0].id)").status == .seeOther)
            #expect(
                try await server.fill(owner, page, to: "\(page)/delete", [:]).location
                    == "/manage/agreements?done=deleted")
            #expect(try await browser.get(paths[0]).status == .notFound)
            #expect(try await browser.upload(form, "picture", Pictures.png(20, 10)).status == .notFound)
        }
    }
}
