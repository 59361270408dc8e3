/// Seeded chance (Steele, Lea, Flood 2014): a property that failed fails again with the same seed.
struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    mutating func below(_ bound: Int) -> Int { Int(truncatingIfNeeded: next() % UInt64(bound)) }

    mutating func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) } }

    /// One of `choices`, which are not empty.
    mutating func pick<Element>(_ choices: [Element]) -> Element { choices[below(choices.count)] }

    /// Up to `limit` Unicode scalars of every plane and width; U+0000 only if asked for.
    mutating func text(upTo limit: Int, from lowest: UInt32 = 1) -> String {
        var scalars = String.UnicodeScalarView()
        for _ in 0..<below(limit + 1) {
            let bound: UInt32 = pick([0x80, 0x80, 0x80, 0x800, 0x1_0000, 0x11_0000])
            let value = lowest + UInt32(truncatingIfNeeded: next() % UInt64(bound - lowest))
            scalars.append(Unicode.Scalar(value) ?? "\u{301}")  // a surrogate half is no scalar
        }
        return String(scalars)
    }
}
