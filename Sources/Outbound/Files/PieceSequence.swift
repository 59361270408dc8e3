import NIOCore
import PortalDomain

/// The pieces of a file as the HTTP client wants to take them: one after the other, each when it is asked for.
struct PieceSequence: AsyncSequence, Sendable {
    typealias Element = ByteBuffer

    let content: StagedContent

    func makeAsyncIterator() -> Iterator { Iterator(content: content) }

    struct Iterator: AsyncIteratorProtocol {
        let content: StagedContent
        private var position = 0

        init(content: StagedContent) { self.content = content }

        mutating func next() async throws -> ByteBuffer? {
            let bytes = try await content.piece(at: position)
            position += bytes.count
            return bytes.isEmpty ? nil : ByteBuffer(bytes: bytes)
        }
    }
}
