import HTTPTypes
import Kernel
import PortalDomain
import TestSupport
import Testing
import Web

@Suite("The logo of an app (contract O12, O61)", .timeLimit(.minutes(2)))
struct AppLogoPageTests {
    @Test(
        "uploaded, served with strict headers, shown on consent page and in both portals", arguments: Backend.available)
    func upload(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let (app, path) = (server.cast.c1, "\(ServerUnderTest.appsPath)/\(server.cast.c1.id)")
            let developer = try await server.developer()
            let form = try #require(try await developer.get("\(path)/logo").form("\(path)/logo"))
            let bytes = Pictures.png(64, 64)
            let answer = try await developer.upload(form, "logo", bytes)
            #expect(answer.location == "\(path)?done=logo-set")

            let address = "/logos/\(TokenDigest(of: bytes).hex)"
            #expect(try await developer.get(path).contains("src=\"\(address)\""))
            let owner = server.browser()
            let consent = try await server.open(server.authorizeURL(app), owner, as: server.cast.u1)
            #expect(consent.contains("src=\"\(address)\""))
            _ = try await owner.submit(try #require(consent.form(with: "decision")), press: "approve")
            #expect(try await owner.get("/manage/settings/apps").contains("src=\"\(address)\""))

            let picture = try await server.browser().get(address)
            #expect(picture.status == .ok)
            #expect(picture.headers[.contentType] == "image/png")
            #expect(picture.headers[.contentSecurityPolicy] == "default-src 'none'; sandbox")
            #expect(picture.headers[.xContentTypeOptions] == "nosniff")
            #expect(picture.headers[.cacheControl] == "public, max-age=31536000, immutable")
            #expect(picture.headers[HTTPField.Name("Cross-Origin-Resource-Policy")!] == "same-origin")
            #expect(picture.headers[.setCookie] == nil)

            // Another one takes its place; removing it once is all there is to remove.
            #expect(try await developer.upload(form, "logo", Pictures.jpeg(200, 100)).status == .seeOther)
            #expect(try await server.browser().get(address).status == .notFound)
            let remove = try #require(try await developer.get("\(path)/logo").form("\(path)/logo/remove"))
            #expect(try await developer.submit(remove).location == "\(path)?done=logo-removed")
            #expect(try await developer.submit(remove).status == .notFound)
            #expect(try await server.events("app_logo.set", in: server.cast.developer.text) == 2)
            #expect(try await server.events("app_logo.removed", in: server.cast.developer.text) == 1)
        }
    }

    @Test("what is no picture is refused with a reason", arguments: Backend.available)
    func refused(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let path = "\(ServerUnderTest.appsPath)/\(server.cast.c1.id)"
            let developer = try await server.developer()
            let form = try #require(try await developer.get("\(path)/logo").form("\(path)/logo"))
            for (content, text) in [
                ([], "Choose a picture"), (Array("<svg onload='x'/>".utf8), "not a PNG, JPEG or WebP"),
                (Pictures.png(16, 16), "32 to 1,024 pixels"),
                (Pictures.png(64, 64, animated: true), "The picture moves"),
                (Pictures.png(64, 64) + [UInt8](repeating: 0, count: AppLogo.maximumSize), "larger than 128 KB"),
            ] {
                let answer = try await developer.upload(form, "logo", content)
                #expect(answer.status == .unprocessableContent)
                #expect(answer.contains(text), "\(text)")
            }
            let huge = [UInt8](repeating: 0, count: AppLogo.maximumSize + 10_000)
            #expect(try await developer.upload(form, "logo", huge).status == .contentTooLarge)
            #expect(try await developer.get(path).contains("src=\"/logos/") == false)
        }
    }

    @Test("219: nobody else's app, and no form without its anti-forgery value", arguments: Backend.available)
    func foreign(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let path = "\(ServerUnderTest.appsPath)/\(server.cast.c1.id)"
            let mine = try #require(try await server.developer().get("\(path)/logo").form("\(path)/logo"))
            let eve = try await server.register("eve@evil.example")
            var form = mine
            form.set("csrf", try await server.csrf(eve, "\(ServerUnderTest.appsPath)/new"))
            #expect(try await eve.get("\(path)/logo").status == .notFound)
            #expect(try await eve.upload(form, "logo", Pictures.png(64, 64)).status == .notFound)
            let removal = try await eve.post("\(path)/logo/remove", [("csrf", form.value("csrf") ?? "")])
            #expect(removal.status == .notFound)
            #expect(try await eve.upload(mine, "logo", Pictures.png(64, 64)).status == .forbidden)
            #expect(try await eve.get("/logos/nonsense").status == .notFound)
            #expect(try await eve.get("/logos/\(String(repeating: "0", count: 64))").status == .notFound)
        }
    }
}
