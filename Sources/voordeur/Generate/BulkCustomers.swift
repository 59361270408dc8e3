import Kernel
import Persistence
import PortalDomain

/// Many customers at once, spread over the past three years. Unlike `Customers.create` it writes no audit events:
/// nobody made them.
struct BulkCustomers: Sendable {
    private let bench: Workbench

    init(_ bench: Workbench) { self.bench = bench }

    /// - Parameter progress: told how many there are after each transaction.
    /// - Returns: how many there are: fewer than `count` if the task was cancelled.
    func insert(_ count: Int, seed: UInt64, into portal: PortalID, progress: (Int) -> Void) async throws -> Int {
        let now = bench.ambient.now()
        let history = History(count, from: now - 3 * 365 * 86_400, to: now, seed: seed)
        var inventor = CustomerInventor(seed: seed)
        let ids = PastIDs(bench.ambient)
        for batch in Batches(of: count) {
            let rows = batch.map { BulkCustomer(id: ids.id(at: history[$0]), customer: inventor.invent()) }
            let statements = rows.statements { Self.insertion(of: $0, into: portal) }
            try await bench.database.write { connection throws(StorageError) in
                for statement in statements { try connection.execute(statement) }
            }
            progress(batch.upperBound)
            if Task.isCancelled { return batch.upperBound }
        }
        return count
    }
}

struct BulkCustomer: Sendable {
    let id: CustomerID
    let customer: NewCustomer
}
