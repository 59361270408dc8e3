package import Kernel
import Synchronization

/// A request of an app that was refused, as its developer may read it.
package struct AppError: Sendable, Equatable {
    /// Of the request; in its answer and in the server's log.
    package let id: RequestID
    /// The matched route.
    package let endpoint: String
    package let code: String
    /// In our own words: nothing that the request said, and no secret.
    package let reason: String
    package let at: Timestamp

    package init(id: RequestID, endpoint: String, code: String, reason: String, at: Timestamp) {
        (self.id, self.endpoint, self.code, self.at) = (id, endpoint, code, at)
        self.reason = String(reason.prefix(200))
    }
}

/// Counts what apps do at the token endpoint, in memory, so that no token waits for a counter. Emptied once a minute.
///
/// Anybody can name any app, so everything has a bound: so many apps until the next flush, and so many refusals of each.
package final class AppActivity: Sendable {
    package struct Counts: Sendable, Equatable {
        package var requests: Int
        package var errors: Int

        package init(requests: Int = 0, errors: Int = 0) { (self.requests, self.errors) = (requests, errors) }
    }

    package struct Entry: Sendable, Equatable {
        /// By days since 1970-01-01 in UTC.
        package var days: [Int64: Counts] = [:]
        /// The last ones, oldest first.
        package var errors: [AppError] = []
    }

    static let maximumApps = 1000
    static let maximumErrors = 20

    private let entries = Mutex<[AppID: Entry]>([:])

    package init() {}

    /// A token request that was answered with tokens.
    package func succeeded(_ app: AppID, at now: Timestamp) {
        change(app) { $0.days[Self.day(now), default: Counts()].requests += 1 }
    }

    /// A token request that was refused.
    package func failed(_ app: AppID, _ error: AppError) {
        change(app) { entry in
            entry.days[Self.day(error.at), default: Counts()].requests += 1
            entry.days[Self.day(error.at), default: Counts()].errors += 1
            entry.keep(error)
        }
    }

    /// A refusal elsewhere, such as at the authorize endpoint.
    package func note(_ error: AppError, of app: AppID) { change(app) { $0.keep(error) } }

    /// What was counted since the last call.
    package func drain() -> [AppID: Entry] {
        entries.withLock { entries in
            defer { entries.removeAll(keepingCapacity: true) }
            return entries
        }
    }

    package static func day(_ moment: Timestamp) -> Int64 { moment.seconds / 86_400 }

    private func change(_ app: AppID, _ body: (inout Entry) -> Void) {
        entries.withLock { entries in
            guard entries[app] != nil || entries.count < Self.maximumApps else { return }
            body(&entries[app, default: Entry()])
        }
    }
}

extension AppActivity.Entry {
    fileprivate mutating func keep(_ error: AppError) {
        if errors.count == AppActivity.maximumErrors { errors.removeFirst() }
        errors.append(error)
    }
}
