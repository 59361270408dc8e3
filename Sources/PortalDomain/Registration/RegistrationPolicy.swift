/// How many strangers may register apps, where the operator lets them at all (RFC 7591 §5; checklist, row 196).
package struct RegistrationPolicy: Sendable {
    /// Registrations from one address in an hour, at each node.
    package var hourly = 10
    /// Apps that may wait for their first use at one time, from all addresses.
    package var waiting = 1000

    /// Seconds that an app may wait for its first use.
    package static let patience: Int64 = 86_400

    package init() {}
}
