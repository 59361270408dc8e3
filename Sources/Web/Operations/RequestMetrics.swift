import HTTPTypes
import Synchronization

/// Requests by route and status, and how long they took, in the text format of Prometheus.
///
/// Our own sixty lines instead of a metrics back-end: the format is small and stable, and nothing else here needs one.
package final class RequestMetrics: Sendable {
    /// Upper bounds in seconds.
    private static let bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]

    private struct Series: Hashable {
        let method: String
        let route: String
    }

    private struct Counts {
        var statuses: [Int: Int] = [:]
        var buckets = [Int](repeating: 0, count: RequestMetrics.bounds.count)
        var seconds = 0.0
        var total = 0
    }

    private let series = Mutex<[Series: Counts]>([:])

    package init() {}

    func count(_ method: HTTPRequest.Method, _ route: String, status: Int, _ duration: Duration) {
        let seconds = Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
        // Routes are ours and few; methods are the client's, so unknown ones share a name.
        let known = Self.methods.contains(method.rawValue) ? method.rawValue : "OTHER"
        series.withLock { series in
            var counts = series[Series(method: known, route: route), default: Counts()]
            counts.statuses[status, default: 0] += 1
            if let bucket = Self.bounds.firstIndex(where: { seconds <= $0 }) { counts.buckets[bucket] += 1 }
            counts.seconds += seconds
            counts.total += 1
            series[Series(method: known, route: route)] = counts
        }
    }

    private static let methods: Set<String> = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]

    func text() -> String {
        let snapshot = series.withLock { $0 }.sorted { ($0.key.route, $0.key.method) < ($1.key.route, $1.key.method) }
        var lines = [
            "# HELP voordeur_http_requests_total Requests by matched route and status.",
            "# TYPE voordeur_http_requests_total counter",
        ]
        for (series, counts) in snapshot {
            for (status, count) in counts.statuses.sorted(by: { $0.key < $1.key }) {
                lines.append("voordeur_http_requests_total{\(Self.labels(series)),status=\"\(status)\"} \(count)")
            }
        }
        lines += [
            "# HELP voordeur_http_request_seconds Time until the answer was ready.",
            "# TYPE voordeur_http_request_seconds histogram",
        ]
        for (series, counts) in snapshot {
            let labels = Self.labels(series)
            var sum = 0
            for (bound, count) in zip(Self.bounds, counts.buckets) {
                sum += count
                lines.append("voordeur_http_request_seconds_bucket{\(labels),le=\"\(bound)\"} \(sum)")
            }
            lines.append("voordeur_http_request_seconds_bucket{\(labels),le=\"+Inf\"} \(counts.total)")
            lines.append("voordeur_http_request_seconds_sum{\(labels)} \(counts.seconds)")
            lines.append("voordeur_http_request_seconds_count{\(labels)} \(counts.total)")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func labels(_ series: Series) -> String { "method=\"\(series.method)\",route=\"\(series.route)\"" }
}
