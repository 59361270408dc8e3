extension Texts {
    /// `48 kB`, `1.2 MB`, `25 MB`: of 1,024 bytes each, as the limits are.
    func size(_ bytes: Int) -> String {
        if bytes < 1024 { return "\(bytes) B" }
        if bytes < 1_048_576 { return "\((bytes + 512) / 1024) kB" }
        let tenths = (bytes * 10 + 524_288) / 1_048_576
        if tenths % 10 == 0 { return "\(tenths / 10) MB" }
        return "\(tenths / 10)\(language == .nl ? "," : ".")\(tenths % 10) MB"
    }
}
