/// One thing that somebody does. Whatever it names, it names by number, so that a sequence with a step taken out is still a sequence.
enum Step: Sendable, CustomStringConvertible {
    case authorize(user: Int, app: Int, portal: Int, scopes: Int, Answer)
    case exchange(code: Pick, Proof, ExchangeFlaw)
    case refresh(token: Pick, Proof, RefreshWish)
    case revoke(Kind, Pick, by: Caller)
    case introspect(Kind, Pick, by: Caller)
    /// At the page of connected apps.
    case manage(app: Int, portal: Int, Decision)
    /// The operator suspends a portal, or lets it go on.
    case portal(Int, isOpen: Bool)
    case employ(user: Int, portal: Int, Position)
    /// A new App Secret; the others end after so many seconds.
    case newSecret(app: Int, overlap: Int)
    case wait(seconds: Int)
    case restart

    enum Answer: String, Sendable, CaseIterable { case approve, deny, silently }
    enum ExchangeFlaw: String, Sendable, CaseIterable { case none, wrongVerifier, noVerifier, otherRedirect, otherApp }
    enum RefreshWish: String, Sendable, CaseIterable { case everything, oneScope, foreignScope, asOtherApp }
    enum Kind: String, Sendable, CaseIterable { case access, refresh }
    enum Caller: String, Sendable, CaseIterable { case itsApp, otherApp }
    enum Decision: String, Sendable, CaseIterable { case suspend, reinstate, revoke }
    enum Position: String, Sendable, CaseIterable { case owner, admin, employee, nothing }

    /// How an app proves itself: by its newest secret, the one before, or another app's.
    enum Proof: String, Sendable, CaseIterable { case newest, previous, wrong }

    /// The n-th from the end: small numbers find what is fresh.
    struct Pick: Sendable, CustomStringConvertible {
        let back: Int
        var description: String { "-\(back)" }

        /// Nil if there is nothing to pick from.
        func index(in count: Int) -> Int? { count == 0 ? nil : count - 1 - back % count }
    }

    var description: String {
        switch self {
        case .authorize(let user, let app, let portal, let scopes, let answer):
            "authorize user \(user) app \(app) portal \(portal) scopes \(scopes) \(answer)"
        case .exchange(let code, let proof, let flaw): "exchange code \(code) proof \(proof) flaw \(flaw)"
        case .refresh(let token, let proof, let wish): "refresh token \(token) proof \(proof) wish \(wish)"
        case .revoke(let kind, let pick, let caller): "revoke \(kind) \(pick) by \(caller)"
        case .introspect(let kind, let pick, let caller): "introspect \(kind) \(pick) by \(caller)"
        case .manage(let app, let portal, let decision): "\(decision) app \(app) in portal \(portal)"
        case .portal(let portal, let isOpen): "portal \(portal) is \(isOpen ? "reinstated" : "suspended")"
        case .employ(let user, let portal, let position): "user \(user) becomes \(position) of portal \(portal)"
        case .newSecret(let app, let overlap): "new secret of app \(app), overlap \(overlap)"
        case .wait(let seconds): "wait \(seconds)"
        case .restart: "restart"
        }
    }
}
