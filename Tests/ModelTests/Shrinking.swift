/// Makes a failing sequence shorter for as long as it fails: first halves, then smaller pieces, at last single steps.
func shrink(_ steps: [Step], while fails: ([Step]) async throws -> Bool) async rethrows -> [Step] {
    var steps = steps
    var length = max(steps.count / 2, 1)
    while true {
        var start = 0
        var isShorter = false
        while start < steps.count {
            var candidate = steps
            candidate.removeSubrange(start..<min(start + length, steps.count))
            if try await fails(candidate) {
                (steps, isShorter) = (candidate, true)
            } else {
                start += length
            }
        }
        if length == 1, !isShorter { return steps }
        length = max(length / 2, 1)
    }
}
