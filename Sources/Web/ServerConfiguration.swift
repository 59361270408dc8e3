package import Kernel
package import OAuth
package import PortalDomain

/// Settings of the server, parsed and checked.
package struct ServerConfiguration: Sendable {
    package var origins: Origins
    package var lifetimes = TokenLifetimes()
    /// Requests per minute and token; 0: no limit.
    package var rateLimitPerMinute = 60
    package var trustedProxies: [AddressRange] = []
    package var metrics = true
    /// How long the token cache may remember somebody, in milliseconds; 0: not at all.
    package var tokenCacheLimit: UInt64 = 2000
    /// Whether every proof of possession needs a nonce of ours; else only those of apps that asked for it.
    package var demandsDPoPNonces = false
    /// Whether apps may register themselves (RFC 7591), and how many; nil: not at all.
    package var registration: RegistrationPolicy?
    package var passwordCost = PasswordHash.Cost.standard

    package init(origins: Origins) { self.origins = origins }
}
