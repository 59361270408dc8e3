/// A public file that is part of the program.
package struct EmbeddedFile: Sendable, Equatable {
    /// With a hash of the content in it: `app.3f2a91bc.css`.
    package let servedName: String
    package let contentType: String
    package let text: String

    package init(servedName: String, contentType: String, text: String) {
        self.servedName = servedName
        self.contentType = contentType
        self.text = text
    }
}
