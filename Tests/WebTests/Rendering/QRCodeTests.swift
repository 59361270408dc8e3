import Kernel
import Testing

@testable import Web

@Suite("QR codes (ISO/IEC 18004)", .timeLimit(.minutes(1)))
struct QRCodeTests {
    /// The same text, level and mask through `qrcode` 8.2 from PyPI.
    @Test(
        "module by module what another encoder draws",
        arguments: [
            ("Voordeur", 0, 1, "569d1848a916602ac762a166a48df545c9026c207b152e8bf986555243c661af"),
            (
                "otpauth://totp/Voordeur%3Aowner%40bakkerij.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Voordeur",
                3, 6, "e8d4335eb567fefe3f1e036af7f063aaca9dc085dd01d98f6e319aa9be7c22b6"
            ),
            (
                String(repeating: "x", count: 230), 7, 11,
                "ec61388d100dc3b6d737e5f1415909ec9273cbb3012ac33ad27d115834a4735a"
            ),
        ])
    func otherEncoder(text: String, mask: Int, version: Int, digest: String) throws {
        let code = try #require(QRCode(text, mask: mask))
        #expect(code.version == version)
        #expect(code.size == 17 + 4 * version)
        let rows = code.modules.map { $0 ? "1" : "0" }.joined()
        #expect(TokenDigest(of: rows).hex == digest)
    }

    @Test("Reed-Solomon: the example of the standard's annex, version 1-M")
    func errorCorrection() {
        let data: [UInt8] = [
            0x10, 0x20, 0x0C, 0x56, 0x61, 0x80, 0xEC, 0x11, 0xEC, 0x11, 0xEC, 0x11, 0xEC, 0x11, 0xEC, 0x11,
        ]
        let expected: [UInt8] = [0xA5, 0x24, 0xD4, 0xC1, 0xED, 0x36, 0xC7, 0x87, 0x2C, 0x55]
        #expect(ReedSolomon.remainder(of: data, by: ReedSolomon.divisor(of: 10)) == expected)
    }

    @Test("the smallest version that holds the text, up to the largest there is")
    func versions() throws {
        for (count, version) in [(0, 1), (14, 1), (15, 2), (26, 2), (27, 3), (213, 10), (214, 11), (2331, 40)] {
            #expect(QRData(Array(repeating: 120, count: count))?.version == version, "\(count)")
        }
        #expect(QRCode(String(repeating: "x", count: 2332)) == nil)
    }

    @Test("the best of the eight masks, and a path that draws each dark module once")
    func drawing() throws {
        let code = try #require(QRCode("Voordeur"))
        let penalties = (0..<8).compactMap { QRCode("Voordeur", mask: $0)?.penalty }
        #expect(code.penalty == penalties.min())
        let widths = code.path.split(separator: "h").dropFirst().compactMap { Int($0.prefix { $0.isNumber }) }
        #expect(widths.reduce(0, +) == code.modules.count { $0 }, "each run is drawn out and back")
        #expect(code.path.hasPrefix("M4 4h7v1h-7z"), "the finder begins behind the quiet zone")
    }
}
