import Foundation
import PageAssets
import Testing
import Web

@Suite("Embedded assets", .timeLimit(.minutes(1)))
struct PublicFilesTests {
    @Test("a public file is served under a name with its content hash")
    func names() throws {
        let files = PublicFiles()
        let path = try files.path(of: "app.css")
        #expect(
            path.hasPrefix("/assets/app.") && path.hasSuffix(".css") && path.count == "/assets/app.3f2a91bc.css".count)
        let file = try #require(files.file(servedAs: String(path.dropFirst("/assets/".count))))
        #expect(file.contentType == "text/css; charset=utf-8")
        #expect(file == files.file(named: "app.css"))
        #expect(files.file(servedAs: "app.css") == nil)
        #expect(throws: PageAssetError.missingFile(name: "none.css")) { try files.path(of: "none.css") }
    }

    @Test("what is compiled in is what the folders hold")
    func upToDate() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..").standardized
        func text(_ path: String) throws -> String {
            try String(contentsOf: root.appending(path: path), encoding: .utf8)
        }
        for (name, template) in EmbeddedTemplates.all {
            #expect(try text("Templates/\(name).mustache") == template, "\(name)")
        }
        for (name, table) in EmbeddedTranslations.all {
            #expect(try text("Translations/\(name).txt") == table, "\(name)")
        }
        for (name, file) in EmbeddedPublicFiles.all { #expect(try text("Public/\(name)") == file.text, "\(name)") }
        let folders = ["Templates", "Translations", "Public"].flatMap { folder in
            (try? FileManager.default.contentsOfDirectory(atPath: root.appending(path: folder).path)) ?? []
        }
        let embedded = EmbeddedTemplates.all.count + EmbeddedTranslations.all.count + EmbeddedPublicFiles.all.count
        #expect(folders.count == embedded)
    }

    @Test("the sheet and the script need nothing from elsewhere")
    func selfContained() throws {
        for (name, file) in EmbeddedPublicFiles.all where !name.hasSuffix(".svg") {
            for unwanted in ["http://", "https://", "@import", "url(", "eval(", "innerHTML"] {
                #expect(!file.text.contains(unwanted), "\(name): \(unwanted)")
            }
        }
    }
}
