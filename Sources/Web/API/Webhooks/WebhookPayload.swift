import Kernel
import OAuth
import PortalDomain

/// `Webhook` of contract api-v1, 4.16. The same in all versions.
enum WebhookPayload {
    /// Which of the secrets an answer shows.
    enum Secrets {
        /// In what is sent to the receiver.
        case none
        case published
        /// When it has just been made.
        case both(signing: Secret<String>)
    }

    static func write(_ webhook: Webhook, showing secrets: Secrets, in zone: TimeZoneTable, to json: inout JSONWriter) {
        json.object { json in
            json.field("id", webhook.id.text)
            json.field("createdAt", zone.atom(webhook.createdAt))
            json.field("type", webhook.type.rawValue)
            json.field("url", webhook.url.text)
            switch secrets {
            case .none: break
            case .published: json.field("secret", webhook.secret.expose())
            case .both(let signing):
                json.field("secret", webhook.secret.expose())
                json.field("signingSecret", signing.expose())
            }
            json.field("sendSecretHeader", webhook.sendsSecret)
            json.field("apiVersion", webhook.shape.version)
            json.field("active", webhook.isActive)
        }
    }

    static let schema = Schema.Component("Webhook") { _ in .object(properties(signing: false)) }
    static let issuedSchema = Schema.Component("IssuedWebhook") { _ in .object(properties(signing: true)) }

    private static func properties(signing: Bool) -> [Schema.Property] {
        let signingSecret: Schema.Property = .init(
            "signingSecret",
            .string("Signs every delivery. Shown only here.", example: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
        return [
            .init("id", .id("wbh_06arr36bke92erf2f8e0")), .init("createdAt", .moment),
            .init("type", .choice(EventType.allCases.map(\.rawValue))),
            .init("url", .string(example: "https://example.nl/hook")),
            .init("secret", .string("Sent as X-Webhook-Signature.", example: "k3Jd82mQpZ7xLw0RtB5n")),
        ] + (signing ? [signingSecret] : []) + [
            .init("sendSecretHeader", .boolean),
            .init("apiVersion", .string("The shape of the payload.", example: "1.0.0")),
            .init("active", .boolean),
        ]
    }
}

/// `WebhookDelivery` of contract api-v1, 4.16. The same in all versions.
enum WebhookDeliveryPayload {
    static func write(_ delivery: WebhookDelivery, in zone: TimeZoneTable, to json: inout JSONWriter) {
        json.object { json in
            json.field("id", delivery.id.text)
            json.field("createdAt", zone.atom(delivery.createdAt))
            json.field("webhookId", delivery.webhook.text)
            json.field("eventId", delivery.event.text)
            json.field("type", delivery.type)
            json.field("status", delivery.status.rawValue)
            json.field("attempts", delivery.attempts)
            json.field("lastAttemptAt", delivery.lastAttemptAt.map(zone.atom))
            json.field("nextAttemptAt", delivery.nextAttemptAt.map(zone.atom))
            json.field("responseStatus", delivery.responseStatus)
            json.field("error", delivery.error?.rawValue)
        }
    }

    static let schema = Schema.Component("WebhookDelivery") { _ in
        .object([
            .init("id", .id("whd_06arv3ahmj7pt17fhahr")), .init("createdAt", .moment),
            .init("webhookId", .id("wbh_06arr36bke92erf2f8e0")), .init("eventId", .id("evt_06ary3eqnpq9ff8eva1f")),
            .init("type", .choice(EventType.allCases.map(\.rawValue) + [WebhookDelivery.testType])),
            .init("status", .choice(["pending", "delivered", "failed"])),
            .init("attempts", .integer("Attempts made.", example: 1)), .init("lastAttemptAt", .moment.nullable),
            .init("nextAttemptAt", .moment.nullable),
            .init("responseStatus", .integer("Of the last attempt.", example: 200).nullable),
            .init("error", .choice(WebhookFault.allCases.map(\.rawValue)).nullable),
        ])
    }
}

/// The body of `create-webhook`.
enum WebhookRequest {
    /// - Parameter fault: asks whether an address may be reached.
    static func new(
        _ call: APICall, _ versions: APIVersions, fault: (WebhookURL) async -> ReceiverFault?
    ) async throws -> NewWebhook {
        var fields = FieldReader(call.body)
        let url = fields.required("url", .webhookURL)
        let type = fields.required("type", .choice as ValueRule<EventType>)
        let sendsSecret = fields.optional("sendSecretHeader", .boolean)
        let version = fields.optional("apiVersion", .version(of: versions))
        var unreachable: ReceiverFault?
        if let url { unreachable = await fault(url) }
        switch unreachable {
        case nil: break
        case .notSecure: fields.refuse("url", "Must be an https address.")
        case .forbidden: fields.refuse("url", "Leads to an address that webhooks may not reach.")
        }
        guard fields.errors.isEmpty, let url, let type else { throw fields.refusal }
        return NewWebhook(
            type: type, url: url, sendsSecret: sendsSecret ?? true, version: version ?? call.version.name,
            isWhole: call.principal.scopes.contains(type.scope))
    }

    static let newSchema = Schema.Component("NewWebhook") { _ in
        .object([
            .init("url", .text(WebhookURL.longest, example: "https://example.nl/hook")),
            .init("type", .choice(EventType.allCases.map(\.rawValue))),
            .init("sendSecretHeader", .boolean, isRequired: false),
            .init(
                "apiVersion", .string("That of this request if absent.", example: "1.0.0"), isRequired: false),
        ])
    }
}

extension ValueRule where Value == WebhookURL {
    static var webhookURL: ValueRule<WebhookURL> {
        ofText(
            "Must be an absolute https address of at most \(WebhookURL.longest) characters, without user name and fragment."
        ) { WebhookURL($0) }
    }
}

extension ValueRule where Value == String {
    fileprivate static func version(of versions: APIVersions) -> ValueRule<String> {
        ofText("Must be one of: \(versions.names.joined(separator: ", ")).") { name in
            versions.names.contains(name) ? name : nil
        }
    }
}
