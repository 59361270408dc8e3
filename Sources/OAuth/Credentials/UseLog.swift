package import Kernel
import Synchronization

/// Notes when and from where credentials were used, so that "last used" costs no write per request. Emptied once a minute.
package final class UseLog: Sendable {
    package struct Use: Sendable {
        package let kind: Principal.Kind
        package let portal: PortalID
        package let at: Timestamp
        package let address: String
    }

    private let uses = Mutex<[TokenDigest: Use]>([:])

    package init() {}

    package func note(_ principal: Principal, from address: String, at now: Timestamp) {
        uses.withLock { uses in
            // One credential is used many times a second: nothing to do when this second is noted.
            if uses[principal.digest]?.at == now { return }
            uses[principal.digest] = Use(kind: principal.kind, portal: principal.portal.id, at: now, address: address)
        }
    }

    /// What was noted since the last call.
    package func drain() -> [Use] {
        uses.withLock { uses in
            defer { uses.removeAll(keepingCapacity: true) }
            return Array(uses.values)
        }
    }
}
