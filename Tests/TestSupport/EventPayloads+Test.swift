import Kernel
package import PortalDomain
package import Web

extension EventRenderer where Self == EventPayloads {
    /// What the server writes, at the address of tests.
    package static var payloads: EventPayloads {
        EventPayloads(zones: TimeZones(), origins: Origins(publicURL: ServerUnderTest.issuer))
    }
}

extension SecretBox {
    /// That of servers in tests.
    package static var test: SecretBox { SecretBox(key: ServerKeys.test.storedSecrets) }
}
