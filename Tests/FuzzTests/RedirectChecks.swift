import Kernel

/// Redirect URIs: accepted ⇔ the bytes are equal, or a loopback literal differs in the port only (checklist, "Tests beyond the rows", 3).
enum RedirectChecks {
    static let registered = [
        "https://app1.example/cb", "https://app1.example/cb2?x=1", "http://127.0.0.1/cb", "http://[::1]:8080/",
        "http://localhost:3000/cb", "com.example.app:/cb", "https://127.0.0.1/cb",
    ]

    static func fault(_ text: String) -> String? {
        guard let uri = try? RedirectURI(text) else {
            return registered.contains { $0.utf8.elementsEqual(text.utf8) } ? "refused" : nil
        }
        guard uri.text.utf8.elementsEqual(text.utf8) else { return "it was changed" }
        guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") }) else {
            return "characters"
        }
        for other in registered {
            guard let known = try? RedirectURI(other) else { return "a registered one is refused" }
            let parts = withoutPort(other)
            let expected = text.utf8.elementsEqual(other.utf8) || (parts != nil && parts == withoutPort(text))
            guard uri.matches(registered: known) == expected else { return "matches \(other): \(!expected)" }
        }
        let address = uri.appending([("code", "a&b=c#d"), ("state", "é")])
        guard address.utf8.starts(with: text.utf8), !address.contains("#") else { return "the answer's address" }
        let query = address.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false).last ?? ""
        let code = query.split(separator: "&").last { $0.hasPrefix("code=") }
        return code == "code=a%26b%3Dc%23d" ? nil : "the answer's fields"
    }

    /// The sentence once more, in another way: what is left of a loopback literal without its port.
    private static func withoutPort(_ text: String) -> [String]? {
        for origin in ["http://127.0.0.1", "http://[::1]"] where text.utf8.starts(with: origin.utf8) {
            var rest = Array(text.utf8.dropFirst(origin.utf8.count))
            if rest.first == UInt8(ascii: ":") {
                let digits = rest.dropFirst().prefix { (48...57).contains($0) }
                guard let port = Int(String(decoding: digits, as: UTF8.self)), (1...65_535).contains(port),
                    digits.count <= 5
                else { return nil }
                rest.removeFirst(1 + digits.count)
            }
            guard rest.isEmpty || rest[0] == UInt8(ascii: "/") || rest[0] == UInt8(ascii: "?") else { return nil }
            return [origin, String(decoding: rest, as: UTF8.self)]
        }
        return nil
    }
}
