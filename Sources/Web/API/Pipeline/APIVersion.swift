package import Kernel

/// A version of the API (contract api-v1, 2.6): which shape an answer has.
package struct APIVersion: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// `1.0.0`
    package let name: String
    /// From then on it is on its way out (RFC 9745).
    package let deprecatedAt: Timestamp?
    /// From then on it is refused (RFC 8594).
    package let sunsetAt: Timestamp?
    private let rank: Int

    package init(_ major: Int, _ minor: Int, _ patch: Int, deprecatedAt: Timestamp? = nil, sunsetAt: Timestamp? = nil) {
        name = "\(major).\(minor).\(patch)"
        rank = (major * 1000 + minor) * 1000 + patch
        (self.deprecatedAt, self.sunsetAt) = (deprecatedAt, sunsetAt)
    }

    /// The published contract with its quirks.
    package static let v100 = APIVersion(1, 0, 0)
    /// The quirks fixed, and lists with cursors.
    package static let v110 = APIVersion(1, 1, 0)

    package var description: String { name }
    package static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }
    package static func == (left: Self, right: Self) -> Bool { left.rank == right.rank }
    package func hash(into hasher: inout Hasher) { hasher.combine(rank) }

    /// Lists continue by cursor (contract 2.11).
    package var hasCursors: Bool { self >= .v110 }
}

/// The versions that this server speaks.
package struct APIVersions: Sendable {
    /// Oldest first.
    package let all: [APIVersion]
    package let newest: APIVersion

    package static let published = APIVersions(.v100, newest: .v110)

    /// - Parameters:
    ///   - older: oldest first.
    package init(_ older: APIVersion..., newest: APIVersion) { (all, self.newest) = (older + [newest], newest) }

    package var names: [String] { all.map(\.name) }

    /// The version that a client gets: the one it names, else the one pinned on its key or app, else the newest.
    ///
    /// - Parameter named: the values of `X-VERSION`.
    /// - Returns: nil for a version that is unknown or past its end, and for a header that was sent twice.
    package func version(named: [String], pinned: String?, at now: Timestamp) -> APIVersion? {
        guard named.count <= 1 else { return nil }
        guard let name = named.first ?? pinned else { return newest }
        guard let version = all.first(where: { $0.name == name }) else { return nil }
        if let end = version.sunsetAt, now >= end { return nil }
        return version
    }
}
