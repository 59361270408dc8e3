import Foundation
import Kernel
import Testing

@Suite("Base64 (RFC 4648)", .timeLimit(.minutes(1)))
struct Base64Tests {
    private static let vectors = [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ]

    @Test("§10: the vectors", arguments: vectors)
    func vector(plain: String, encoded: String) {
        let unpadded = String(encoded.prefix { $0 != "=" })
        #expect(Base64.decode(encoded.utf8) == Array(plain.utf8))
        #expect(Base64.decodeURL(unpadded.utf8) == Array(plain.utf8))
        #expect(Base64.encodeURL(plain.utf8) == unpadded)
    }

    @Test("§5: - and _ instead of + and /, and each alphabet refuses the other")
    func alphabets() {
        let bytes: [UInt8] = [0xFB, 0xEF, 0xBE, 0xFF, 0xFF, 0xFF]
        #expect(Base64.decode("++++////".utf8) == bytes)
        #expect(Base64.decode("----____".utf8) == nil)
        #expect(Base64.encodeURL(bytes) == "----____")
        #expect(Base64.decodeURL("----____".utf8) == bytes)
        #expect(Base64.decodeURL("++++////".utf8) == nil)
    }

    @Test(
        "99: white space, wrong padding and stray bits are refused",
        arguments: [
            "Zg", "Zg=", "Zg===", "Z", "Z===", "Zm8", "Zm9v=", "Zm9v====", "=", "==", "===", "====", "=Zg=", "Z=g=",
            "Zg==Zg==", "Zm=v",
            "Zm9vYg= =", "Zm9v\n", "Zm9v Zg==", " Zm9v", "Zm9vY g==", "Zm9\r\nv", "Zh==", "Zn==", "Zm9=", "Zm+=",
            "Zm8\0", "Zmé=",
            "Zm9v!A==", "Zm9v,A==", "////=///",
        ])
    func refused(_ text: String) { #expect(Base64.decode(text.utf8) == nil) }

    @Test(
        "65: base64url without padding is refused with padding, at impossible lengths and with stray bits",
        arguments: [
            "Z", "Zm9vY", "Zg==", "Zm8=", "Zh", "Zn", "Zm9", "Zm-", " Zg", "Zg ", "Zm9\n", "Zm+v", "Zm/v", "Zmé",
        ])
    func refusedURL(_ text: String) { #expect(Base64.decodeURL(text.utf8) == nil) }

    @Test("Each byte has exactly one spelling")
    func canonical() {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
        var decoded: [[UInt8]] = []
        for first in alphabet {
            for second in alphabet {
                guard let bytes = Base64.decodeURL([first, second]) else { continue }
                decoded.append(bytes)
                #expect(Base64.encodeURL(bytes) == String(decoding: [first, second], as: UTF8.self))
            }
        }
        #expect(decoded.count == 256)
        #expect(Set(decoded).count == 256)
    }

    @Test("Foundation and we agree on bytes of every length")
    func foundation() {
        var dice = SplitMix64(seed: 64)
        for length in 0..<300 {
            let bytes = dice.bytes(length)
            let text = Data(bytes).base64EncodedString()
            #expect(Base64.decode(text.utf8) == bytes)
            #expect(Base64.decodeURL(Base64.encodeURL(bytes).utf8) == bytes)
            #expect(Base64.encodeURL(bytes) == text.map { ["+": "-", "/": "_", "=": ""][$0] ?? "\($0)" }.joined())
        }
    }
}
