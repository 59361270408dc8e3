import HTTPTypes
import Kernel
import OAuth
import Web

/// Headers: credentials come out as they were put in, and nobody chooses an address for himself.
enum HeaderChecks {
    static func basicFault(_ text: String) -> String? {
        guard let credentials = try? ClientCredentials(authorization: text, fields: FormFields([])) else { return nil }
        guard let secret = credentials.secret?.expose(), !credentials.app.isEmpty else {
            return "an id or a secret is missing"
        }
        guard text.utf8.count <= 4096 else { return "too long and accepted" }
        let pair = "\(PercentEncoding.encode(credentials.app)):\(PercentEncoding.encode(secret))"
        var base64 = Base64.encodeURL(pair.utf8).replacing("-", with: "+").replacing("_", with: "/")
        while base64.utf8.count % 4 != 0 { base64 += "=" }
        guard base64.utf8.count <= 4000 else { return nil }
        guard let again = try? ClientCredentials(authorization: "Basic \(base64)", fields: FormFields([])),
            again.app.utf8.elementsEqual(credentials.app.utf8),
            again.secret?.expose().utf8.elementsEqual(secret.utf8) == true
        else { return "written and read again it differs" }
        return nil
    }

    static func bearerFault(_ text: String) -> String? {
        let alone = PresentedToken([.authorization: text])
        guard alone == PresentedToken([authentication: text]) else { return "the two headers are read differently" }
        guard alone == PresentedToken([.authorization: text, authentication: text]) else {
            return "twice the same is not the same"
        }
        var twice: HTTPFields = [.authorization: text]
        twice.append(HTTPField(name: .authorization, value: text))
        guard PresentedToken(twice) == .contradictory else { return "a repeated header is accepted" }
        guard case .bearer(let token) = alone else { return nil }
        if token.isEmpty || token.utf8.contains(UInt8(ascii: " ")) { return "not a token" }
        guard PresentedToken([.authorization: "bEARER \(token)"]) == alone else {
            return "the scheme has a letter case"
        }
        guard PresentedToken([.authorization: text, authentication: "Bearer \(token)x"]) == .contradictory else {
            return "two different tokens are accepted"
        }
        return nil
    }

    static func forwardedFault(_ text: String) -> String? {
        let address = ClientAddress(trustedProxies: [trusted])
        for name in ["Forwarded", "X-Forwarded-For"] {
            let headers: HTTPFields = [.init(name)!: text]
            guard address.resolve(peer: "192.0.2.9", headers: headers) == "192.0.2.9" else {
                return "a stranger is believed"
            }
            let resolved = address.resolve(peer: proxy, headers: headers)
            guard resolved != proxy, resolved != ClientAddress.unknown else { continue }
            guard let parsed = IPAddress(resolved), parsed.description == resolved else { return "not an address" }
            guard !trusted.contains(parsed) else { return "a proxy is taken for the client" }
            // Whatever stands to the left of it could have been written by anybody.
            let longer: HTTPFields = [
                .init(name)!: name == "Forwarded" ? "for=198.51.100.1,\(text)" : "198.51.100.1,\(text)"
            ]
            guard address.resolve(peer: proxy, headers: longer) == resolved else { return "the left end decides" }
        }
        return nil
    }

    private static let authentication = HTTPField.Name("Authentication")!
    private static let proxy = "10.0.0.1"
    private static let trusted = AddressRange("10.0.0.0/8")!
}
