/// How hard a masked code is to read: less is better (ISO/IEC 18004, §7.8.3).
extension QRCode {
    var penalty: Int {
        let lines = (0..<size).map { row in (0..<size).map { self[row, $0] } }
        let columns = (0..<size).map { column in (0..<size).map { self[$0, column] } }
        let runs = (lines + columns).reduce(0) { $0 + Self.runs(in: $1) + Self.finders(in: $1) }
        return runs + blocks + balance
    }

    /// Five or more of a colour in a row.
    private static func runs(in line: [Bool]) -> Int {
        var penalty = 0
        var length = 0
        var last: Bool?
        for module in line {
            length = module == last ? length + 1 : 1
            last = module
            if length == 5 { penalty += 3 } else if length > 5 { penalty += 1 }
        }
        return penalty
    }

    /// What looks like a finder pattern with its light margin.
    private static func finders(in line: [Bool]) -> Int {
        let pattern = [true, false, true, true, true, false, true]
        let light = [false, false, false, false]
        return (0...(line.count - 11)).reduce(0) { sum, start in
            let part = Array(line[start..<(start + 11)])
            return part == pattern + light || part == light + pattern ? sum + 40 : sum
        }
    }

    /// Squares of two by two.
    private var blocks: Int {
        var penalty = 0
        for row in 0..<(size - 1) {
            for column in 0..<(size - 1) {
                let module = self[row, column]
                if module == self[row, column + 1], module == self[row + 1, column], module == self[row + 1, column + 1]
                {
                    penalty += 3
                }
            }
        }
        return penalty
    }

    /// Ten for every five percent away from half dark.
    private var balance: Int {
        let dark = modules.count { $0 }
        return abs(dark * 20 - modules.count * 10) / modules.count * 10
    }
}
