import Kernel
import PortalDomain
import Testing

@Suite("Counters of apps: in memory, with a bound for everything")
struct AppActivityTests {
    private let app = AppID(stored: "app_1")

    private func error(_ number: Int, at seconds: Int64 = 0) -> AppError {
        AppError(
            id: RequestID(stored: "req_\(number)"), endpoint: "/oauth/token", code: "invalid_grant", reason: "r",
            at: Timestamp(seconds: seconds))
    }

    @Test("requests and refusals by day; what was drained is gone")
    func counts() {
        let activity = AppActivity()
        activity.succeeded(app, at: Timestamp(seconds: 86_399))
        activity.succeeded(app, at: Timestamp(seconds: 86_400))
        activity.failed(app, error(1, at: 86_401))
        activity.note(error(2, at: 86_402), of: app)
        let entry = activity.drain()[app]
        #expect(entry?.days == [0: .init(requests: 1, errors: 0), 1: .init(requests: 2, errors: 1)])
        #expect(entry?.errors.map(\.id.text) == ["req_1", "req_2"])
        #expect(activity.drain().isEmpty)
    }

    @Test("only the last refusals are kept, of so many apps; a reason has an end")
    func bounds() {
        let activity = AppActivity()
        for number in 1...25 { activity.failed(app, error(number)) }
        let entry = activity.drain()[app]
        #expect(entry?.errors.map(\.id.text) == (6...25).map { "req_\($0)" })
        #expect(entry?.days[0]?.errors == 25)
        for number in 1...1100 { activity.succeeded(AppID(stored: "app_\(number)"), at: Timestamp(seconds: 0)) }
        #expect(activity.drain().count == 1000)
        let long = AppError(
            id: RequestID(stored: "req_1"), endpoint: "", code: "", reason: String(repeating: "x", count: 999),
            at: Timestamp(seconds: 0))
        #expect(long.reason.count == 200)
    }
}
