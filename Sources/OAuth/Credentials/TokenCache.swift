package import Kernel
import Synchronization

/// Remembers who a token belongs to, for at most `hardLimit`. Only successes are kept.
///
/// Whoever revokes drops the entries after the commit and before the answer, so on this node a revoked token is dead at once. The
/// hard limit is the promise to other processes on the same database file (architecture, section 6).
package final class TokenCache: Sendable {
    private struct Entry {
        let principal: Principal
        let deadline: UInt64
    }

    private struct Shard {
        var entries: [TokenDigest: Entry] = [:]
        var generation: UInt64 = 0
    }

    private final class Cell: Sendable {
        let shard = Mutex(Shard())
    }

    private let cells: [Cell]
    private let capacity: Int
    private let hardLimit: UInt64
    private let counts = Mutex((hits: 0, misses: 0))

    /// - Parameters:
    ///   - hardLimit: milliseconds that an entry may live; 0 turns the cache off.
    ///   - capacity: entries in all; a full shard is emptied, which is cheap and rare.
    package init(hardLimit: UInt64, capacity: Int = 65_536) {
        self.hardLimit = hardLimit
        self.capacity = max(1, capacity / 16)
        cells = (0..<16).map { _ in Cell() }
    }

    package var statistics: (entries: Int, hits: Int, misses: Int) {
        let entries = cells.reduce(0) { sum, cell in sum + cell.shard.withLock { $0.entries.count } }
        return counts.withLock { (entries, $0.hits, $0.misses) }
    }

    /// - Parameter now: milliseconds since 1970.
    func principal(_ digest: TokenDigest, at now: UInt64) -> Principal? {
        let found: Principal? = cell(of: digest).shard.withLock { shard in
            guard let entry = shard.entries[digest] else { return nil }
            guard now < entry.deadline else {
                shard.entries[digest] = nil
                return nil
            }
            return entry.principal
        }
        counts.withLock { if found == nil { $0.misses += 1 } else { $0.hits += 1 } }
        return found
    }

    func generation(of digest: TokenDigest) -> UInt64 { cell(of: digest).shard.withLock { $0.generation } }

    /// Keeps `principal` unless something was dropped since `generation` was taken.
    func insert(_ principal: Principal, generation: UInt64, at now: UInt64) {
        guard hardLimit > 0 else { return }
        var deadline = now + hardLimit
        if let expiry = principal.expiresAt { deadline = min(deadline, UInt64(max(0, expiry.seconds)) * 1000) }
        cell(of: principal.digest).shard.withLock { shard in
            guard shard.generation == generation else { return }
            if shard.entries.count >= capacity { shard.entries.removeAll(keepingCapacity: true) }
            shard.entries[principal.digest] = Entry(principal: principal, deadline: deadline)
        }
    }

    /// Forgets one token.
    package func drop(_ digest: TokenDigest) {
        cell(of: digest).shard.withLock { shard in
            shard.generation += 1
            shard.entries[digest] = nil
        }
    }

    /// Forgets everything of a portal: after a change of role, grant, key or standing.
    package func drop(portal: PortalID) { drop { $0.portal.id == portal } }

    /// Forgets everything of an app: after a change by its developer.
    package func drop(app: AppID) { drop { $0.app?.id == app } }

    private func drop(where matches: (Principal) -> Bool) {
        for cell in cells {
            cell.shard.withLock { shard in
                shard.generation += 1
                shard.entries = shard.entries.filter { !matches($0.value.principal) }
            }
        }
    }

    /// One cell for each first digit.
    private func cell(of digest: TokenDigest) -> Cell {
        let digit = digest.hex.utf8.first ?? 0
        return cells[Int(digit < UInt8(ascii: "a") ? digit : digit - UInt8(ascii: "a") + 10) & 15]
    }
}
