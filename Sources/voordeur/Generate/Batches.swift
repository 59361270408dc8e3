import Persistence

/// 0 to a count, in the pieces that go into one transaction each: large enough that commits cost little, small enough that a
/// server beside it is not kept waiting.
struct Batches: Sequence, IteratorProtocol {
    static let size = 2000
    /// In one statement, whose text the database then has to understand once.
    static let rowsPerStatement = 100

    private let count: Int
    private var done = 0

    init(of count: Int) { self.count = count }

    mutating func next() -> Range<Int>? {
        guard done < count else { return nil }
        let batch = done..<Swift.min(done + Self.size, count)
        done = batch.upperBound
        return batch
    }
}

extension Array {
    /// The statements that insert these rows.
    func statements(_ insertion: (ArraySlice<Element>) -> SQL) -> [SQL] {
        stride(from: 0, to: count, by: Batches.rowsPerStatement).map {
            insertion(self[$0..<Swift.min($0 + Batches.rowsPerStatement, count)])
        }
    }
}
