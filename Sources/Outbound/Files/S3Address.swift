package import Kernel
import PortalDomain

/// A bucket, and what it takes to get at it.
package struct S3Address: Sendable {
    package enum Style: String, Sendable {
        /// `https://s3.example/bucket/key`
        case path
        /// `https://bucket.s3.example/key`
        case host
    }

    package let isSecure: Bool
    /// With the port, if it is not the usual one.
    package let endpoint: String
    package let bucket: String
    package let region: String
    package let style: Style
    package let keyID: String
    package let secretKey: Secret<String>
    /// A local folder in which uploads arrive.
    package let staging: String

    /// `s3://bucket?endpoint=https://s3.example&region=eu-west-1&style=path&staging=var/incoming`. Everything behind the bucket has a
    /// default; the endpoint's is that of Amazon.
    package init?(_ text: String, keyID: String, secretKey: Secret<String>) {
        guard text.hasPrefix("s3://") else { return nil }
        let halves = text.dropFirst("s3://".count).split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        guard Self.isBucket(halves[0]) else { return nil }
        bucket = String(halves[0])
        (self.keyID, self.secretKey) = (keyID, secretKey)

        var endpoint: String?
        var (region, style, staging) = ("us-east-1", Style.path, "var/incoming")
        let query = halves.count == 2 ? halves[1].utf8 : "".utf8[...]
        guard let fields = try? FormFields(parsing: Array(query)), fields.repeatedNames.isEmpty else { return nil }
        for field in fields.fields {
            switch field.name {
            case "endpoint": endpoint = field.value
            case "region" where !field.value.isEmpty: region = field.value
            case "style":
                guard let known = Style(rawValue: field.value) else { return nil }
                style = known
            case "staging" where !field.value.isEmpty: staging = field.value
            default: return nil
            }
        }
        (self.region, self.style, self.staging) = (region, style, staging)
        // As strict as for webhooks: the host that is signed is the host that is called.
        guard let url = WebhookURL(endpoint ?? "https://s3.\(region).amazonaws.com"), url.target == "/" else {
            return nil
        }
        isSecure = url.isSecure
        self.endpoint = String(url.requested.drop { $0 != "/" }.dropFirst(2).dropLast())
    }

    var host: String { style == .host ? "\(bucket).\(endpoint)" : endpoint }

    /// The path of an object. Our own names need no encoding.
    func path(of place: String) -> String { style == .host ? "/\(place)" : "/\(bucket)/\(place)" }

    private static func isBucket(_ text: Substring) -> Bool {
        (3...63).contains(text.utf8.count)
            && text.utf8.allSatisfy {
                (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || "-.".utf8.contains($0)
            }
    }
}
