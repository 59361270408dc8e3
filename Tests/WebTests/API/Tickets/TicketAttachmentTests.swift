import HTTPTypes
import Kernel
import Persistence
import PortalDomain
import TestSupport
import Testing
import Web

@Suite("Attachments of tickets (contract 4.15)", .timeLimit(.minutes(2)))
struct TicketAttachmentTests {
    @Test("Added within five minutes, read, downloaded, gone with the customer", arguments: Backend.available)
    func life(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            let customer = try await api.customer()
            let ticket = try await api.ticket(more: #","customerId":"\#(customer)""#)
            let message = try #require(try await api.get("/v1/tickets/\(ticket)").messageIDs.first)
            let path = "/v1/tickets/\(ticket)/message/\(message)/attachment"
            let picture = Pictures.png(20, 10)
            let form = FormBody.file("attachment", "screen.png", picture, type: "text/html")
            api.clock.advance(seconds: 300)
            let added = try await api.upload(path, form, key: "k")
            #expect(added.status == 201)
            let place = try #require(added["Location"])
            let id = try #require(place.split(separator: "/").last.map(String.init))
            #expect(place == "\(APIBench.origin)\(path)/\(id)")
            #expect(
                added.body.contains(
                    #""attachments":[{"id":"\#(id)","name":"screen.png","size":\#(picture.count),"mime":"image/png"}]"#)
            )
            #expect(try await api.get("/v1/tickets/\(ticket)").body == added.body)
            let link = try await api.get("\(path)/\(id)")
            #expect(link.text("expiresAt") == "2026-03-02T10:10:00+01:00")
            let file = try await api.download(try #require(link.text("link")))
            #expect(file.bytes == picture)
            #expect(file["Content-Type"] == "image/png")

            api.clock.advance(seconds: 1)
            #expect(try await api.upload(path, form).status == 409)
            let again = try await api.upload(path, form, key: "k")
            #expect(again.body == added.body && again["Idempotent-Replayed"] == "true")
            // A new message has its own five minutes.
            let answered = try await api.post("/v1/tickets/\(ticket)", #"{"message":"x"}"#)
            let newer = try #require(answered.messageIDs.last)
            #expect(try await api.upload("/v1/tickets/\(ticket)/message/\(newer)/attachment", form).status == 201)
            #expect(
                try await api.auditActions().suffix(3) == [
                    "ticket.attachment_added", "ticket.replied", "ticket.attachment_added",
                ])

            #expect(try await api.delete("/v1/customers/\(customer)").status == 204)
            #expect(try await api.get("\(path)/\(id)").status == 404)
            #expect(try await api.database.rows("SELECT id FROM contents WHERE portal_id = \(api.a)").isEmpty)
        }
    }

    @Test("A ticket holds at most 1,000 files: 409", arguments: Backend.available)
    func ceiling(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            let ticket = try await api.ticket()
            let message = try #require(try await api.get("/v1/tickets/\(ticket)").messageIDs.first)
            let path = "/v1/tickets/\(ticket)/message/\(message)/attachment"
            let form = FormBody.file("attachment", "a.txt", [1])
            #expect(try await api.upload(path, form).status == 201)
            let ids: [TicketAttachmentID] = (0..<998).map { _ in api.ambient.makeID() }
            try await api.database.write { connection throws(StorageError) in
                for id in ids {
                    try connection.execute(
                        """
                        INSERT INTO ticket_attachments (portal_id, id, ticket_id, message_id, name, media_type, size, content_id)
                        SELECT portal_id, \(id), ticket_id, message_id, name, media_type, size, content_id
                        FROM ticket_attachments WHERE portal_id = \(api.a) LIMIT 1
                        """)
                }
            }
            #expect(try await api.upload(path, form).status == 201)
            let refused = try await api.upload(path, form)
            #expect(refused.status == 409)
            #expect(refused.text("message") == "The ticket holds 1000 files already.")
        }
    }

    @Test("409 from the chat; 404 below another parent; 413, 415 and 422 for what is no such file")
    func refused() async throws {
        try await withAPI { api in
            let form = FormBody.file("attachment", "a.txt", [1])
            func path(_ ticket: String, _ message: String) -> String {
                "/v1/tickets/\(ticket)/message/\(message)/attachment"
            }
            func message(_ ticket: String, _ token: String? = nil) async throws -> String {
                try #require(try await api.get("/v1/tickets/\(ticket)", token: token).messageIDs.first)
            }
            let chat = try await api.ticket(from: .chat)
            #expect(try await api.upload(path(chat, try await message(chat)), form).status == 409)
            let (one, other) = (try await api.ticket(), try await api.ticket())
            let foreign = try await api.ticket(token: api.tokenOfB)
            let own = path(one, try await message(one))
            let strange = [
                path(one, try await message(other)), path(foreign, try await message(foreign, api.tokenOfB)),
                path(one, "tim_x"),
            ]
            for path in strange {
                #expect(try await api.upload(path, form).status == 404)
                #expect(try await api.upload(path, FormBody.field("x", "y")).status == 404)
                #expect(try await api.get("\(path)/tma_06arn325ja56mrjevsn4").status == 404)
            }
            #expect(try await api.get("\(own)/tma_06arn325ja56mrjevsn4").status == 404)
            #expect(try await api.upload(own, FormBody.field("attachment", "text")).fields == ["attachment"])
            #expect(try await api.post(own, "{}").status == 415)
            let large = [UInt8](repeating: 7, count: 10 * 1_048_576 + 1)
            #expect(try await api.upload(own, FormBody.file("attachment", "a", large)).status == 413)
            #expect(try await api.upload(own, FormBody.file("attachment", "a", Array(large.dropLast()))).status == 201)
        }
    }
}
