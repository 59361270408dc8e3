import HTTPTypes
import TestSupport

/// A page of the documentation as the link checker reads it.
struct SitePage {
    let path: String
    let html: String

    /// The values of an attribute, in order, with its few entities read.
    func values(of attribute: String) -> [String] {
        html.split(separator: " \(attribute)=\"", omittingEmptySubsequences: false).dropFirst().map { rest in
            String(rest.prefix { $0 != "\"" }).replacing("&#39;", with: "'").replacing("&quot;", with: "\"")
                .replacing("&amp;", with: "&")
        }
    }

    var ids: [String] { values(of: "id") }
    var links: [String] { values(of: "href") }

    /// The levels of its headings, in order.
    var headings: [Int] {
        html.split(separator: "<h", omittingEmptySubsequences: false).dropFirst().compactMap { rest in
            guard let level = rest.first?.wholeNumberValue, (1...6).contains(level),
                rest.dropFirst().first == ">" || rest.dropFirst().first == " "
            else { return nil }
            return level
        }
    }
}

/// The documentation as somebody sees it who follows every link from `/docs`.
struct Site {
    private(set) var pages: [String: SitePage] = [:]
    /// What the pages link to outside of the documentation, and still on this server.
    private(set) var elsewhere: Set<String> = []

    static func walk(_ browser: Browser) async throws -> Site {
        var site = Site()
        var waiting = ["/docs"]
        while let path = waiting.popLast() {
            guard site.pages[path] == nil else { continue }
            let answer = try await browser.get(path)
            guard answer.status == .ok else { continue }
            let page = SitePage(path: path, html: answer.body)
            site.pages[path] = page
            for link in page.links where link.hasPrefix("/") {
                let target = String(link.prefix { $0 != "#" })
                if target.hasPrefix("/docs") { waiting.append(target) } else { site.elsewhere.insert(target) }
            }
        }
        return site
    }
}
