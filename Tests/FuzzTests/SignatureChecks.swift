import Kernel
import OAuth

/// Signed tokens: under a key that signed one text, no other text is believed (RFC 7515, A.3: the key and the token).
enum SignatureChecks {
    private static let signed = [
        "eyJhbGciOiJFUzI1NiJ9",
        "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ",
    ].joined(separator: ".")
    static let token =
        signed + ".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"

    private static let key = #"""
        {"kty":"EC","crv":"P-256","alg":"ES256","kid":"a3","use":"sig","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
        "y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}
        """#

    static func fault(_ text: String) -> String? {
        guard let json = try? JSONValue(parsing: key.utf8), let key = try? JSONWebKey(json) else {
            return "the key is refused"
        }
        for source in [SignedToken.KeySource.registered, .embedded] {
            guard let parsed = try? SignedToken(text, key: source), (try? parsed.payload(verifiedBy: key)) != nil else {
                continue
            }
            guard text.utf8.starts(with: "\(signed).".utf8) else { return "another text is believed" }
        }
        let isAccepted = (try? SignedToken(text, key: .registered).payload(verifiedBy: key)) != nil
        return text == token && !isAccepted ? "the right one is refused" : nil
    }
}
