// swift-tools-version: 6.2
import PackageDescription

/// The same for every target. `NonisolatedNonsendingByDefault` stays off until our dependencies take it.
let swiftSettings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let asyncHTTPClient: Target.Dependency = .product(name: "AsyncHTTPClient", package: "async-http-client")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let cryptoExtras: Target.Dependency = .product(name: "CryptoExtras", package: "swift-crypto")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let hummingbirdTesting: Target.Dependency = .product(name: "HummingbirdTesting", package: "hummingbird")
let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let mustache: Target.Dependency = .product(name: "Mustache", package: "swift-mustache")
let nioCore: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let nioSSL: Target.Dependency = .product(name: "NIOSSL", package: "swift-nio-ssl")
let serviceLifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")

/// Modules in the order of `docs/architecture.md`: a target only ever depends on targets above it.
let package = Package(
    name: "voordeur",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "voordeur", targets: ["voordeur"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(
            url: "https://github.com/apple/swift-configuration", from: "1.4.0",
            traits: [.defaults, "YAML"]),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CPangoCairo", pkgConfig: "pangocairo", providers: [.apt(["libpango1.0-dev"])]),

        .target(name: "Kernel", dependencies: [crypto], swiftSettings: swiftSettings),
        .target(name: "OAuth", dependencies: ["Kernel", crypto, cryptoExtras], swiftSettings: swiftSettings),
        .target(name: "Persistence", dependencies: ["Kernel"], swiftSettings: swiftSettings),
        .target(name: "SQLiteDriver", dependencies: ["Kernel", "Persistence", grdb], swiftSettings: swiftSettings),
        .target(
            name: "PostgresDriver", dependencies: ["CLibPQ", "Kernel", "Persistence", nioPosix],
            swiftSettings: swiftSettings),
        .target(
            name: "PortalDomain", dependencies: ["Kernel", "Persistence", crypto, cryptoExtras, nioPosix],
            swiftSettings: swiftSettings),
        .target(
            name: "Schema", dependencies: ["Kernel", "OAuth", "Persistence", "PortalDomain"],
            swiftSettings: swiftSettings),
        .target(name: "PageAssets", swiftSettings: swiftSettings),
        .target(
            name: "Outbound",
            dependencies: [
                "Kernel", "OAuth", "PortalDomain", asyncHTTPClient, crypto, nioCore,
                .product(name: "NIOHTTP1", package: "swift-nio"),
                nioPosix, nioSSL,
            ],
            swiftSettings: swiftSettings),
        .target(
            name: "Printing", dependencies: ["CPangoCairo", "Kernel", "PortalDomain", nioPosix],
            swiftSettings: swiftSettings),
        .target(
            name: "Background",
            dependencies: ["Kernel", "OAuth", "Persistence", "PortalDomain", logging, serviceLifecycle],
            swiftSettings: swiftSettings),
        .target(
            name: "Web",
            dependencies: [
                "Kernel", "OAuth", "PageAssets", "Persistence", "PortalDomain", crypto, hummingbird,
                httpTypes, logging, mustache, nioCore, .product(name: "NIOHTTP1", package: "swift-nio"),
            ],
            swiftSettings: swiftSettings),
        .executableTarget(
            name: "voordeur",
            dependencies: [
                "Background", "Kernel", "OAuth", "Outbound", "Persistence", "PortalDomain", "PostgresDriver",
                "Printing", "SQLiteDriver", "Schema",
                "Web", crypto, hummingbird, .product(name: "HummingbirdCore", package: "hummingbird"), logging, nioCore,
                nioPosix,
                serviceLifecycle, .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Configuration", package: "swift-configuration"),
            ],
            swiftSettings: swiftSettings),

        .target(
            name: "TestSupport",
            dependencies: [
                "Background", "Kernel", "OAuth", "Persistence", "PortalDomain", "PostgresDriver", "Printing",
                "SQLiteDriver",
                "Schema",
                "Web", crypto, hummingbird, hummingbirdTesting, httpTypes, logging, nioCore,
            ],
            path: "Tests/TestSupport", swiftSettings: swiftSettings),
        .testTarget(
            name: "BlackBoxTests",
            dependencies: [
                "Background", "Kernel", "OAuth", "Persistence", "PortalDomain", "TestSupport", "Web", httpTypes,
                logging,
            ],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "FuzzTests", dependencies: ["Kernel", "OAuth", "PortalDomain", "TestSupport", "Web", httpTypes],
            swiftSettings: swiftSettings),
        .testTarget(name: "KernelTests", dependencies: ["Kernel"], swiftSettings: swiftSettings),
        .testTarget(
            name: "ModelTests", dependencies: ["Kernel", "TestSupport", httpTypes], swiftSettings: swiftSettings),
        .testTarget(
            name: "OAuthTests", dependencies: ["Kernel", "OAuth", crypto, cryptoExtras], swiftSettings: swiftSettings),
        .testTarget(
            name: "OutboundTests",
            dependencies: [
                "Background", "Kernel", "OAuth", "Outbound", "Persistence", "PortalDomain", "Schema", "TestSupport",
                logging, nioCore, nioPosix, nioSSL,
            ],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "PersistenceTests",
            dependencies: ["Kernel", "Persistence", "PostgresDriver", "Schema", "SQLiteDriver", "TestSupport"],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "PortalDomainTests",
            dependencies: ["Kernel", "Persistence", "PortalDomain", "Schema", "TestSupport"],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "PrintingTests", dependencies: ["Kernel", "PortalDomain", "Printing"],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "WebTests",
            dependencies: [
                "Background", "Kernel", "OAuth", "PageAssets", "Persistence", "PortalDomain", "Printing", "TestSupport",
                "Web",
                crypto, hummingbird,
                hummingbirdTesting, httpTypes, logging, mustache, nioCore,
            ],
            swiftSettings: swiftSettings),
    ]
)
