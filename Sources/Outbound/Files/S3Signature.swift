import Crypto
package import Kernel

/// AWS Signature Version 4 of a request without a query (AWS General Reference, "Signature Version 4 signing process").
package struct S3Signature: Sendable {
    private let address: S3Address

    package init(_ address: S3Address) { self.address = address }

    /// The headers that a request needs to be believed.
    ///
    /// - Parameters:
    ///   - path: as it is sent, encoded.
    ///   - payload: the SHA-256 of the body in hexadecimal digits, so that a body that was changed on the way is refused.
    package func headers(
        _ method: String, _ path: String, payload: String, at now: Timestamp
    ) -> [(name: String, value: String)] {
        let moment = Self.moment(now)
        let day = String(moment.prefix(8))
        let signed = "host;x-amz-content-sha256;x-amz-date"
        let canonical = """
            \(method)
            \(path)

            host:\(address.host)
            x-amz-content-sha256:\(payload)
            x-amz-date:\(moment)

            \(signed)
            \(payload)
            """
        let scope = "\(day)/\(address.region)/s3/aws4_request"
        let digest = Hex.text(SHA256.hash(data: Array(canonical.utf8)))
        let text = "AWS4-HMAC-SHA256\n\(moment)\n\(scope)\n\(digest)"
        let signature = Hex.text(Self.code(text, Self.key(address.secretKey.expose(), day, address.region)))
        let authorization =
            "AWS4-HMAC-SHA256 Credential=\(address.keyID)/\(scope), SignedHeaders=\(signed), Signature=\(signature)"
        return [
            ("Host", address.host), ("x-amz-content-sha256", payload), ("x-amz-date", moment),
            ("Authorization", authorization),
        ]
    }

    private static func key(_ secret: String, _ day: String, _ region: String) -> SymmetricKey {
        let start = SymmetricKey(data: Array("AWS4\(secret)".utf8))
        return [day, region, "s3", "aws4_request"].reduce(start) { SymmetricKey(data: Array(code($1, $0))) }
    }

    private static func code(_ text: String, _ key: SymmetricKey) -> HMAC<SHA256>.MAC {
        HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: key)
    }

    /// `20261121T140500Z`
    static func moment(_ now: Timestamp) -> String {
        let (days, second) = (Int(now.seconds) / 86_400, Int(now.seconds) % 86_400)
        let date = CalendarDate(daysSince1970: days)
        let parts = [date.month, date.day, second / 3600, second / 60 % 60, second % 60].map {
            $0 < 10 ? "0\($0)" : "\($0)"
        }
        return "\(date.year)\(parts[0])\(parts[1])T\(parts[2])\(parts[3])\(parts[4])Z"
    }
}
