/// What an operator can set, by its name in the environment without `VOORDEUR_`. `docs/configuration.md` explains each.
enum Setting: String, CaseIterable, Sendable {
    case databaseURL = "DATABASE_URL"
    case listen = "LISTEN"
    case publicURL = "PUBLIC_URL"
    case apiURL = "API_URL"
    case developersURL = "DEVELOPERS_URL"
    case portalURL = "PORTAL_URL"
    case files = "FILES"
    case filesKeyID = "FILES_KEY_ID"
    case filesSecretKey = "FILES_SECRET_KEY"
    case filesPerPortal = "FILES_PER_PORTAL"
    case uploadLimit = "UPLOAD_LIMIT"
    case bodyLimit = "BODY_LIMIT"
    case secretKeyFile = "SECRET_KEY_FILE"
    case rateLimitPerMinute = "RATE_LIMIT_PER_MINUTE"
    case trustedProxies = "TRUSTED_PROXIES"
    case smtpURL = "SMTP_URL"
    case mailFrom = "MAIL_FROM"
    case smtpCAFile = "SMTP_CA_FILE"
    case codeLifetime = "CODE_LIFETIME"
    case pushedRequestLifetime = "PUSHED_REQUEST_LIFETIME"
    case deviceCodeLifetime = "DEVICE_CODE_LIFETIME"
    case accessTokenLifetime = "ACCESS_TOKEN_LIFETIME"
    case refreshIdle = "REFRESH_IDLE"
    case refreshMaximum = "REFRESH_MAX"
    case refreshGrace = "REFRESH_GRACE"
    case webhookAllowPrivate = "WEBHOOK_ALLOW_PRIVATE"
    case webhookRetrySchedule = "WEBHOOK_RETRY_SCHEDULE"
    case webhookLogDays = "WEBHOOK_LOG_DAYS"
    case dpopNonce = "DPOP_NONCE"
    case dynamicRegistration = "DYNAMIC_REGISTRATION"
    case clientIDDocuments = "CLIENT_ID_DOCUMENTS"
    case logLevel = "LOG_LEVEL"
    case logFormat = "LOG_FORMAT"
    case metrics = "METRICS"

    static let prefix = "VOORDEUR_"

    /// As an environment variable.
    var variable: String { Self.prefix + rawValue }
    /// As a name in `voordeur.yaml`.
    var yamlName: String { rawValue.lowercased() }

    /// Nil: no value unless somebody sets one.
    var standard: String? {
        switch self {
        case .databaseURL: "sqlite:var/voordeur.db"
        case .listen: "127.0.0.1:8080"
        case .publicURL: "http://localhost:8080"
        case .apiURL, .developersURL, .portalURL, .trustedProxies: nil
        case .files: "file:var/files"
        case .filesPerPortal: "0"
        case .uploadLimit: "25"
        case .bodyLimit: "1024"
        case .secretKeyFile: "var/secret.key"
        case .rateLimitPerMinute: "60"
        case .codeLifetime: "60"
        case .pushedRequestLifetime: "90"
        case .deviceCodeLifetime: "600"
        case .accessTokenLifetime: "3600"
        case .refreshIdle: "5184000"
        case .refreshMaximum: "31536000"
        case .refreshGrace: "10"
        case .dpopNonce, .dynamicRegistration, .clientIDDocuments, .webhookAllowPrivate: "false"
        case .logLevel: "info"
        case .logFormat: "text"
        case .metrics: "true"
        case .webhookLogDays: "30"
        case .webhookRetrySchedule: "5,300,1800,7200,18000,36000,50400,72000,86400"
        case .smtpURL, .mailFrom, .smtpCAFile, .filesKeyID, .filesSecretKey: nil
        }
    }
}

/// Where a value comes from, the strongest first.
enum SettingSource: String, CaseIterable, Sendable, CustomStringConvertible {
    case flag
    case environment
    case dotEnv = ".env"
    case yaml = "voordeur.yaml"
    case standard = "default"

    var description: String { rawValue }
}

struct SettingValue: Sendable {
    let text: String
    let source: SettingSource
}
