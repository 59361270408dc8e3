import HTTPTypes
import HummingbirdTesting
import Kernel
import NIOCore
import PortalDomain
import TestSupport
import Testing
import Web

@Suite("Limits that an operator chooses (contract 9)", .timeLimit(.minutes(1)))
struct LimitSettingTests {
    @Test("A JSON body, and any file without a limit of its own")
    func limits() async throws {
        try await withServer(
            on: .sqlite,
            configure: { ($0.maximumBody, $0.storageBounds) = (2000, StorageBounds(file: 3_000_000)) }
        ) { server in
            let desk = try await KeyDesk(server)
            let key = try await desk.make(scopes: ["customers.write", "files.write"]).key
            @Sendable func post(_ path: String, _ type: String, _ body: String) async throws -> Int {
                try await server.http.executeRequest(
                    uri: path, method: .post, headers: [.authorization: "Bearer \(key)", .contentType: type],
                    body: ByteBuffer(string: body)
                ).status.code
            }
            @Sendable func customer(_ size: Int) async throws -> Int {
                let fields = #"{"companyName":"A","address":"B","zipCode":"1","city":"C","primaryEmail":"a@b.nl""#
                let padding = String(repeating: " ", count: size - fields.utf8.count - 1)
                return try await post("/v1/customers", "application/json", fields + padding + "}")
            }
            #expect(try await customer(2000) == 201)
            #expect(try await customer(2001) == 413)
            @Sendable func file(_ size: Int) async throws -> Int {
                let head = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\n"
                let body = head + String(repeating: "a", count: size) + "\r\n--b--\r\n"
                return try await post("/v1/files", "multipart/form-data; boundary=b", body)
            }
            #expect(try await file(3_000_000) == 201)
            #expect(try await file(3_000_001) == 413)
            #expect(try await desk.browser.get("/manage/files").contains("File, at most 2.9 MB"))
        }
    }
}
