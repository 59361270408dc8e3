import Kernel
import Testing

@Suite("Comparison in constant time", .timeLimit(.minutes(1)))
struct ConstantTimeTests {
    @Test("It is equality of bytes: any difference at any place counts")
    func equality() {
        var dice = SplitMix64(seed: 1)
        for length in 0..<100 {
            let bytes = dice.bytes(length)
            #expect(ConstantTime.equal(bytes, Array(bytes)))
            #expect(!ConstantTime.equal(bytes, bytes + [0]))
            for position in bytes.indices {
                for bit in 0..<8 {
                    var other = bytes
                    other[position] ^= 1 << UInt8(bit)
                    #expect(!ConstantTime.equal(bytes, other))
                }
            }
        }
    }

    @Test("Strings are compared by their bytes, not by how they look")
    func strings() {
        #expect(ConstantTime.equal("", ""))
        #expect(ConstantTime.equal("é", "é"))
        #expect(!ConstantTime.equal("é", "e\u{301}"))
        #expect(!ConstantTime.equal("K", "\u{212A}"))
        #expect(!ConstantTime.equal("a", "A"))
        #expect(!ConstantTime.equal("a", ""))
        #expect(ConstantTime.equal("abc".utf8, Array("abc".utf8)))
    }
}
