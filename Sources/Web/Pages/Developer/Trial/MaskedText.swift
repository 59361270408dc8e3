/// Text in which every token and secret of ours shows only its kind and its last four characters.
package enum MaskedText {
    package static func mask(_ text: String) -> String {
        var masked = ""
        var rest = Substring(text)
        while let start = rest.firstRange(of: "vdr_") {
            masked += rest[..<start.lowerBound]
            let run = rest[start.lowerBound...].prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
            masked += token(run)
            rest = rest[run.endIndex...]
        }
        return masked + rest
    }

    /// `vdr_at_…x9Q2`
    private static func token(_ run: Substring) -> String {
        let parts = run.split(separator: "_", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3 else { return String(run) }
        return "\(parts[0])_\(parts[1])_…\(parts[2].count > 8 ? parts[2].suffix(4) : "")"
    }
}
