#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Reads a form with files in it (RFC 7578) as it arrives, in pieces of any size, and holds no more of it than the piece at hand.
///
/// ```swift
/// parser.feed(bytes)
/// while let event = try parser.next() { … }     // nil: it wants more bytes
/// …
/// try parser.finish()                           // after the last piece
/// ```
package struct MultipartParser: Sendable {
    package enum Event: Sendable, Equatable {
        case part(MultipartPart)
        /// Some of the content of the part; never empty.
        case content(ArraySlice<UInt8>)
        case end
    }

    private enum Stage { case opening, afterDelimiter, head, content, epilogue }

    private let delimiter: [UInt8]
    private let maximumHead: Int
    private var stage = Stage.opening
    private var buffer: [UInt8] = []
    /// Where the unread rest begins.
    private var position = 0

    /// - Parameter maximumHead: bytes before the content of a part.
    package init(_ boundary: MultipartBoundary, maximumHead: Int = 4096) {
        (delimiter, self.maximumHead) = (boundary.delimiter, maximumHead)
    }

    package mutating func feed(_ bytes: some Collection<UInt8>) {
        buffer.removeSubrange(..<position)
        position = 0
        buffer += bytes
    }

    /// What was found next; nil if more bytes are needed to know.
    package mutating func next() throws(MultipartMalformed) -> Event? {
        while true {
            switch stage {
            case .opening:
                // As every other delimiter, without the line break before it.
                guard try skip(delimiter[2...]) else { return nil }
                stage = .afterDelimiter
            case .afterDelimiter:
                guard buffer.count - position >= 2 else { return nil }
                if rest.starts(with: "--".utf8) {
                    stage = .epilogue
                } else {
                    guard rest.starts(with: "\r\n".utf8) else { throw .part }
                    stage = .head
                }
                position += 2
            case .head:
                guard let part = try head() else { return nil }
                stage = .content
                return .part(part)
            case .content: return content()
            case .epilogue:
                // Nothing, or one line break.
                guard "\r\n".utf8.starts(with: rest) else { throw .part }
                return nil
            }
        }
    }

    /// Throws unless the form was whole.
    package func finish() throws(MultipartMalformed) {
        guard stage == .epilogue, rest.isEmpty || rest.elementsEqual("\r\n".utf8) else { throw .part }
    }

    private var rest: ArraySlice<UInt8> { buffer[position...] }

    /// False if it may still come.
    private mutating func skip(_ expected: ArraySlice<UInt8>) throws(MultipartMalformed) -> Bool {
        guard rest.count >= expected.count else {
            guard expected.starts(with: rest) else { throw .part }
            return false
        }
        guard rest.starts(with: expected) else { throw .part }
        position += expected.count
        return true
    }

    private mutating func head() throws(MultipartMalformed) -> MultipartPart? {
        guard let end = Self.range(of: Self.emptyLine, in: buffer, from: position, upTo: position + maximumHead) else {
            guard rest.count < maximumHead else { throw .part }
            return nil
        }
        let head = buffer[position..<end]
        position = end + Self.emptyLine.count
        return try MultipartPart(head: head)
    }

    private mutating func content() -> Event? {
        if let end = Self.range(of: delimiter, in: buffer, from: position, upTo: buffer.count) {
            if end > position {
                defer { position = end }
                return .content(buffer[position..<end])
            }
            position += delimiter.count
            stage = .afterDelimiter
            return .end
        }
        // The end may be the beginning of the delimiter.
        let safe = max(position, buffer.count - delimiter.count + 1)
        let end = buffer[safe...].firstIndex(of: delimiter[0]) ?? buffer.count
        guard end > position else { return nil }
        defer { position = end }
        return .content(buffer[position..<end])
    }

    private static let emptyLine = Array("\r\n\r\n".utf8)

    /// Where `pattern`, which begins with a carriage return, begins.
    private static func range(of pattern: [UInt8], in bytes: [UInt8], from start: Int, upTo end: Int) -> Int? {
        bytes.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return nil }
            let last = min(end, bytes.count) - pattern.count
            var position = start
            while position <= last {
                guard let found = memchr(base + position, 13, last - position + 1) else { return nil }
                position = UnsafeRawPointer(found) - base
                if memcmp(base + position, pattern, pattern.count) == 0 { return position }
                position += 1
            }
            return nil
        }
    }
}
