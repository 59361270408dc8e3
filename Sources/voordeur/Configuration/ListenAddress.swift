import Kernel

/// The address on which the server waits for connections: `127.0.0.1:8080`, `[::1]:8080`, `localhost:8080`.
struct ListenAddress: Sendable, Equatable, CustomStringConvertible {
    let host: String
    let port: Int

    init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":") else { return nil }
        let digits = text[text.index(after: colon)...]
        guard (1...5).contains(digits.utf8.count), digits.utf8.allSatisfy({ 48...57 ~= $0 }), let port = Int(digits),
            (1...65_535).contains(port)
        else { return nil }
        let host = text[..<colon]
        if host.hasPrefix("[") {
            guard host.hasSuffix("]"), host.contains(":"), IPAddress(String(host.dropFirst().dropLast())) != nil else {
                return nil
            }
            self.host = String(host.dropFirst().dropLast())
        } else {
            guard !host.isEmpty, host.utf8.allSatisfy(Self.isOfHostName) else { return nil }
            self.host = String(host)
        }
        self.port = port
    }

    var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

    private static func isOfHostName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "-"), UInt8(ascii: "."):
            true
        default: false
        }
    }
}
