#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// What a command says to the person, or the program, that started it. Unbuffered, so that the order is the order of
/// events.
enum Console {
    static let outputIsTerminal = isatty(STDOUT_FILENO) == 1
    static let errorIsTerminal = isatty(STDERR_FILENO) == 1

    /// A line on standard output.
    static func say(_ line: String = "") { write(line + "\n", to: STDOUT_FILENO) }

    /// Text on standard output, as it is.
    static func put(_ text: String) { write(text, to: STDOUT_FILENO) }

    /// A line on standard error.
    static func complain(_ line: String) { write(line + "\n", to: STDERR_FILENO) }

    /// Everything, also when the other side takes it in pieces. A reader that has gone is no reason to fail.
    static func write(_ text: String, to descriptor: Int32) {
        var text = text
        text.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)
            while !rest.isEmpty {
                #if canImport(Glibc)
                let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
                #else
                let count = Darwin.write(descriptor, rest.baseAddress, rest.count)
                #endif
                if count > 0 {
                    rest = UnsafeRawBufferPointer(rebasing: rest[count...])
                } else if errno != EINTR && errno != EAGAIN {
                    return
                }
            }
        }
    }
}
