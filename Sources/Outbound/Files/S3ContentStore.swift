import AsyncHTTPClient
package import Kernel
import NIOCore
import NIOHTTP1
import NIOPosix
package import PortalDomain

/// Contents in a bucket of a service that speaks S3. Uploads arrive in a local folder first, so that the service gets a length and a
/// digest with every object, and never sees one that was cut off.
package final class S3ContentStore: ContentStore {
    package let staging: ContentStaging
    private let address: S3Address
    private let signature: S3Signature
    private let ambient: Ambient
    /// Whoever downloads holds a connection for as long as they take; what writes has connections of its own, so that it never waits
    /// for them.
    private let reader: HTTPClient
    private let writer: HTTPClient

    /// The SHA-256 of nothing.
    private static let emptyPayload = TokenDigest(of: [UInt8]()).hex
    /// How often a request is tried, and the pause after the first time; it doubles.
    private static let attempts = 4
    private static let firstPause = Duration.milliseconds(200)
    /// Connections at once: of downloads, and of everything that ends as soon as the service answers.
    private static let reading = 4096
    private static let writing = 64

    package init(_ address: S3Address, ambient: Ambient) {
        (self.address, self.ambient) = (address, ambient)
        signature = S3Signature(address)
        staging = ContentStaging(folder: address.staging, threads: FileThreads(), ambient: ambient)
        (reader, writer) = (Self.client(connections: Self.reading), Self.client(connections: Self.writing))
    }

    deinit {
        reader.shutdown { _ in }
        writer.shutdown { _ in }
    }

    private static func client(connections: Int) -> HTTPClient {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow, decompression: .disabled)
        configuration.timeout = .init(connect: .seconds(5), read: .seconds(60))
        configuration.httpVersion = .http1Only
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = connections
        return HTTPClient(
            eventLoopGroupProvider: .shared(MultiThreadedEventLoopGroup.singleton), configuration: configuration)
    }

    package func put(_ content: StagedContent, at place: ContentPlace) async throws(StorageError) {
        // There already: most likely the same document once more.
        if try await size(of: place) == content.size { return }
        try await exchange("PUT", place.text, payload: content.digest.hex, body: content) { response in
            response.status == .ok ? () : nil
        }
    }

    package func read(
        _ range: Range<Int>, at place: ContentPlace
    ) async throws(StorageError) -> (any ContentReader)? {
        try await exchange("GET", place.text, range: range) { response -> (any ContentReader)?? in
            switch response.status {
            case .partialContent: .some(S3Reader(response: response, count: range.count))
            case .ok where range.lowerBound == 0: .some(S3Reader(response: response, count: range.count))
            case .notFound: .some(nil)
            default: nil
            }
        }
    }

    package func delete(_ place: ContentPlace) async throws(StorageError) {
        try await exchange("DELETE", place.text) { response in
            [.ok, .noContent, .notFound].contains(response.status) ? () : nil
        }
    }

    /// Receives a byte here, and asks there for what is not there: a wrong key would be told.
    package func check() async throws(StorageError) {
        await (try staging.stage([0])).discard()
        _ = try await size(of: ContentPlace(stored: "voordeur-check"))
    }

    /// Nil if there is nothing.
    private func size(of place: ContentPlace) async throws(StorageError) -> Int? {
        try await exchange("HEAD", place.text) { response -> Int?? in
            switch response.status {
            case .ok: .some(response.headers.first(name: "content-length").flatMap(Int.init) ?? -1)
            case .notFound: .some(nil)
            default: nil
            }
        }
    }

    /// One request, again after trouble that passes. What a half of it did, the repetition does whole.
    ///
    /// - Parameter read: nil for an answer that was not hoped for.
    @discardableResult
    private func exchange<Outcome>(
        _ method: String, _ key: String, range: Range<Int>? = nil, payload: String = emptyPayload,
        body: StagedContent? = nil, _ read: (HTTPClientResponse) -> Outcome?
    ) async throws(StorageError) -> Outcome {
        var pause = Self.firstPause
        var trouble = ""
        for attempt in 1...Self.attempts {
            do {
                let request = request(method, key, range: range, payload: payload, body: body)
                let client = method == "GET" ? reader : writer
                let response = try await client.execute(request, deadline: .distantFuture)
                if let outcome = read(response) { return outcome }
                trouble = "status \(response.status.code)"
                guard response.status.code >= 500 || response.status == .tooManyRequests else { break }
            } catch {
                // Its kind: the text may hold what the other side says.
                trouble = "\(type(of: error))"
            }
            guard attempt < Self.attempts, (try? await Task.sleep(for: pause)) != nil else { break }
            pause *= 2
        }
        throw .unavailable(detail: "the file store: \(method): \(trouble)")
    }

    private func request(
        _ method: String, _ key: String, range: Range<Int>?, payload: String, body: StagedContent?
    ) -> HTTPClientRequest {
        let path = address.path(of: key)
        var request = HTTPClientRequest(url: "\(address.isSecure ? "https" : "http")://\(address.host)\(path)")
        request.method = HTTPMethod(rawValue: method)
        for header in signature.headers(method, path, payload: payload, at: ambient.now()) {
            request.headers.replaceOrAdd(name: header.name, value: header.value)
        }
        if let range { request.headers.add(name: "Range", value: "bytes=\(range.lowerBound)-\(range.upperBound - 1)") }
        if let body {
            request.body = .stream(PieceSequence(content: body), length: .known(Int64(body.size)))
        }
        return request
    }
}

private struct S3Reader: ContentReader {
    let response: HTTPClientResponse
    let count: Int

    func forEachPiece(_ body: ([UInt8]) async throws -> Void) async throws {
        var rest = count
        for try await buffer in response.body {
            let bytes = Array(buffer.readableBytesView.prefix(rest))
            rest -= bytes.count
            try await body(bytes)
            // A service that knows no ranges goes on sending.
            if rest == 0 { break }
        }
        guard rest == 0 else { throw StorageError.unavailable(detail: "the file store sent less than it has") }
    }
}
