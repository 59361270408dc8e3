/// What the server should do, in as few words as possible. Written from the contract, not from the server's code: no digests, no
/// rows, no SQL; people, apps and tokens are numbers.
struct Model {
    var now = 0
    var apps: [App]
    /// By user and portal; nil: not a member.
    var positions: [[Step.Position?]]
    var suspended: Set<Place> = []
    /// Portals that the operator suspended.
    var closed: Set<Int> = []
    var consents: [Agreement: Set<String>] = [:]
    var grants: [Grant] = []
    var codes: [Code] = []
    var access: [Access] = []
    var refresh: [Refresh] = []

    /// An app in a portal.
    struct Place: Hashable { let app: Int, portal: Int }
    struct Agreement: Hashable { let app: Int, portal: Int, user: Int }

    struct App {
        let scopes: [String]
        let isPublic: Bool
        let rotates: Bool
        /// When each secret ends; the newest is last.
        var secrets: [Int]
        static let never = Int.max
    }

    struct Grant {
        let app: Int, user: Int, portal: Int
        let scopes: Set<String>
        var isRevoked = false
        /// The live refresh token, and the one that it replaced, with the time of that.
        var head: Int?
        var predecessor: Int?
        var rotatedAt = 0
        var idleUntil = 0, until = 0
    }

    struct Code { let grant: Int, usesPKCE: Bool, expiresAt: Int; var isSpent = false }
    struct Access { let grant: Int, scopes: Set<String>, expiresAt: Int; var isRevoked = false }
    struct Refresh { let grant: Int }

    static let (codeLife, accessLife, grace, day) = (60, 120, 10, 86_400)

    // MARK: What holds at this moment

    func position(_ user: Int, _ portal: Int) -> Step.Position? { positions[user][portal] }

    func manages(_ user: Int, _ portal: Int) -> Bool { [.owner, .admin].contains(position(user, portal)) }

    /// Owners and admins may everything; employees read.
    func allowed(_ scopes: Set<String>, to user: Int, in portal: Int) -> Set<String> {
        switch position(user, portal) {
        case .owner, .admin: scopes
        case .employee: scopes.filter { $0.hasSuffix(".read") }
        case .nothing, nil: []
        }
    }

    /// Whether tokens under the grant work now.
    func works(_ grant: Grant) -> Bool {
        !grant.isRevoked && position(grant.user, grant.portal) != nil && !closed.contains(grant.portal)
            && !suspended.contains(Place(app: grant.app, portal: grant.portal))
    }

    func isAlive(access index: Int) -> Bool {
        let token = access[index]
        return !token.isRevoked && now < token.expiresAt && works(grants[token.grant])
    }

    /// What a live access token may do.
    func rights(ofAccess index: Int) -> Set<String> {
        let grant = grants[access[index].grant]
        return allowed(access[index].scopes, to: grant.user, in: grant.portal)
    }

    func isAlive(refresh index: Int) -> Bool {
        let grant = grants[refresh[index].grant]
        return grant.head == index && works(grant) && now < min(grant.idleUntil, grant.until)
    }

    /// Nothing brings it back: no longer worth asking about.
    func isOver(access index: Int) -> Bool {
        let token = access[index]
        return token.isRevoked || now >= token.expiresAt || grants[token.grant].isRevoked
    }

    func proves(_ proof: Step.Proof, _ app: Int) -> Bool {
        guard !apps[app].isPublic else { return proof != .wrong }
        switch proof {
        case .newest: return true
        case .previous: return apps[app].secrets.count < 2 || now < apps[app].secrets[apps[app].secrets.count - 2]
        case .wrong: return false
        }
    }
}
