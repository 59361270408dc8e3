/// Tells the owners of a portal that a webhook was paused. English first, then Dutch: the language of the reader is not known.
struct WebhookNotice: Sendable {
    let type: String
    /// Not the whole address, which may hold a secret.
    let host: String
    let portal: String

    func paused(to person: String) -> Mail {
        Mail(
            to: person,
            subject: "A webhook of \(portal) was paused · Een webhook van \(portal) is gepauzeerd",
            body: """
                Hello,

                For five days nothing that Voordeur sent to \(host) (\(type), \(portal)) has arrived. So that webhook is paused: \
                it gets nothing any more. What waited for it is listed as failed, and can be sent again by hand for 30 days.

                Is the receiver there again? Then delete the webhook under Webhooks and make a new one.

                Hallo,

                Vijf dagen lang is niets aangekomen van wat Voordeur naar \(host) stuurde (\(type), \(portal)). Daarom is die webhook \
                gepauzeerd: hij krijgt niets meer. Wat erop wachtte, staat als mislukt in de lijst en kan 30 dagen lang met de hand \
                opnieuw worden verstuurd.

                Is de ontvanger er weer? Verwijder dan de webhook bij Webhooks en maak een nieuwe.

                """)
    }
}
