package import Kernel

/// What an app says about itself in the names of RFC 7591 §2: checked, and nothing of it proven.
///
/// Whoever registers here is unknown, so what a developer may choose in the portal is decided: the profile is always strict, no scope is
/// required, and pictures are not fetched. Members that we do not know are ignored (§2), `client_id`, `skip_consent` and their like
/// among them; what is known and cannot be honoured is refused, not replaced in silence.
package struct ClientMetadata: Sendable, Equatable {
    /// `token_endpoint_auth_method`.
    package enum Method: String, Sendable, CaseIterable {
        case basic = "client_secret_basic"
        case post = "client_secret_post"
        case privateKey = "private_key_jwt"
        case none
    }

    /// RFC 7591 §3.2.2. The text is for the app's developer: our own words, ASCII, nothing of what was sent.
    package enum Fault: Error, Sendable, Equatable {
        case redirectURI(String)
        case metadata(String)
        case softwareStatement
    }

    /// In the order in which they are answered. The first is what an app without `grant_types` has.
    private static let grantTypes = [
        "authorization_code", "refresh_token", "urn:ietf:params:oauth:grant-type:device_code",
    ]

    package let settings: AppSettings
    package let method: Method

    /// Where the app says it.
    package enum Origin: Sendable {
        /// To us. Without a method it authenticates by HTTP Basic (§2).
        case registration
        /// To everybody, in a document at that address: such an app has nothing to prove itself with.
        case document(ClientIDURL)
    }

    package init(_ json: JSONValue, of origin: Origin = .registration) throws(Fault) {
        let fields = try MetadataFields(json)
        // §2.3: somebody else's word about the app. We trust nobody's, and to ignore it would pretend to.
        guard !fields.contains("software_statement") else { throw .softwareStatement }
        let method = try Self.method(fields, origin)
        let options = try Self.options(fields)
        let (type, uris) = try Self.redirectURIs(fields, method, origin)
        let draft = AppDraft(
            name: try fields.text("client_name") ?? uris[0].display,
            website: try Self.website(fields, beside: uris) ?? "",
            type: type.rawValue, profile: SecurityProfile.strict.rawValue,
            redirectURIs: uris.map(\.text).joined(separator: "\n"), scopes: try Self.scopes(fields).names,
            options: options.names, authentication: AuthenticationMethod(method).rawValue,
            keys: try Self.keys(fields, method) ?? "")
        do throws(RefusedForm) {
            settings = try AppSettings(draft)
        } catch { throw Self.fault(error) }
        self.method = method
    }

    init(stored settings: AppSettings, method: Method) { (self.settings, self.method) = (settings, method) }

    /// Those that work for the app.
    package var grantTypes: [String] {
        settings.options.contains(.deviceGrant) ? Self.grantTypes : Array(Self.grantTypes.dropLast())
    }

    private static func method(_ fields: MetadataFields, _ origin: Origin) throws(Fault) -> Method {
        let name = try fields.text("token_endpoint_auth_method")
        guard case .registration = origin else {
            guard name ?? "none" == "none" else { throw .metadata("Only public apps are known by a document.") }
            return .none
        }
        guard let name else { return .basic }
        guard let method = Method(rawValue: name) else {
            throw .metadata("token_endpoint_auth_method is not supported.")
        }
        return method
    }

    private static func options(_ fields: MetadataFields) throws(Fault) -> AppOptions {
        // §2.1: both lists have to fit together, and with us one fits only the other.
        guard try fields.texts("response_types") ?? ["code"] == ["code"] else {
            throw .metadata("Only the response type code is supported.")
        }
        let grants = try fields.texts("grant_types") ?? Array(grantTypes.prefix(1))
        guard grants.contains(grantTypes[0]), grants.allSatisfy(grantTypes.contains) else {
            throw .metadata(
                "grant_types must hold authorization_code, and may hold refresh_token and the device grant.")
        }
        var options: AppOptions = grants.contains(grantTypes[2]) ? .deviceGrant : []
        if try fields.flag("dpop_bound_access_tokens") == true { options.insert(.boundTokens) }  // RFC 9449 §5.2
        if try fields.flag("require_pushed_authorization_requests") == true {  // RFC 9126 §6
            options.insert(.pushedRequestsOnly)
        }
        return options
    }

    /// The URIs, and what kind of app they and the method make it. An app with a secret counts as one on a server; nothing depends on
    /// where a public one runs but whether it may have a private-use scheme.
    private static func redirectURIs(
        _ fields: MetadataFields, _ method: Method, _ origin: Origin
    ) throws(Fault) -> (AppType, [RedirectURI]) {
        let kind = try fields.text("application_type")  // OpenID Connect Registration 1.0 §2
        guard ["web", "native", nil].contains(kind) else { throw .metadata("application_type is unknown.") }
        let texts: [String]
        do throws(Fault) { texts = try fields.texts("redirect_uris") ?? [] } catch {
            throw .redirectURI("redirect_uris must be a list of strings.")
        }
        guard (1...AppSettings.maximumRedirectURIs).contains(texts.count) else {
            throw .redirectURI("redirect_uris must hold 1 to \(AppSettings.maximumRedirectURIs) addresses.")
        }
        let isWeb = kind == "web" || kind == nil && texts.allSatisfy { $0.hasPrefix("https:") }
        var type: AppType = method != .none ? .web : isWeb ? .browser : .native
        // One kind for good: a document may change every hour, and the kind of an app in use may not.
        if case .document = origin { type = .native }
        var uris: [RedirectURI] = []
        for text in texts {
            do throws(RedirectURI.Fault) { uris.append(try RedirectURI(text, for: type)) } catch {
                throw .redirectURI("A redirect URI \(error.reason).")
            }
        }
        guard Set(uris).count == uris.count else { throw .redirectURI("A redirect URI is there twice.") }
        return (type, uris)
    }

    /// Without a wish: everything that only looks. What changes something has to be asked for by name.
    private static func scopes(_ fields: MetadataFields) throws(Fault) -> Scopes {
        guard let text = try fields.text("scope") else { return .allReads }
        guard let scopes = Scopes(parameter: text) else { throw .metadata("A scope is unknown or malformed.") }
        return scopes
    }

    /// Shown to people only where the app itself lives: a stranger must not link to the site of somebody else as theirs (§5).
    private static func website(_ fields: MetadataFields, beside uris: [RedirectURI]) throws(Fault) -> String? {
        guard let text = try fields.text("client_uri"), let host = (try? RedirectURI(text))?.host,
            text.hasPrefix("https:"), uris.contains(where: { $0.scheme == "https" && $0.host == host })
        else { return nil }
        return text
    }

    private static func keys(_ fields: MetadataFields, _ method: Method) throws(Fault) -> String? {
        guard !fields.contains("jwks_uri") else { throw .metadata("jwks_uri is not supported: send jwks.") }
        guard let json = fields["jwks"] else {
            guard method != .privateKey else { throw .metadata("private_key_jwt needs jwks.") }
            return nil
        }
        do throws(JSONWebKeySet.Fault) {
            // Also where it has no use: a private key must not go unnoticed (RFC 7517 §9.2).
            return try JSONWebKeySet(json).text
        } catch { throw .metadata("jwks is not a set of public keys that we can verify with.") }
    }

    private static func fault(_ form: RefusedForm) -> Fault {
        switch form.problems.first?.field {
        case "redirect_uris": .redirectURI("A redirect URI is not acceptable.")
        case "name": .metadata("client_name is too long, or holds characters that cannot be seen.")
        case "website": .metadata("client_uri is not an https address that can be shown.")
        default: .metadata("The metadata is not acceptable.")
        }
    }
}

extension AuthenticationMethod {
    fileprivate init(_ method: ClientMetadata.Method) { self = method == .privateKey ? .privateKey : .secret }
}

extension RedirectURI.Fault {
    /// Completes "A redirect URI …", for developers.
    fileprivate var reason: String {
        switch self {
        case .empty, .tooLong, .characters, .host, .port: "is malformed"
        case .relative: "is not absolute"
        case .fragment: "has a fragment"
        case .userInfo: "has a user name in it"
        case .plainHTTP: "uses http, which is for loopback addresses only"
        case .scheme: "has a scheme that is neither https nor a reversed domain name"
        case .privateScheme: "has a private-use scheme, which is for native apps and goes on with a slash"
        case .wildcard: "has a wildcard"
        }
    }
}
