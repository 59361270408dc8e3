package import Kernel

/// What travels between Swift and a database. No floating point and no bytes: see the portable subset in `docs/architecture.md`.
package enum SQLValue: Sendable, Hashable {
    case null
    case integer(Int64)
    case text(String)
    /// PostgreSQL has a type for it; SQLite stores 0 and 1.
    case bool(Bool)
}

/// What may be interpolated into `SQL`. `Secret` is not, on purpose.
package protocol SQLBindable {
    var sqlValue: SQLValue { get }
}

extension String: SQLBindable { package var sqlValue: SQLValue { .text(self) } }
extension Int: SQLBindable { package var sqlValue: SQLValue { .integer(Int64(self)) } }
extension Int64: SQLBindable { package var sqlValue: SQLValue { .integer(self) } }
extension Bool: SQLBindable { package var sqlValue: SQLValue { .bool(self) } }
extension Timestamp: SQLBindable { package var sqlValue: SQLValue { .integer(seconds) } }
/// `2026-11-21`: the order of the texts is the order of the days.
extension CalendarDate: SQLBindable { package var sqlValue: SQLValue { .text(description) } }
extension Cents: SQLBindable { package var sqlValue: SQLValue { .integer(count) } }
extension VATRate: SQLBindable { package var sqlValue: SQLValue { .integer(Int64(rawValue)) } }
extension BillingInterval: SQLBindable { package var sqlValue: SQLValue { .text(rawValue) } }
extension Identifier: SQLBindable { package var sqlValue: SQLValue { .text(text) } }
extension TokenDigest: SQLBindable { package var sqlValue: SQLValue { .text(hex) } }
extension Scopes: SQLBindable { package var sqlValue: SQLValue { .text(text) } }
extension RedirectURI: SQLBindable { package var sqlValue: SQLValue { .text(text) } }
extension Role: SQLBindable { package var sqlValue: SQLValue { .text(rawValue) } }
extension AppType: SQLBindable { package var sqlValue: SQLValue { .text(rawValue) } }
extension SecurityProfile: SQLBindable { package var sqlValue: SQLValue { .text(rawValue) } }
