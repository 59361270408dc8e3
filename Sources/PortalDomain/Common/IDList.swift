/// Ids for `IN (…)`.
enum IDList {
    /// Repeats the last one up to a power of two, so that lists of all lengths share few statements in the cache.
    static func padded<ID>(_ ids: some Collection<ID>) -> [ID] {
        var padded = Array(ids)
        guard let last = padded.last else { return [] }
        var length = 1
        while length < padded.count { length *= 2 }
        padded += Array(repeating: last, count: length - padded.count)
        return padded
    }

    /// As many ids as there are, in padded sets of at most 256.
    static func sets<ID>(of ids: [ID]) -> [[ID]] {
        stride(from: 0, to: ids.count, by: 256).map { padded(ids[$0..<min($0 + 256, ids.count)]) }
    }
}
