import Kernel

/// The field for the unit of an expiry has three names: 1.0.0 reads one and writes another, 1.1.0 has one for both (contract
/// api-v1, 7).
enum ExpiryPeriodName {
    static func sent(in version: APIVersion) -> String { version >= .v110 ? "expiryPeriod" : "expirePeriod" }
    static func answered(in version: APIVersion) -> StaticString {
        version >= .v110 ? "expiryPeriod" : "expiryPeriode"
    }
}
