import PortalDomain
import TestSupport
import Testing

@Suite("Logos: measured by their first bytes, never decoded")
struct AppLogoTests {
    private func fault(_ content: [UInt8]) -> AppLogo.Fault? {
        do {
            _ = try AppLogo(content)
            return nil
        } catch { return error }
    }

    @Test("format and size of every kind of header")
    func headers() throws {
        let pictures: [([UInt8], AppLogo.Format)] = [
            (Pictures.png(64, 48), .png), (Pictures.jpeg(64, 48), .jpeg), (Pictures.webpLossy(64, 48), .webp),
            (Pictures.webpLossless(64, 48), .webp), (Pictures.webpExtended(64, 48), .webp),
        ]
        for (bytes, format) in pictures {
            let logo = try AppLogo(bytes)
            #expect(logo.format == format)
            #expect(logo.width == 64, "\(format)")
            #expect(logo.height == 48, "\(format)")
            #expect(logo.content == bytes)
        }
    }

    @Test("both sides within the limits, and not a strip")
    func dimensions() {
        for side in [32, 1024] { #expect(fault(Pictures.png(side, side)) == nil) }
        for (width, height) in [(31, 32), (32, 31), (1025, 1024), (1024, 1025), (64, 129), (129, 64), (0, 0)] {
            #expect(fault(Pictures.png(width, height)) == .dimensions, "\(width) × \(height)")
        }
        #expect(fault(Pictures.png(Int(UInt32.max), 64)) == .dimensions)
        #expect(fault(Pictures.jpeg(65_535, 64)) == .dimensions)
    }

    @Test("no vectors, no documents, no animations, nothing too large")
    func refused() {
        #expect(fault([]) == .empty)
        #expect(fault([UInt8](repeating: 0, count: AppLogo.maximumSize + 1)) == .tooLarge)
        #expect(fault(Pictures.png(64, 64) + [UInt8](repeating: 0, count: AppLogo.maximumSize)) == .tooLarge)
        for text in [
            "<svg xmlns='http://www.w3.org/2000/svg'/>", "<!doctype html><script>", "GIF89a........", "%PDF-1.4", "BM",
            "RIFF....WAVEfmt ", "\u{FEFF}<svg/>",
        ] { #expect(fault(Array(text.utf8)) == .format, "\(text)") }
        #expect(fault(Pictures.png(64, 64, animated: true)) == .animated)
        #expect(fault(Pictures.webpExtended(64, 64, animated: true)) == .animated)
    }

    @Test("a header cut off anywhere is refused, and read no further than it goes")
    func truncated() {
        // 41 bytes: up to the name of the chunk with the picture, after which nothing more is asked of a PNG.
        let whole = [
            Array(Pictures.png(64, 64).prefix(41)), Array(Pictures.jpeg(64, 64).prefix(23)), Pictures.webpLossy(64, 64),
            Array(Pictures.webpLossless(64, 64).prefix(25)), Pictures.webpExtended(64, 64),
        ]
        for picture in whole {
            #expect(fault(picture) == nil)
            for count in 1..<picture.count { #expect(fault(Array(picture.prefix(count))) == .format, "\(count)") }
        }
    }

    @Test("lengths that lie end in a refusal, not in a loop or a trap")
    func lyingLengths() {
        var png = Pictures.png(64, 64, animated: true)
        png.replaceSubrange(33...40, with: [0xFF, 0xFF, 0xFF, 0xFF] + Array("zTXt".utf8))
        #expect(fault(png) == .format)
        var jpeg = Pictures.jpeg(64, 64)
        jpeg[5] = 0
        #expect(fault(jpeg) == .format)
        #expect(fault([0xFF, 0xD8] + [UInt8](repeating: 0xFF, count: 10_000)) == .format)
    }
}
