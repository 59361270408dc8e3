import Kernel
import Persistence
import PortalDomain

/// Many invoices at once, spread over the time since the portal has customers, numbered in its series. Unlike
/// `CustomerInvoices.create` it writes no audit events, mails or webhook deliveries.
///
/// Each has its row of `contents`, as an invoice deletes that with itself; the bytes are the same PDF for all.
struct BulkInvoices: Sendable {
    private let bench: Workbench

    init(_ bench: Workbench) { self.bench = bench }

    /// - Parameters:
    ///   - zone: the portal's; invoices are issued on its days.
    ///   - progress: told how many there are after each transaction.
    /// - Returns: how many there are: fewer than `count` if the task was cancelled.
    func insert(
        _ count: Int, seed: UInt64, into portal: PortalID, in zone: TimeZoneTable, progress: (Int) -> Void
    ) async throws -> Int {
        let customers = try await customers(of: portal)
        guard let first = customers.first else {
            throw Trouble("Nobody can be invoiced: the portal has no customers. Add some with --customers.")
        }
        let now = bench.ambient.now()
        let paper = try await bench.useCases.papers.sample(in: portal, on: zone.date(at: now))
        let pdf = try await bench.useCases.contents.keep(bytes: paper)
        let history = History(count, from: first.madeAt, to: now, seed: seed)
        var inventor = InvoiceInventor(customers, now: now, seed: seed)
        let ids = PastIDs(bench.ambient)
        for batch in Batches(of: count) {
            let days = batch.map { zone.date(at: history[$0]) }
            let numbers = try await numbers(for: days, in: portal)
            let rows = batch.map { position in
                let moment = history[position]
                return BulkInvoice(
                    id: ids.id(at: moment), content: ids.id(at: moment), number: numbers[position - batch.lowerBound],
                    issuedAt: days[position - batch.lowerBound], invention: inventor.invent(at: moment))
            }
            let statements =
                rows.statements { Self.contents(of: $0, pdf, in: portal) }
                + rows.statements { Self.insertion(of: $0, into: portal) }
            try await bench.database.write { connection throws(StorageError) in
                for statement in statements { try connection.execute(statement) }
                try Contents.markUsed(pdf, on: connection)
            }
            progress(batch.upperBound)
            if Task.isCancelled { return batch.upperBound }
        }
        return count
    }

    /// All of them, oldest first.
    private func customers(of portal: PortalID) async throws(StorageError) -> [CustomerID] {
        var customers: [CustomerID] = []
        while true {
            let rows = try await bench.database.rows(Self.customers(of: portal, after: customers.last))
            for row in rows { customers.append(try row.id("id")) }
            if rows.count < Self.customersPerQuery { return customers }
        }
    }

    /// One for each day, in the order of `days`, which is that of time.
    private func numbers(for days: [CalendarDate], in portal: PortalID) async throws(StorageError) -> [String] {
        var numbers: [String] = []
        while numbers.count < days.count {
            let year = days[numbers.count].year
            numbers += try await bench.useCases.invoiceNumbers.take(
                days[numbers.count...].prefix { $0.year == year }.count, in: portal, of: year)
        }
        return numbers
    }
}

struct BulkInvoice: Sendable {
    let id: CustomerInvoiceID
    let content: ContentID
    let number: String
    let issuedAt: CalendarDate
    let invention: InvoiceInventor.Invention
}
