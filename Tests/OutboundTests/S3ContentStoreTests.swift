import Kernel
import Outbound
import PortalDomain
import TestSupport
import Testing

@Suite("A store that speaks S3", .timeLimit(.minutes(2)))
struct S3ContentStoreTests {
    private static func run(_ body: (WebServer, S3ContentStore) async throws -> Void) async throws {
        let folder = TestFolder()
        try await WebServer.run(isSecure: false) { server in
            let text = "s3://bucket?endpoint=http://127.0.0.1:\(server.port)&staging=\(folder.path)"
            let address = try #require(S3Address(text, keyID: "key", secretKey: Secret("secret")))
            try await body(server, S3ContentStore(address, ambient: ManualClock().ambient))
        }
    }

    @Test("Downloads that nobody takes hold up neither others nor uploads")
    func manyReaders() async throws {
        try await Self.run { server, store in
            server.behave(
                .choose { request in
                    switch request.prefix(3) {
                    // As slow as the browser behind it: the rest never comes.
                    case "GET": .hang("HTTP/1.1 206 Partial Content\r\nContent-Length: 100\r\n\r\nabc")
                    case "HEA": .answer("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                    default: .answer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                    }
                })
            let place = ContentPlace(stored: "ab-cd")
            var readers: [any ContentReader] = []
            for _ in 0..<9 { readers.append(try #require(try await store.read(0..<100, at: place))) }
            try await store.put(try await store.staging.stage(Array("hello".utf8)), at: place)
            #expect(readers.count == 9)
            #expect(server.requests.contains { $0.hasPrefix("PUT /bucket/ab-cd ") && $0.hasSuffix("hello") })
        }
    }

    @Test("Of a service that sends more than was asked for, no more is read")
    func tooMuch() async throws {
        try await Self.run { server, store in
            server.behave(.hang("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\nabcdefgh"))
            let reader = try #require(try await store.read(0..<8, at: ContentPlace(stored: "ab-cd")))
            var bytes: [UInt8] = []
            // The rest, which never comes, is not waited for.
            try await reader.forEachPiece { bytes += $0 }
            #expect(bytes == Array("abcdefgh".utf8))
        }
    }
}
