/// How long things live, in seconds (contract O23).
package struct TokenLifetimes: Sendable {
    package var code: Int64 = 60
    package var accessToken: Int64 = 3600
    package var refreshIdle: Int64 = 60 * 86_400
    package var refreshMaximum: Int64 = 365 * 86_400
    /// How long a predecessor still gets its successor; 0: not at all.
    package var refreshGrace: Int64 = 10
    /// How long a person may take to sign in and decide.
    package var ticket: Int64 = 30 * 60

    /// From the answer of the PAR endpoint until a browser must have brought its `request_uri` (RFC 9126 §2.2).
    package var pushedRequest: Int64 = 90

    /// How long a device waits for its user (RFC 8628 §3.2).
    package var deviceCode: Int64 = 600
    /// Between two polls of a device, and by how much that grows when it polls too early (RFC 8628 §3.5).
    package static let devicePause: Int64 = 5

    package init() {}
}
