/// The `Range` of a request (RFC 9110 §14.2), as far as we serve it: one range of bytes.
enum ByteRange: Equatable {
    /// None was asked for, or nothing that we serve: all of it (RFC 9110 §14.2 lets a server ignore it).
    case whole
    case part(Range<Int>)
    /// Outside of the file (RFC 9110 §15.5.17).
    case unsatisfiable

    /// - Parameters:
    ///   - header: `bytes=0-499`, `bytes=500-`, `bytes=-500`.
    ///   - size: bytes of the whole.
    init(_ header: String?, size: Int) {
        self = .whole
        guard let header, header.lowercased().hasPrefix("bytes=") else { return }
        let text = header.dropFirst("bytes=".count).filter { $0 != " " && $0 != "\t" }
        let ends = text.split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count == 2, let first = Self.number(ends[0]), let last = Self.number(ends[1]) else { return }
        switch (first, last) {
        case (nil, nil): return
        case (nil, let count?): self = count == 0 ? .unsatisfiable : .part(max(0, size - count)..<size)
        case (let first?, nil): self = first < size ? .part(first..<size) : .unsatisfiable
        case (let first?, let last?):
            guard first <= last else { return }
            self = first < size ? .part(first..<(min(last, size - 1) + 1)) : .unsatisfiable
        }
    }

    /// Nil for what is no number; nil inside for nothing at all.
    private static func number(_ text: Substring) -> Int?? {
        if text.isEmpty { return .some(nil) }
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return .none }
        // Longer than any file.
        return .some(text.utf8.count > 18 ? Int.max - 1 : Int(text))
    }
}
