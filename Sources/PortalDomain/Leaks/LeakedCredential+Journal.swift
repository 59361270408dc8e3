import Kernel

/// What is told about a leaked credential that was ended.
struct LeakFacts: Sendable {
    /// Of the key or of the app.
    let name: String
    /// Empty for tokens, of which nothing is kept that could be shown.
    let lastFour: String
    /// Who made the key or allowed the app.
    var user: UserID?
    /// Empty for an App Secret.
    let portalName: String
}

extension LeakedCredential {
    func event(_ facts: LeakFacts, by actor: AuditEvent.Actor) -> AuditEvent {
        let about = JSONValue.facts(["name": facts.name, "last_four": facts.lastFour.isEmpty ? nil : facts.lastFour])
        switch self {
        case .apiKey(let portal, let id):
            return AuditEvent(
                "api_key.leaked", in: .portal(portal), by: actor, on: .init(kind: "api_key", id: id.text),
                before: about)
        case .accessToken(let portal, let grant):
            return AuditEvent(
                "access_token.leaked", in: .portal(portal), by: actor, on: .init(kind: "grant", id: grant.text),
                before: .facts(["app": facts.name]))
        case .grant(let portal, let grant):
            return AuditEvent(
                "grant.leaked", in: .portal(portal), by: actor, on: .init(kind: "grant", id: grant.text),
                before: .facts(["app": facts.name]))
        case .appSecret(let secret, let app, let developer):
            return AuditEvent(
                "app_secret.leaked", in: .developer(developer), by: actor, on: .init(kind: "app", id: app.text),
                before: .facts(["name": facts.name, "secret": secret.text, "last_four": facts.lastFour]))
        case .appToken(let app, let developer):
            return AuditEvent(
                "app_token.leaked", in: .developer(developer), by: actor, on: .init(kind: "app", id: app.text),
                before: .facts(["name": facts.name]))
        }
    }

    /// English first, then Dutch: the language of the reader is not known. Never with the token in it.
    func mail(_ facts: LeakFacts, to person: String) -> Mail {
        switch self {
        case .apiKey:
            let key = "\(facts.name) (vdr_key_…\(facts.lastFour))"
            return Mail(
                to: person,
                subject: "A leaked API key of \(facts.portalName) was revoked · Gelekte API-sleutel ingetrokken",
                body: """
                    Hello,

                    Somebody found the API key \(key) of \(facts.portalName) in a place where others can read it, and reported it. \
                    Voordeur has revoked it at once: what used it has stopped working.

                    Make a new key under Settings, API keys. Find out where the old one was left, and look at the audit log for \
                    what was done with it.

                    Hallo,

                    Iemand vond de API-sleutel \(key) van \(facts.portalName) op een plek waar anderen hem kunnen lezen, en heeft dat \
                    gemeld. Voordeur heeft hem meteen ingetrokken: wat hem gebruikte, werkt niet meer.

                    Maak een nieuwe sleutel bij Instellingen, API-sleutels. Zoek uit waar de oude is achtergebleven, en kijk in het \
                    logboek wat ermee is gedaan.

                    """)
        case .accessToken, .grant:
            return Mail(
                to: person,
                subject: "A leaked token of \(facts.name) was revoked · Gelekt token van \(facts.name) ingetrokken",
                body: """
                    Hello,

                    Somebody found a token with which the app \(facts.name) works for \(facts.portalName), in a place where others \
                    can read it, and reported it. Voordeur has ended it at once.

                    Ask the developer of \(facts.name) what happened. If the app has lost its access, connect it again when you \
                    trust it. The audit log (Settings, Audit log) shows what was done.

                    Hallo,

                    Iemand vond een token waarmee de app \(facts.name) voor \(facts.portalName) werkt, op een plek waar anderen het \
                    kunnen lezen, en heeft dat gemeld. Voordeur heeft het meteen beëindigd.

                    Vraag de ontwikkelaar van \(facts.name) wat er is gebeurd. Heeft de app geen toegang meer, koppel hem dan \
                    opnieuw als je hem vertrouwt. Het logboek (Instellingen, Logboek) toont wat er is gedaan.

                    """)
        case .appToken:
            return Mail(
                to: person,
                subject: "A leaked token of \(facts.name) was revoked · Gelekt token van \(facts.name) ingetrokken",
                body: """
                    Hello,

                    Somebody found a token of \(facts.name) about itself in a place where others can read it, and reported it. Voordeur \
                    has ended it at once. Find out where it was left, and make a new App Secret if that may have been there too.

                    Hallo,

                    Iemand vond een token van \(facts.name) over zichzelf op een plek waar anderen het kunnen lezen, en heeft dat gemeld. \
                    Voordeur heeft het meteen beëindigd. Zoek uit waar het is achtergebleven, en maak een nieuw App Secret als dat daar \
                    ook kan hebben gestaan.

                    """)
        case .appSecret:
            return Mail(
                to: person, subject: "A leaked App Secret of \(facts.name) was revoked · Gelekt App Secret ingetrokken",
                body: """
                    Hello,

                    Somebody found the App Secret of \(facts.name) that ends in \(facts.lastFour), in a place where others can read \
                    it, and reported it. Voordeur has revoked it at once: your app gets no tokens with it any more.

                    Make a new secret on the page of the app, and find out where the old one was left.

                    Hallo,

                    Iemand vond het App Secret van \(facts.name) dat eindigt op \(facts.lastFour), op een plek waar anderen het kunnen \
                    lezen, en heeft dat gemeld. Voordeur heeft het meteen ingetrokken: je app krijgt er geen tokens meer mee.

                    Maak een nieuw secret op de pagina van de app, en zoek uit waar het oude is achtergebleven.

                    """)
        }
    }
}
