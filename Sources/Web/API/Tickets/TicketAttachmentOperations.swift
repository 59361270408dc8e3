import HTTPTypes
import Kernel
package import PortalDomain

/// `…/message/{messageId}/attachment`: files of messages (contract api-v1, 4.15).
package struct TicketAttachmentOperations: Sendable {
    private let tickets: Tickets
    private let contents: Contents
    private let downloads: DownloadLinks
    private let origins: Origins

    package init(tickets: Tickets, contents: Contents, downloads: DownloadLinks, origins: Origins) {
        (self.tickets, self.contents) = (tickets, contents)
        (self.downloads, self.origins) = (downloads, origins)
    }

    static let upload = Operation(
        "upload-ticket-attachment", .post, "/tickets/{ticketId}/message/{messageId}/attachment", group: "Tickets",
        summary: "Add a file to a message, within 5 minutes after it was posted.", access: .scope(.ticketsWrite),
        feature: .ticketing,
        body: .multipart(
            "NewTicketAttachment", files: [FilePart("attachment", maximum: 10 * FilePart.megabyte)]),
        success: .created("TicketWithMessage"), mayConflict: true)
    static let download = Operation(
        "download-ticket-attachment", .get, "/tickets/{ticketId}/message/{messageId}/attachment/{attachmentId}",
        group: "Tickets", summary: "Get a link to a file of a message.", access: .scope(.ticketsRead),
        feature: .ticketing, success: .entity("CloudFile"))

    static let all = [upload, download]

    package var endpoints: [Endpoint] { [.init(Self.upload, upload), .init(Self.download, download)] }

    static let schema = Schema.Component("NewTicketAttachment") { _ in
        .object([.init("attachment", .file("Up to 10 MB."))])
    }

    func upload(_ call: APICall) async throws -> APIAnswer {
        let ticket = try call.id("ticketId", of: TicketKind.self)
        let message = try call.id("messageId", of: TicketMessageKind.self)
        let file = try await call.fields { () throws(APIError) in
            var fields = FieldReader(call.body)
            guard let file = fields.file("attachment", in: call.uploads), fields.errors.isEmpty else {
                throw fields.refusal
            }
            return file
        } of: {
            try await find(message, of: ticket, in: call) != nil
        }
        let new = NewTicketAttachment(
            name: file.name, mediaType: MediaTypes.type(of: file.content, named: file.name),
            content: try await contents.keep(file, in: call.portal))
        let answer: @Sendable (TicketWithNewAttachment) -> APIAnswer = { [origins] made in
            var json = JSONWriter(reservingCapacity: 1024)
            TicketPayload.write(made.thread, in: call.zone, to: &json)
            let place = "\(origins.api)/tickets/\(ticket)/message/\(message)/attachment/\(made.attachment)"
            return .created(json, at: place)
        }
        let attached = try await tickets.attach(
            new, to: message, of: ticket, in: call.portal, by: call.actor, keeping: call.keeping(answer))
        return answer(try attached.entity())
    }

    func download(_ call: APICall) async throws -> APIAnswer {
        let ticket = try call.id("ticketId", of: TicketKind.self)
        let message = try call.id("messageId", of: TicketMessageKind.self)
        let id = try call.id("attachmentId", of: TicketAttachmentKind.self)
        guard let found = try await find(message, of: ticket, in: call),
            let attachment = found.attachments.first(where: { $0.id == id })
        else { throw APIError.notFound }
        let link = downloads.link(
            to: attachment.content, in: call.portal, named: attachment.name, type: attachment.mediaType, at: call.now)
        return link.answer(to: call)
    }

    private func find(
        _ message: TicketMessageID, of ticket: TicketID, in call: APICall
    ) async throws -> TicketMessage? {
        try await tickets.find(ticket, in: call.portal)?.messages.first { $0.id == message }
    }
}
