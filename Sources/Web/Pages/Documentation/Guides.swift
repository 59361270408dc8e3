import HTTPTypes
import Kernel
import PageAssets

/// The guides in their order, as texts with this server's addresses in them.
///
/// A line `{scopes}`, `{problems}` … is a table that is made from the code, so that it cannot be out of date.
struct Guides: Sendable {
    static let slugs = [
        "getting-started", "authentication", "oauth", "scopes", "pagination", "errors", "rate-limits", "idempotency",
        "versions", "webhooks",
    ]

    private let files: [String: String]
    private let origins: Origins
    private let versions: APIVersions

    /// Throws if a guide is missing in a language.
    init(
        files: [String: String] = EmbeddedGuides.all, origins: Origins, versions: APIVersions
    ) throws(PageAssetError) {
        for language in Language.allCases {
            for slug in Self.slugs where files["\(language.rawValue)/\(slug)"] == nil {
                throw .missingFile(name: "Guides/\(language.rawValue)/\(slug).md")
            }
        }
        (self.files, self.origins, self.versions) = (files, origins, versions)
    }

    static func path(of slug: String) -> String { "\(Documentation.root)/\(slug)" }

    func guide(_ slug: String, _ texts: Texts) -> Markdown {
        var text = files["\(texts.language.rawValue)/\(slug)"] ?? ""
        let tables: [(name: String, table: String)] = [
            ("{scopes}", scopes(texts)), ("{problems}", problems(texts)), ("{versions}", versionTable(texts)),
        ]
        for (name, table) in tables { text = text.replacing("\n\(name)\n", with: "\n\(table)\n") }
        text = text.replacing("{origin}", with: origins.publicURL).replacing("{api}", with: origins.api)
        return Markdown(text.replacing("{newest}", with: versions.newest.name))
    }

    // MARK: Tables

    private func scopes(_ texts: Texts) -> String {
        let head = "| Scope | \(texts("docs.scopes.opens")) |\n|---|---|"
        let rows = Scopes.names.map { "| `\($0)` | \(texts.scope($0)) |" }
        return ([head] + rows).joined(separator: "\n")
    }

    private func problems(_ texts: Texts) -> String {
        let head = "| Status | \(texts("docs.problems.name")) | \(texts("docs.problems.meaning")) |\n|---|---|---|"
        let rows = APIError.Kind.all.map { kind in
            "| \(kind.status.code) | [\(kind.slug)](\(Problems.path(of: kind))) | \(texts("docs.problem.\(kind.slug)")) |"
        }
        return ([head] + rows).joined(separator: "\n")
    }

    private func versionTable(_ texts: Texts) -> String {
        let head = "| \(texts("docs.version")) | \(texts("docs.reference")) |\n|---|---|"
        let rows = versions.all.reversed().map { version in
            "| `\(version.name)` | [\(texts("docs.reference")) \(version.name)](\(Reference.path(of: version))) |"
        }
        return ([head] + rows).joined(separator: "\n")
    }
}
