package import Kernel

package enum TicketKind: EntityKind { package static let idPrefix = "tic" }
package typealias TicketID = Identifier<TicketKind>

package enum TicketMessageKind: EntityKind { package static let idPrefix = "tim" }
package typealias TicketMessageID = Identifier<TicketMessageKind>

/// A question to a portal, and what was answered (contract api-v1, 4.15).
package struct Ticket: Sendable, Equatable {
    package enum Source: String, Sendable, CaseIterable {
        /// Also those made by the API.
        case portal
        case email, chat
    }

    package enum Status: String, Sendable, CaseIterable { case open, closed }

    package let id: TicketID
    package let customer: CustomerID?
    package let title: String
    package let source: Source
    package internal(set) var status: Status
    package let createdAt: Timestamp

    var auditObject: AuditEvent.Object { .init(kind: "ticket", id: id.text) }
}

/// One message of a ticket.
package struct TicketMessage: Sendable, Equatable {
    package let id: TicketMessageID
    package let author: Author
    package let text: MessageHTML
    package let postedAt: Timestamp
    /// Oldest first.
    package var attachments: [TicketAttachment] = []

    /// Who wrote it, by the name that was right at the time.
    package struct Author: Sendable, Equatable {
        package let name: String
        package let isCustomer: Bool

        package static func customer(named name: String) -> Author { Author(name: name, isCustomer: true) }
        /// A person who works for the portal, or an app or key that acts for it.
        package static func portal(named name: String) -> Author { Author(name: name, isCustomer: false) }
    }
}

/// A ticket with all of its messages, oldest first. There is at least one.
package struct TicketThread: Sendable, Equatable {
    package internal(set) var ticket: Ticket
    package internal(set) var messages: [TicketMessage]

    /// Each change returns the whole thread and tells every webhook of it, so its size is what a change costs.
    package static let maximumMessages = 1000
    package static let maximumAttachments = 1000
    /// Of all messages together.
    package static let maximumBytes = 2 * 1_048_576

    /// Why nothing like this can be added, or nil.
    func obstacle(toMessage text: MessageHTML) -> String? {
        guard messages.count < Self.maximumMessages else {
            return "The ticket holds \(Self.maximumMessages) messages already; open a new one."
        }
        let bytes = messages.reduce(text.text.utf8.count) { $0 + $1.text.text.utf8.count }
        return bytes <= Self.maximumBytes ? nil : "The messages of a ticket hold at most 2 MB; open a new one."
    }
}

/// A ticket that is to be.
package struct NewTicket: Sendable {
    package let title: String
    package let message: MessageHTML
    package let customer: CustomerID?
    package let source: Ticket.Source

    package init(
        title: String, message: MessageHTML, customer: CustomerID? = nil, source: Ticket.Source = .portal
    ) {
        (self.title, self.message, self.customer, self.source) = (title, message, customer, source)
    }
}

/// Which tickets a list shows. All conditions must hold.
package struct TicketFilter: Sendable {
    package let status: Ticket.Status?
    package let common: ListFilter

    package init(status: Ticket.Status? = nil, _ common: ListFilter = .init()) {
        (self.status, self.common) = (status, common)
    }
}
