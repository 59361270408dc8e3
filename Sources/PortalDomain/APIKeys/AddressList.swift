import Kernel

/// The addresses and networks from which a key may be used, as somebody typed them: one per line, or with commas or spaces between.
struct AddressList {
    /// Each once, in the order in which they were typed.
    private(set) var ranges: [AddressRange] = []
    /// What is wrong with the first wrong entry, in words that help to mend it; nil if nothing is.
    private(set) var problem: FormProblem?

    init(_ text: String, limit: Int) {
        let entries = text.split { $0.isNewline || $0 == "," || $0 == ";" || $0 == " " || $0 == "\t" }.map(String.init)
        guard entries.count <= limit else {
            problem = FormProblem("allowed_addresses", "error.addresses.too_many", ["limit": "\(limit)"])
            return
        }
        for entry in entries {
            guard let range = AddressRange(entry) else {
                problem = problem ?? Self.problem("malformed", entry)
                continue
            }
            // `10.1.2.3/8` is one address to the person who copied it, and sixteen million to a computer. Asked, not guessed.
            guard range.isExact else {
                problem = problem ?? Self.problem("not_exact", entry, ["network": range.network])
                continue
            }
            if !ranges.contains(range) { ranges.append(range) }
        }
    }

    private static func problem(_ kind: String, _ entry: String, _ values: [String: String] = [:]) -> FormProblem {
        let shown = String(entry.prefix(100))
        return FormProblem(
            "allowed_addresses", "error.addresses.\(kind)", values.merging(["address": shown]) { $1 })
    }
}
