package import Kernel

package enum TicketAttachmentKind: EntityKind { package static let idPrefix = "tma" }
package typealias TicketAttachmentID = Identifier<TicketAttachmentKind>

/// A file that hangs on a message.
package struct TicketAttachment: Sendable, Equatable {
    package let id: TicketAttachmentID
    package let name: FileName
    package let content: ContentID
    /// Bytes.
    package let size: Int
    package let mediaType: String
}

/// A file that is to hang on a message. Its content is kept already (`Contents.keep`).
package struct NewTicketAttachment: Sendable {
    package let name: FileName
    package let mediaType: String
    package let content: KeptContent

    package init(name: FileName, mediaType: String, content: KeptContent) {
        (self.name, self.mediaType, self.content) = (name, mediaType, content)
    }
}

/// A ticket, and which of its files was just added.
package struct TicketWithNewAttachment: Sendable {
    package let thread: TicketThread
    package let message: TicketMessageID
    package let attachment: TicketAttachmentID
}
