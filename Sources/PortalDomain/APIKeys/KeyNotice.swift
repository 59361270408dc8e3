import Kernel

/// Mails about one API key. They name it as the list does, and never hold it. English first, then Dutch: the language of the
/// reader is not known.
struct KeyNotice: Sendable {
    private let key: DueKey
    private let days: KeyLifetime

    init(_ key: DueKey, zone days: KeyLifetime) { (self.key, self.days) = (key, days) }

    private var shown: String { "\(key.name) (vdr_key_…\(key.lastFour))" }

    func ending(to person: String, end: Timestamp) -> Mail {
        let day = days.lastDay(before: end)
        return Mail(
            to: person,
            subject: "API key “\(key.name)” of \(key.portalName) ends on \(day) · API-sleutel eindigt op \(day)",
            body: """
                Hello,

                The API key \(shown) of \(key.portalName) works until \(day), that day included. \
                \(key.isReplaced ? "It was replaced by a new key: make sure that nothing uses this one any more." : """
                What uses it stops working then. Replace the key in time, or give it a later last day, under \
                Settings, API keys.
                """)

                Hallo,

                De API-sleutel \(shown) van \(key.portalName) werkt tot en met \(day). \
                \(key.isReplaced ? "Hij is vervangen door een nieuwe: zorg dat niets deze nog gebruikt." : """
                Wat hem gebruikt, werkt daarna niet meer. Vervang de sleutel op tijd, of geef hem een latere laatste dag, bij \
                Instellingen, API-sleutels.
                """)

                """)
    }

    func unused(to person: String) -> Mail {
        Mail(
            to: person,
            subject: "API key “\(key.name)” of \(key.portalName) was revoked · API-sleutel ingetrokken",
            body: """
                Hello,

                Nobody has used the API key \(shown) of \(key.portalName) for a year, so Voordeur has revoked it. If you still need \
                one, make a new key under Settings, API keys.

                Hallo,

                Niemand heeft de API-sleutel \(shown) van \(key.portalName) een jaar lang gebruikt, daarom heeft Voordeur hem \
                ingetrokken. Heb je er nog een nodig, maak dan een nieuwe bij Instellingen, API-sleutels.

                """)
    }
}
