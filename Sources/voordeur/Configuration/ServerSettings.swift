import Kernel
import Logging
import OAuth
import PortalDomain
import Web

/// The configuration of one start, checked. `docs/configuration.md` lists every name.
struct ServerSettings: Sendable {
    let database: DatabaseLocation
    let listen: ListenAddress
    let publicURL: WebAddress
    let origins: Origins
    let files: FileLocation
    let storageBounds: StorageBounds
    /// Bytes of a JSON body of the API.
    let maximumBody: Int
    let secretKeyFile: String
    let rateLimitPerMinute: Int
    let trustedProxies: [AddressRange]
    let lifetimes: TokenLifetimes
    let logLevel: Logger.Level
    let logFormat: LogFormat
    let metrics: Bool
    /// Nil: mails stay in the outbox.
    let mail: MailSettings?
    let demandsDPoPNonces: Bool
    let letsAppsRegister: Bool
    let readsClientDocuments: Bool
    let webhooksMayBePrivate: Bool
    let webhookSchedule: RetrySchedule
    /// Seconds that records of deliveries stay.
    let deliveryRecords: Int64
    /// As they were set, for `voordeur config`.
    let values: [Setting: SettingValue]
    let unknownNames: [ConfigurationSources.UnknownName]

    /// - Throws: `ConfigurationFaults`, with all of them.
    // Not inlined: the optimiser of Swift 6.3.1 crashes in `CoroSplit` when it is.
    @inline(never)
    static func load(flags: [Setting: String] = [:]) async throws -> ServerSettings {
        try ServerSettings(try await ConfigurationSources(flags: flags))
    }

    init(_ sources: ConfigurationSources) throws(ConfigurationFaults) {
        var reader = SettingReader(sources)
        let database = reader.read(
            .databaseURL, "sqlite:<file> or postgres://user:password@host:port/name", DatabaseLocation.init)
        let listen = reader.read(.listen, "host:port, such as 127.0.0.1:8080", ListenAddress.init)
        let publicURL = reader.read(.publicURL, "an origin such as https://portal.example, without a path") { text in
            WebAddress(text).flatMap { $0.hasPath ? nil : $0 }
        }
        let address = "an address such as https://portal.example, without a query"
        let apiURL = reader.read(.apiURL, address, WebAddress.init)
        let developersURL = reader.read(.developersURL, address, WebAddress.init)
        let portalURL = reader.read(.portalURL, address, WebAddress.init)
        let files = FileLocation.read(&reader)
        let perPortal = reader.number(.filesPerPortal, in: 0...1_000_000_000, "megabytes") ?? 0
        let upload = reader.number(.uploadLimit, in: 1...4096, "megabytes") ?? 25
        storageBounds = StorageBounds(
            portal: perPortal == 0 ? nil : Int(perPortal) * 1_048_576, file: Int(upload) * 1_048_576)
        maximumBody = Int(reader.number(.bodyLimit, in: 16...65_536, "kilobytes") ?? 1024) * 1024
        let secretKeyFile = reader.read(.secretKeyFile, "the path of a file") {
            $0.hasSuffix("/") || $0.contains("\0") ? nil : $0
        }
        let rateLimit = reader.number(.rateLimitPerMinute, in: 0...1_000_000, "requests")
        trustedProxies = reader.addresses(.trustedProxies)

        var lifetimes = TokenLifetimes()
        let year: Int64 = 365 * 86_400
        lifetimes.code = reader.number(.codeLifetime, in: 1...600, "seconds") ?? lifetimes.code
        lifetimes.pushedRequest =
            reader.number(.pushedRequestLifetime, in: 5...600, "seconds") ?? lifetimes.pushedRequest
        lifetimes.deviceCode = reader.number(.deviceCodeLifetime, in: 60...1800, "seconds") ?? lifetimes.deviceCode
        lifetimes.accessToken = reader.number(.accessTokenLifetime, in: 1...year, "seconds") ?? lifetimes.accessToken
        lifetimes.refreshIdle = reader.number(.refreshIdle, in: 1...(10 * year), "seconds") ?? lifetimes.refreshIdle
        lifetimes.refreshMaximum =
            reader.number(.refreshMaximum, in: 1...(10 * year), "seconds") ?? lifetimes.refreshMaximum
        lifetimes.refreshGrace = reader.number(.refreshGrace, in: 0...3600, "seconds") ?? lifetimes.refreshGrace
        self.lifetimes = lifetimes

        let levels = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
        let logLevel = reader.read(.logLevel, "one of \(levels)") { Logger.Level(rawValue: $0.lowercased()) }
        let logFormat = reader.read(.logFormat, "text or json") { LogFormat(rawValue: $0.lowercased()) }
        let metrics = reader.flag(.metrics)
        mail = MailSettings(&reader)
        let demandsNonces = reader.flag(.dpopNonce)
        let registration = reader.flag(.dynamicRegistration)
        let documents = reader.flag(.clientIDDocuments)
        let webhooksMayBePrivate = reader.flag(.webhookAllowPrivate)
        let schedule = reader.read(.webhookRetrySchedule, "1 to 30 numbers of seconds such as 5,300,1800") { text in
            let pauses = text.split(separator: ",", omittingEmptySubsequences: false).map { part in
                Int64(part.filter { $0 != " " }).flatMap { (1...604_800).contains($0) ? $0 : nil }
            }
            guard (1...30).contains(pauses.count), !pauses.contains(nil) else { return nil as RetrySchedule? }
            return RetrySchedule(pauses.compactMap { $0 })
        }
        webhookSchedule = schedule ?? .standard
        deliveryRecords = 86_400 * (reader.number(.webhookLogDays, in: 1...3650, "days") ?? 30)

        guard let database, let listen, let publicURL, let files, let secretKeyFile, let rateLimit, let logLevel,
            let logFormat,
            let metrics, let demandsNonces, let registration, let documents,
            let webhooksMayBePrivate, reader.faults.isEmpty
        else { throw ConfigurationFaults(reader.faults) }
        (self.database, self.listen, self.publicURL, self.files) = (database, listen, publicURL, files)
        (self.secretKeyFile, rateLimitPerMinute, self.metrics) = (secretKeyFile, Int(rateLimit), metrics)
        (demandsDPoPNonces, letsAppsRegister, readsClientDocuments) = (demandsNonces, registration, documents)
        (self.logLevel, self.logFormat) = (logLevel, logFormat)
        self.webhooksMayBePrivate = webhooksMayBePrivate
        origins = Origins(
            publicURL: publicURL.text, api: apiURL?.text, developers: developersURL?.text, portal: portalURL?.text)
        (values, unknownNames) = (reader.values, sources.unknownNames)
    }

    var isSQLite: Bool {
        if case .file = database { true } else { false }
    }

    /// What is not wrong, and yet surely not meant.
    var warnings: [String] {
        var warnings = unknownNames.map { "\($0.name) (\($0.source)) is not a setting of this release and is ignored" }
        if !publicURL.isSecure && !publicURL.isLoopback {
            warnings.append("\(Setting.publicURL.variable) is plain http: passwords and tokens can be read on the way")
        }
        if webhooksMayBePrivate {
            warnings.append(
                "\(Setting.webhookAllowPrivate.variable) is on: whoever may make webhooks can make this server call its own network"
            )
        }
        if publicURL.isLoopback, publicURL.port != listen.port {
            warnings.append(
                "\(Setting.publicURL.variable) is \(publicURL), and the server listens on port \(listen.port): links will lead nowhere"
            )
        }
        return warnings
    }
}
