import Kernel
import Persistence

/// Bindings as libpq takes them: C strings, in one piece of memory.
struct PostgresParameters {
    private var bytes: [UInt8] = []
    /// Where each starts; nil is SQL's NULL.
    private var starts: [Int?] = []

    init(_ values: [SQLValue]) throws(StorageError) {
        starts.reserveCapacity(values.count)
        for value in values {
            switch value {
            case .null: starts.append(nil)
            case .bool(let bool): append(bool ? "t" : "f")
            case .integer(let integer): append(String(integer))
            case .text(let text):
                guard !text.utf8.contains(0) else { throw .invalid(detail: "a text contains a NUL byte") }
                append(text)
            }
        }
    }

    private mutating func append(_ text: String) {
        starts.append(bytes.count)
        bytes.append(contentsOf: text.utf8)
        bytes.append(0)
    }

    /// The pointers are good during `body` only.
    func withPointers<Result>(_ body: (Int32, UnsafePointer<UnsafePointer<CChar>?>?) -> Result) -> Result {
        bytes.withUnsafeBytes { buffer in
            let base = buffer.bindMemory(to: CChar.self).baseAddress
            let pointers = starts.map { start in start.flatMap { base?.advanced(by: $0) } }
            return pointers.withUnsafeBufferPointer { body(Int32(pointers.count), $0.baseAddress) }
        }
    }
}
