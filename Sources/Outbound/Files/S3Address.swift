package import Kernel

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

    /// `s3:https://KEY:SECRET@host/bucket?region=eu-west-1&style=path&staging=var/incoming`, with what is special in the key
    /// percent-encoded. Region, style and staging have defaults.
    package init?(_ text: String) {
        guard text.hasPrefix("s3:http://") || text.hasPrefix("s3:https://") else { return nil }
        isSecure = text.hasPrefix("s3:https://")
        let rest = text.dropFirst(isSecure ? "s3:https://".count : "s3:http://".count)
        let halves = rest.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        guard let at = halves[0].lastIndex(of: "@") else { return nil }
        let credentials = halves[0][..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let place = halves[0][halves[0].index(after: at)...].split(separator: "/", omittingEmptySubsequences: false)
        guard credentials.count == 2, let keyID = PercentEncoding.decode(String(credentials[0])), !keyID.isEmpty,
            let secretKey = PercentEncoding.decode(String(credentials[1])), !secretKey.isEmpty, place.count == 2,
            Self.isHost(place[0]), Self.isBucket(place[1])
        else { return nil }
        (endpoint, bucket) = (String(place[0]), String(place[1]))
        (self.keyID, self.secretKey) = (keyID, Secret(secretKey))

        var (region, style, staging) = ("us-east-1", Style.path, "var/incoming")
        let query = halves.count == 2 ? halves[1].utf8 : "".utf8[...]
        guard let fields = try? FormFields(parsing: Array(query)), fields.repeatedNames.isEmpty else { return nil }
        for field in fields.fields {
            switch field.name {
            case "region" where !field.value.isEmpty: region = field.value
            case "style":
                guard let known = Style(rawValue: field.value) else { return nil }
                style = known
            case "staging" where !field.value.isEmpty: staging = field.value
            default: return nil
            }
        }
        (self.region, self.style, self.staging) = (region, style, staging)
    }

    var host: String { style == .host ? "\(bucket).\(endpoint)" : endpoint }

    /// The path of an object. Our own names need no encoding.
    func path(of place: String) -> String { style == .host ? "/\(place)" : "/\(bucket)/\(place)" }

    private static func isHost(_ text: Substring) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { PercentEncoding.isUnreserved($0) || ":[]".utf8.contains($0) }
    }

    private static func isBucket(_ text: Substring) -> Bool {
        (3...63).contains(text.utf8.count)
            && text.utf8.allSatisfy {
                (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || "-.".utf8.contains($0)
            }
    }
}
