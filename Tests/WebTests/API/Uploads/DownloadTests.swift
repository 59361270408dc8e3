import HTTPTypes
import Kernel
import Persistence
import PortalDomain
import TestSupport
import Testing
import Web

@Suite("Downloads (contract 2.12)", .timeLimit(.minutes(2)))
struct DownloadTests {
    static let bytes = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 7 >> 3) }

    /// A file of A, and the link to it.
    static func make(
        _ api: APIBench, named name: String = "Jaarcijfers \u{20AC} \"2025\".pdf", _ bytes: [UInt8] = bytes
    ) async throws -> (content: KeptContent, link: String) {
        let kept = try await api.contents.keep(bytes: bytes)
        try await api.contents.use(kept, in: api.a, at: api.ambient.now())
        let file = api.downloads.link(
            to: kept.id, in: api.a, named: FileName(stored: name), type: "application/pdf", at: api.ambient.now())
        #expect(file.expiresAt == api.ambient.now() + 300)
        return (kept, file.link)
    }

    @Test("The bytes, and every header of the contract", arguments: Backend.available)
    func whole(on backend: Backend) async throws {
        try await withAPI(on: backend) { api async throws in
            let (kept, link) = try await Self.make(api)
            #expect(link.hasPrefix("\(APIBench.origin)/download/"))
            let response = try await api.download(link)
            #expect(response.status == 200)
            #expect(response.bytes == Self.bytes)
            #expect(response["Content-Type"] == "application/pdf")
            #expect(response["Content-Length"] == "300000")
            #expect(response["Accept-Ranges"] == "bytes")
            #expect(response["X-Content-Type-Options"] == "nosniff")
            #expect(response["Content-Security-Policy"] == "sandbox")
            #expect(response["Cache-Control"] == "private, no-store")
            #expect(response["ETag"] == "\"\(kept.digest.hex)\"")
            #expect(
                response["Content-Disposition"]
                    == "attachment; filename=\"Jaarcijfers _ _2025_.pdf\"; filename*=UTF-8''Jaarcijfers%20%E2%82%AC%20%222025%22.pdf"
            )
            let path = try await Self.make(api, named: "a/\u{301}b\\c", [1]).link
            #expect(
                try await api.download(path)["Content-Disposition"]
                    == "attachment; filename=\"a__b_c\"; filename*=UTF-8''a_%CC%81b_c")
            let head = try await api.download(link, method: .head)
            #expect(head.status == 200 && head.bytes.isEmpty)
            #expect(head["Content-Length"] == "300000")
            #expect(
                try await api.download(link, [.range: "bytes=5-9"], method: .head)["Content-Range"]
                    == "bytes 5-9/300000")
        }
    }

    @Test("One range is 206; none that we serve is 200; outside of the file is 416", arguments: Ranges.all)
    func ranges(_ case: Ranges) async throws {
        try await withAPI { api async throws in
            let (kept, link) = try await Self.make(api)
            var headers: HTTPFields = [.range: `case`.header]
            if let condition = `case`.condition {
                headers[.ifRange] = condition == "tag" ? "\"\(kept.digest.hex)\"" : condition
            }
            let response = try await api.download(link, headers)
            if let range = `case`.range {
                #expect(response.status == 206)
                #expect(response.bytes == Array(Self.bytes[range]))
                #expect(response["Content-Length"] == "\(range.count)")
                #expect(response["Content-Range"] == "bytes \(range.lowerBound)-\(range.upperBound - 1)/300000")
            } else if `case`.isOutside {
                #expect(response.status == 416)
                #expect(response["Content-Range"] == "bytes */300000")
                #expect(response.bytes.isEmpty)
            } else {
                #expect(response.status == 200)
                #expect(response.bytes == Self.bytes)
                #expect(response["Content-Range"] == nil)
            }
        }
    }

    struct Ranges: Sendable, CustomTestStringConvertible {
        let header: String
        /// Nil: all of it, or outside.
        let range: Range<Int>?
        var isOutside = false
        var condition: String?
        var testDescription: String { header + (condition.map { " if \($0)" } ?? "") }

        static let all: [Ranges] = [
            .init(header: "bytes=0-0", range: 0..<1), .init(header: "bytes=0-", range: 0..<300_000),
            .init(header: "bytes=131071-131073", range: 131_071..<131_074),
            .init(header: "bytes=299999-", range: 299_999..<300_000),
            .init(header: "bytes=-1", range: 299_999..<300_000), .init(header: "bytes=-400000", range: 0..<300_000),
            .init(header: "Bytes=10-999999999999999999999", range: 10..<300_000),
            .init(header: "bytes=0-0", range: 0..<1, condition: "tag"),
            .init(header: "bytes=0-0", range: nil, condition: "\"other\""),
            .init(header: "bytes=0-0", range: nil, condition: "Sat, 21 Nov 2026 10:00:00 GMT"),
            .init(header: "bytes=300000-", range: nil, isOutside: true),
            .init(header: "bytes=99999999999999999999-", range: nil, isOutside: true),
            .init(header: "bytes=-0", range: nil, isOutside: true),
            .init(header: "bytes=2-1", range: nil), .init(header: "bytes=0-0,5-6", range: nil),
            .init(header: "bytes=-", range: nil), .init(header: "bytes=a-b", range: nil),
            .init(header: "items=0-0", range: nil), .init(header: "bytes=", range: nil), .init(header: "", range: nil),
        ]
    }

    @Test("207: a link leads nowhere while the portal is suspended", arguments: Backend.available)
    func suspended(on backend: Backend) async throws {
        try await withAPI(on: backend) { api async throws in
            let (_, link) = try await Self.make(api)
            try await api.database.write { connection throws(StorageError) in
                try connection.execute("UPDATE portals SET suspended_at = 1 WHERE id = \(api.a)")
            }
            #expect(try await api.download(link).status == 404)
            try await api.database.write { connection throws(StorageError) in
                try connection.execute("UPDATE portals SET suspended_at = NULL WHERE id = \(api.a)")
            }
            #expect(try await api.download(link).status == 200)
        }
    }

    @Test(
        "A link ends after five minutes, and does not work when it was changed or the file is gone",
        arguments: Backend.available)
    func ends(on backend: Backend) async throws {
        try await withAPI(on: backend) { api async throws in
            let (kept, link) = try await Self.make(api)
            api.clock.advance(seconds: 299)
            #expect(try await api.download(link).status == 200)
            api.clock.advance(seconds: 1)
            #expect(try await api.download(link).status == 410)

            let fresh = try await Self.make(api).link
            for position in stride(from: fresh.utf8.count - 1, to: "\(APIBench.origin)/download/".utf8.count, by: -11) {
                var bytes = Array(fresh.utf8)
                bytes[position] = bytes[position] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
                let status = try await api.download(String(decoding: bytes, as: UTF8.self)).status
                #expect(status == 404, "\(position)")
            }
            for wrong in ["", "x", "x.y", ".", "..", "%00", fresh.split(separator: "/").last.map { "\($0).x" } ?? ""] {
                #expect(try await api.download("\(APIBench.origin)/download/\(wrong)").status == 404)
            }

            let (other, gone) = try await Self.make(api, [1, 2, 3])
            _ = try await api.database.write { [now = api.ambient.now(), a = api.a] connection throws(StorageError) in
                try Contents.delete(other.id, in: a, at: now, on: connection)
            }
            #expect(try await api.download(gone).status == 404)
            // The bytes are lost, and the row is there.
            let (_, lost) = try await Self.make(api, [4, 5, 6])
            let digest = TokenDigest(of: [4, 5, 6] as [UInt8]).hex
            for file in api.folder.files where file.contains(digest) { api.folder.remove(file) }
            #expect(try await api.download(lost).status == 404)
            #expect(kept.size == 300_000)
        }
    }
}
