import Kernel
import PortalDomain

/// What apps say about themselves (RFC 7591 §2, and client ID metadata documents): whatever is sent, what is taken is no more than a
/// stranger may say, and is the same app when it is sent again.
enum MetadataChecks {
    private static let url = ClientIDURL(stored: "https://client.example/app.json")

    static let seeds = [
        #"{"redirect_uris":["https://new.example/cb","https://new.example/two?x=1"],"client_name":"New","scope":"customers.read customers.write"}"#,
        #"{"redirect_uris":["http://127.0.0.1/cb","com.example.app:/cb"],"token_endpoint_auth_method":"none","application_type":"native"}"#,
        #"{"redirect_uris":["https://new.example/cb"],"token_endpoint_auth_method":"none","client_uri":"https://new.example/about","grant_types":["authorization_code","refresh_token","urn:ietf:params:oauth:grant-type:device_code"],"response_types":["code"],"dpop_bound_access_tokens":true}"#,
        #"{"redirect_uris":["https://new.example/cb"],"token_endpoint_auth_method":"private_key_jwt","jwks":{"keys":[{"kty":"EC","crv":"P-256","kid":"a","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}]}}"#,
        #"{"client_id":"https://client.example/app.json","client_name":"Client","redirect_uris":["https://client.example/cb"],"require_pushed_authorization_requests":true,"client_uri":"https://client.example/"}"#,
        #"{"client_id":"https://client.example/app.json","client_secret":"x","redirect_uris":["https://client.example/cb"]}"#,
        #"{"software_statement":"x.y.z","redirect_uris":null,"jwks_uri":"https://new.example/jwks","skip_consent":true}"#,
    ]

    static func fault(_ bytes: [UInt8]) -> String? {
        let document = ClientDocument(bytes: bytes, lifetime: nil)
        if let metadata = try? document.metadata(of: url) {
            guard let json = try? JSONValue(parsing: bytes), json["client_id"] == .string(url.text),
                json["client_secret"] == nil
            else { return "another app's document" }
            guard metadata.method == .none, metadata.settings.type == .native else { return "a document with a secret" }
            if let fault = fault(metadata, of: .document(url)) { return "document: \(fault)" }
        }
        guard let json = try? JSONValue(parsing: bytes), let metadata = try? ClientMetadata(json) else { return nil }
        return fault(metadata, of: .registration)
    }

    private static func fault(_ metadata: ClientMetadata, of origin: ClientMetadata.Origin) -> String? {
        let settings = metadata.settings
        guard settings.profile == .strict, settings.requiredScopes.isEmpty, settings.description.isEmpty else {
            return "more than a stranger may say"
        }
        guard settings.type.isPublic == (metadata.method == .none),
            (settings.keys != nil) == (metadata.method == .privateKey)
        else { return "another kind than its method" }
        guard !settings.scopes.isEmpty, (try? PublicName(settings.name.text)) == settings.name else {
            return "scopes or name"
        }
        let uris = settings.redirectURIs
        guard (1...AppSettings.maximumRedirectURIs).contains(uris.count), Set(uris.map(\.text)).count == uris.count,
            uris.allSatisfy({ (try? RedirectURI($0.text, for: settings.type)) == $0 })
        else { return "redirect URIs" }
        if let website = settings.website {
            guard website.hasPrefix("https://"), let host = (try? RedirectURI(website))?.host,
                uris.contains(where: { $0.text.hasPrefix("https://\(host)") })
            else { return "a link to somebody else" }
        }
        var writer = JSONWriter()
        writer.object { metadata.write(to: &$0) }
        guard let written = try? JSONValue(parsing: writer.bytes) else { return "what it is told is no JSON" }
        return (try? ClientMetadata(written, of: origin)) == metadata ? nil : "another app when it is sent again"
    }
}
