package import PageAssets

/// The public files under addresses that name their content, so that browsers may keep them for a year.
package struct PublicFiles: Sendable {
    package static let prefix = "/assets/"

    private let files: [String: EmbeddedFile]
    private let byServedName: [String: EmbeddedFile]

    package init(files: [String: EmbeddedFile] = EmbeddedPublicFiles.all) {
        self.files = files
        byServedName = files.values.reduce(into: [:]) { $0[$1.servedName] = $1 }
    }

    /// The address of `app.css`: `/assets/app.3f2a91bc.css`.
    package func path(of name: String) throws(PageAssetError) -> String {
        guard let file = files[name] else { throw .missingFile(name: name) }
        return Self.prefix + file.servedName
    }

    /// What is served at `/assets/{servedName}`.
    package func file(servedAs name: String) -> EmbeddedFile? { byServedName[name] }

    /// What is served under a plain name, such as `favicon.svg` for `/favicon.ico`.
    package func file(named name: String) -> EmbeddedFile? { files[name] }
}
