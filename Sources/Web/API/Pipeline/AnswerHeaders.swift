import HTTPTypes
import Kernel

/// The headers that every answer carries (contract api-v1, 2.1). What does not depend on the request is made once.
struct AnswerHeaders: Sendable {
    private struct OfVersion: Sendable {
        let version: APIVersion
        let fields: [HTTPField]
    }

    private let versions: [OfVersion]

    private static let json = HTTPField(name: .contentType, value: "application/json")
    private static let problem = HTTPField(name: .contentType, value: "application/problem+json")
    private static let noStore = HTTPField(name: .cacheControl, value: "no-store")
    private static let noSniff = HTTPField(name: .xContentTypeOptions, value: "nosniff")
    private static let replayed = HTTPField(name: .idempotentReplayed, value: "true")

    init(versions: APIVersions, origin: String) {
        self.versions = versions.all.map { version in
            var fields = [HTTPField(name: .xVersion, value: version.name)]
            if version < versions.newest {
                let link = "<\(origin)/docs/v\(versions.newest.name)>; rel=\"successor-version\""
                fields.append(HTTPField(name: .xVersionLatest, value: versions.newest.name))
                fields.append(HTTPField(name: .link, value: link))
            }
            if let moment = version.deprecatedAt {  // RFC 9745 §2
                fields.append(HTTPField(name: .deprecation, value: "@\(moment.seconds)"))
            }
            if let moment = version.sunsetAt {  // RFC 8594 §3
                fields.append(HTTPField(name: .sunset, value: HTTPDate.text(moment)))
            }
            return OfVersion(version: version, fields: fields)
        }
    }

    enum ContentType { case none, json, problem }

    func fields(
        _ type: ContentType, request: RequestID, version: APIVersion, standing: RateLimiter.Standing?
    ) -> HTTPFields {
        var fields = HTTPFields()
        fields.reserveCapacity(16)
        switch type {
        case .none: break
        case .json: fields.append(Self.json)
        case .problem: fields.append(Self.problem)
        }
        fields.append(HTTPField(name: .xRequestID, value: request.text))
        if let ofVersion = versions.first(where: { $0.version == version }) {
            for field in ofVersion.fields { fields.append(field) }
        }
        fields.append(Self.noStore)
        fields.append(Self.noSniff)
        if let standing { Self.append(standing, to: &fields) }
        return fields
    }

    static func appendAnswer(_ answer: APIAnswer, to fields: inout HTTPFields) {
        if let location = answer.location { fields.append(HTTPField(name: .location, value: location)) }
        if answer.isReplayed { fields.append(replayed) }
    }

    private static func append(_ standing: RateLimiter.Standing, to fields: inout HTTPFields) {
        let limit = "\(standing.limit)"
        let remaining = "\(standing.remaining)"
        let seconds = seconds(standing.untilOldestLeaves)
        fields.append(HTTPField(name: .xRateLimitLimit, value: limit))
        fields.append(HTTPField(name: .xRateLimitRemaining, value: remaining))
        fields.append(HTTPField(name: .rateLimit, value: "\"default\";r=\(remaining);t=\(seconds)"))
        fields.append(HTTPField(name: .rateLimitPolicy, value: "\"default\";q=\(limit);w=60"))
    }

    /// Of a 429: from now, rounded up, and the UNIX time of it.
    static func retry(_ standing: RateLimiter.Standing, at milliseconds: UInt64) -> [HTTPField] {
        let admission = milliseconds + standing.untilAdmission
        return [
            HTTPField(name: .retryAfter, value: "\(max(1, seconds(standing.untilAdmission)))"),
            HTTPField(name: .xRateLimitReset, value: "\(seconds(admission))"),
        ]
    }

    private static func seconds(_ milliseconds: UInt64) -> UInt64 { (milliseconds + 999) / 1000 }
}

/// `Thu, 31 Dec 2026 23:00:00 GMT` (RFC 9110 §5.6.7).
enum HTTPDate {
    private static let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    static func text(_ moment: Timestamp) -> String {
        let days = Int(moment.seconds) / 86_400
        let second = Int(moment.seconds) % 86_400
        let date = CalendarDate(daysSince1970: days)
        let day = "\(weekdays[days % 7]), \(two(date.day)) \(months[date.month - 1]) \(date.year)"
        return "\(day) \(two(second / 3600)):\(two(second / 60 % 60)):\(two(second % 60)) GMT"
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
