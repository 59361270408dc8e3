import Foundation
import Kernel

@testable import OAuth

/// The authorize endpoint as a test speaks to it: a query goes in, what the browser sees comes out.
struct AuthorizeEndpoint {
    enum Answer {
        case page(AuthorizationFailure.Reason)
        case redirect(String)
        case signIn(AuthorizationRequest)
        case consent(ConsentOffer)
    }

    let store: FakeStore
    private let authorizer: Authorizer

    init(store: FakeStore = FakeStore()) {
        self.store = store
        authorizer = Authorizer(
            store: store, resources: Resources(api: Fixture.issuer + "/v1", store: store), lifetimes: TokenLifetimes(),
            issuer: Fixture.issuer, ambient: Surroundings().ambient)
    }

    func answer(_ query: String, user: UserID? = nil) async throws -> Answer {
        let visitor = Authorizer.Visitor(
            user: user, name: "u1@example.org", browser: TokenDigest(of: "browser"), address: "192.0.2.1")
        do {
            switch try await authorizer.begin(query: query, visitor) {
            case .signIn(_, let request): return .signIn(request)
            case .consent(let offer, _, _): return .consent(offer)
            case .redirect(let address): return .redirect(address)
            }
        } catch AuthorizationFailure.page(let reason) {
            return .page(reason)
        } catch AuthorizationFailure.redirect(let error, let redirect, let state) {
            return .redirect(authorizer.address(of: error, to: redirect, state: state))
        }
    }

    /// The query of a good request by `app`, with `changes`: a name with a value replaces or adds, with nil removes.
    /// `raw` is appended.
    static func query(_ app: App, _ changes: KeyValuePairs<String, String?> = [:], raw: String = "") -> String {
        var fields: [(name: String, value: String)] = [
            ("response_type", "code"), ("client_id", app.id.text), ("redirect_uri", app.redirectURIs[0].text),
            ("scope", "customers.read"), ("state", "xyz"),
        ]
        if app.needsChallenge { fields += [("code_challenge", Fixture.challenge), ("code_challenge_method", "S256")] }
        for (name, value) in changes {
            fields.removeAll { $0.name == name }
            if let value { fields.append((name, value)) }
        }
        return PercentEncoding.query(fields) + raw
    }
}

/// A `Location`, read by Foundation and not by our own parser.
struct Location {
    let address: String
    let base: String
    let items: [URLQueryItem]

    init(_ address: String) {
        self.address = address
        base = String(address.prefix { $0 != "?" })
        items = URLComponents(string: address)?.queryItems ?? []
    }

    subscript(name: String) -> String? {
        let values = items.filter { $0.name == name }
        return values.count == 1 ? values[0].value : nil
    }

    var names: [String] { items.map(\.name) }
}

extension AuthorizeEndpoint.Answer {
    var page: AuthorizationFailure.Reason? { if case .page(let reason) = self { reason } else { nil } }
    var location: Location? { if case .redirect(let address) = self { Location(address) } else { nil } }
    var signIn: AuthorizationRequest? { if case .signIn(let request) = self { request } else { nil } }
    var consent: ConsentOffer? { if case .consent(let offer) = self { offer } else { nil } }
}
