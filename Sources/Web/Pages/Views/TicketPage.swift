/// `/manage/tickets/{ticket}`: what was asked and answered, and where to answer.
package struct TicketPage: Page {
    package static let template = "ticket"

    package let crumb: LinkView
    package let title: String
    package let badge: BadgeView
    package let details: [DetailView]
    package let created: TimeView
    /// As the API knows it.
    package let id: String
    package let messages: [Message]
    /// Nil: it cannot be answered here.
    package let reply: Reply?
    package let actions: [ActionView]
    package let hasActions: Bool

    package struct Message: Sendable, Equatable {
        package let author: String
        package let isByCustomer: Bool
        package let time: TimeView
        /// Without markup, with its line breaks.
        package let text: String
        package let attachments: [LinkView]
        package let hasAttachments: Bool

        package init(author: String, isByCustomer: Bool, time: TimeView, text: String, attachments: [LinkView] = []) {
            (self.author, self.isByCustomer, self.time) = (author, isByCustomer, time)
            (self.text, self.attachments, hasAttachments) = (text, attachments, !attachments.isEmpty)
        }
    }

    package struct Reply: Sendable, Equatable {
        package let action: String
        package let message: FieldView

        package init(action: String, message: FieldView) { (self.action, self.message) = (action, message) }
    }

    package init(
        crumb: LinkView, title: String, badge: BadgeView, details: [DetailView], created: TimeView, id: String,
        messages: [Message], reply: Reply?, actions: [ActionView]
    ) {
        (self.crumb, self.title, self.badge, self.details) = (crumb, title, badge, details)
        (self.created, self.id, self.messages, self.reply) = (created, id, messages, reply)
        (self.actions, hasActions) = (actions, !actions.isEmpty)
    }
}
