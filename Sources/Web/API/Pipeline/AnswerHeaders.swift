import HTTPTypes
import Kernel

/// The headers that every answer carries (contract api-v1, 2.1). What does not depend on the request is made once.
struct AnswerHeaders: Sendable {
    enum ContentType: Int, CaseIterable { case none, json, problem }

    private struct OfVersion: Sendable {
        let version: APIVersion
        /// By content type. Copied for each answer, which is cheaper than putting them together.
        let fields: [HTTPFields]
    }

    private let versions: [OfVersion]
    private let standardLimit: LimitFields

    private static let replayed = HTTPField(name: .idempotentReplayed, value: "true")

    /// - Parameter limit: the limit that most callers have.
    init(versions: APIVersions, origin: String, limit: Int) {
        standardLimit = LimitFields(limit)
        self.versions = versions.all.map { version in
            let named = Self.fields(naming: version, newest: versions.newest, origin)
            let fields = ContentType.allCases.map { HTTPFields(Self.fields(of: $0) + named) }
            return OfVersion(version: version, fields: fields)
        }
    }

    private static func fields(of type: ContentType) -> [HTTPField] {
        let always = [
            HTTPField(name: .cacheControl, value: "no-store"), HTTPField(name: .xContentTypeOptions, value: "nosniff"),
        ]
        switch type {
        case .none: return always
        case .json: return [HTTPField(name: .contentType, value: "application/json")] + always
        case .problem: return [HTTPField(name: .contentType, value: "application/problem+json")] + always
        }
    }

    private static func fields(naming version: APIVersion, newest: APIVersion, _ origin: String) -> [HTTPField] {
        var fields = [HTTPField(name: .xVersion, value: version.name)]
        if version < newest {
            let link = "<\(origin)/docs/v\(newest.name)>; rel=\"successor-version\""
            fields.append(HTTPField(name: .xVersionLatest, value: newest.name))
            fields.append(HTTPField(name: .link, value: link))
        }
        if let moment = version.deprecatedAt {  // RFC 9745 §2
            fields.append(HTTPField(name: .deprecation, value: "@\(moment.seconds)"))
        }
        if let moment = version.sunsetAt {  // RFC 8594 §3
            fields.append(HTTPField(name: .sunset, value: HTTPDate.text(moment)))
        }
        return fields
    }

    /// - Parameter length: of the body.
    func fields(
        _ type: ContentType, length: Int?, request: RequestID, version: APIVersion, standing: RateLimiter.Standing?,
        _ more: [HTTPField] = []
    ) -> HTTPFields {
        var fields = versions.first { $0.version == version }?.fields[type.rawValue] ?? HTTPFields()
        var rest: [HTTPField] = []
        rest.reserveCapacity(8)
        rest.append(HTTPField(name: .xRequestID, value: request.text))
        if let length { rest.append(HTTPField(name: .contentLength, value: "\(length)")) }
        if let standing {
            let limit = standing.limit == standardLimit.limit ? standardLimit : LimitFields(standing.limit)
            rest.append(limit.limitField)
            rest.append(limit.policyField)
            rest.append(HTTPField(name: .xRateLimitRemaining, value: "\(standing.remaining)"))
            rest.append(HTTPField(name: .rateLimit, value: Self.rateLimit(standing)))
        }
        rest += more
        // At once: HTTPFields appends one by one at three times the cost.
        fields.replaceSubrange(fields.endIndex..<fields.endIndex, with: rest)
        return fields
    }

    static func fields(of answer: APIAnswer) -> [HTTPField] {
        var fields: [HTTPField] = []
        if let location = answer.location { fields.append(HTTPField(name: .location, value: location)) }
        if answer.isReplayed { fields.append(replayed) }
        return fields
    }

    /// What depends on the limit alone.
    private struct LimitFields: Sendable {
        let limit: Int
        let limitField: HTTPField
        let policyField: HTTPField

        init(_ limit: Int) {
            self.limit = limit
            limitField = HTTPField(name: .xRateLimitLimit, value: "\(limit)")
            policyField = HTTPField(name: .rateLimitPolicy, value: "\"default\";q=\(limit);w=60")
        }
    }

    /// `"default";r=59;t=60`
    private static func rateLimit(_ standing: RateLimiter.Standing) -> String {
        var text = "\"default\";r="
        text.reserveCapacity(40)
        text += String(standing.remaining)
        text += ";t="
        text += String(seconds(standing.untilOldestLeaves))
        return text
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
