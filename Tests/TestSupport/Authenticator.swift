import Kernel
package import PortalDomain

/// The second factor of somebody: what their phone shows, and the sheet of recovery codes.
package struct Authenticator: Sendable {
    package let totp: TOTP
    package let recoveryCodes: [String]

    package func code(_ server: ServerUnderTest) -> String { totp.code(at: server.clock.now) }

    /// RFC 4648 §6, of letters and digits alone.
    package static func bytes(base32 text: String) -> [UInt8] {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)
        var (bytes, buffer, bits) = ([UInt8](), 0, 0)
        for digit in text.utf8 {
            guard let value = alphabet.firstIndex(of: digit) else { continue }
            buffer = (buffer << 5 | value) & 0xFFFF
            bits += 5
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: buffer >> bits))
            }
        }
        return bytes
    }
}

extension ServerUnderTest {
    private static let factorPath = "/manage/account/second-factor"

    /// The secret that the pages show, and the form that confirms it: two-step sign-in is not on yet.
    package func beginSecondFactor(_ browser: Browser) async throws -> (totp: TOTP, form: HTMLForm) {
        let page = try await browser.get(Self.factorPath)
        guard var begin = page.form(Self.factorPath) else { throw Unexpected("no form", page) }
        begin.set("current_password", Cast.password)
        let setUp = try await browser.follow(try await browser.submit(begin))
        guard let secret = setUp.body.secret("totp-secret"), let form = setUp.form("\(Self.factorPath)/set-up") else {
            throw Unexpected("no secret", setUp)
        }
        return (TOTP(secret: Authenticator.bytes(base32: secret)), form)
    }

    /// Switches two-step sign-in on. The clock moves on, so that the next code is another.
    package func switchOnSecondFactor(_ browser: Browser) async throws -> Authenticator {
        let (totp, form) = try await beginSecondFactor(browser)
        var filled = form
        filled.set("code", totp.code(at: clock.now))
        let codes = Self.recoveryCodes(on: try await browser.submit(filled))
        clock.advance(seconds: 30)
        return Authenticator(totp: totp, recoveryCodes: codes)
    }

    package static func recoveryCodes(on page: Answer) -> [String] {
        (page.body.secret("recovery-codes") ?? "").split(separator: "<span>").map { String($0.prefix { $0 != "<" }) }
            .filter { $0.contains("-") }
    }
}
