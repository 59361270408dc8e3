import Kernel
import Persistence
import PortalDomain
import Synchronization

/// Many customers at once, spread over the past three years. Unlike `Customers.create` it writes no audit events:
/// nobody made them.
struct BulkCustomers: Sendable {
    /// One statement, and so one text for the database to remember.
    static let rowsPerStatement = 100
    static let rowsPerTransaction = 500

    private let bench: Workbench

    init(_ bench: Workbench) { self.bench = bench }

    /// - Parameter progress: told how many there are after each transaction.
    func insert(_ count: Int, seed: UInt64, into portal: PortalID, progress: (Int) -> Void) async throws {
        let now = bench.ambient.now()
        let history = History(count, from: now - 3 * 365 * 86_400, to: now, seed: seed)
        var inventor = CustomerInventor(seed: seed)
        // Ids hold the time, so those of the past are made with a clock that walks through the past.
        let past = PastClock()
        let ids = Ambient(milliseconds: { past.milliseconds }, randomBytes: bench.ambient.randomBytes)

        var done = 0
        while done < count {
            let size = min(Self.rowsPerTransaction, count - done)
            let rows = (done..<(done + size)).map { position -> BulkCustomer in
                past.set(history[position])
                return BulkCustomer(id: ids.makeID(), customer: inventor.invent(), createdAt: history[position])
            }
            try await bench.database.write { connection throws(StorageError) in
                for start in stride(from: 0, to: rows.count, by: Self.rowsPerStatement) {
                    let slice = rows[start..<min(start + Self.rowsPerStatement, rows.count)]
                    try connection.execute(Self.insertion(of: slice, into: portal))
                }
            }
            done += size
            progress(done)
        }
    }
}

struct BulkCustomer: Sendable {
    let id: CustomerID
    let customer: NewCustomer
    let createdAt: Timestamp
}

/// A clock that is set.
final class PastClock: Sendable {
    private let time = Mutex<UInt64>(0)
    var milliseconds: UInt64 { time.withLock { $0 } }
    func set(_ moment: Timestamp) { time.withLock { $0 = UInt64(moment.seconds) * 1000 } }
}
