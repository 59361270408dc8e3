/// The page on which somebody sends the files that a portal asked for.
package struct FileRequestPage: Page {
    package static let template = "file-request"

    package struct Wanted: Sendable, Equatable {
        package let id: String
        package let name: String
        package let description: String?
        package let isRequired: Bool
        package let isReceived: Bool
        package let action: String
        package let limit: String
        package let error: String?

        package init(
            id: String, name: String, description: String?, isRequired: Bool, isReceived: Bool, action: String,
            limit: String, error: String?
        ) {
            (self.id, self.name, self.description, self.isRequired) = (id, name, description, isRequired)
            (self.isReceived, self.action, self.limit, self.error) = (isReceived, action, limit, error)
        }
    }

    package let portal: String
    package let description: String?
    package let isComplete: Bool
    package let files: [Wanted]

    package init(portal: String, description: String?, isComplete: Bool, files: [Wanted]) {
        (self.portal, self.description, self.isComplete, self.files) = (portal, description, isComplete, files)
    }
}
