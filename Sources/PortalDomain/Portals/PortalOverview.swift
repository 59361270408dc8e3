package import Kernel
import Persistence

/// A portal in numbers, for its first page.
package struct PortalOverview: Sendable {
    package let customers: Int
    package let keys: Int
    package let apps: Int
    /// Customers added between each two of the asked moments.
    package let added: [Int]
}

extension Portals {
    /// - Parameter boundaries: moments in order; counted is what lies between neighbours.
    package func overview(
        of portal: PortalID, between boundaries: [Timestamp]
    ) async throws(StorageError) -> PortalOverview {
        let now = ambient.now()
        return try await database.read { connection throws(StorageError) -> PortalOverview in
            var added: [Int] = []
            for (start, end) in zip(boundaries, boundaries.dropFirst()) {
                added.append(try Self.countCustomers(of: portal, from: start, to: end, on: connection))
            }
            return PortalOverview(
                customers: try Self.countCustomers(of: portal, on: connection),
                keys: try APIKeys.countLive(in: portal, at: now, on: connection),
                apps: try ConnectedApps.count(in: portal, at: now, on: connection), added: added)
        }
    }
}
