package import Crypto
package import Kernel
import OAuth
package import Persistence
package import PortalDomain
package import Web

extension ServerKeys {
    /// Those of every server, use case and page in tests: what one makes, another reads.
    package static let test = ServerKeys(serverKey)
    package static let serverKey = SymmetricKey(data: [UInt8](repeating: 7, count: 32))
}

extension ServerConfiguration {
    /// No limit of requests, cheap passwords, and tokens that live as the checklist says.
    package static func test(_ folder: TestFolder, _ ambient: Ambient) -> ServerConfiguration {
        var configuration = ServerConfiguration(
            origins: Origins(publicURL: ServerUnderTest.issuer),
            files: FileContentStore(folder: folder.path, ambient: ambient), printer: .shared)
        configuration.rateLimitPerMinute = 0
        configuration.lifetimes.accessToken = 120
        configuration.receivers = FakeReceivers()
        configuration.passwordCost = PasswordHash.Cost(logN: 4, blockSize: 1)
        return configuration
    }
}

extension UseCases {
    /// As a server in tests has them, without one.
    package static func test(
        on database: any SQLDatabase, ambient: Ambient, files: TestFolder = TestFolder(),
        bounds: StorageBounds = .init(), cost: PasswordHash.Cost? = nil, mollie: (any PaymentProvider)? = nil
    ) -> UseCases {
        var configuration = ServerConfiguration.test(files, ambient)
        configuration.storageBounds = bounds
        configuration.mollie = mollie
        let hasher = PasswordHasher(ambient: ambient, cost: cost ?? configuration.passwordCost, threads: 1)
        return UseCases(configuration, .test, on: database, ambient: ambient, hasher: hasher)
    }
}
