import Kernel

/// What the demo data consists of.
struct DemoPlan: Sendable {
    struct Portal: Sendable {
        let slug: String
        let name: String
        let seed: UInt64
        let customers: Int
        /// Names, and how every how many customers one belongs to them.
        let groups: [(name: String, every: Int)]
        let ownerName: String
        let employeeName: String
    }

    struct App: Sendable {
        let name: String
        let description: String
        let website: String
        let type: AppType
        let profile: SecurityProfile
        let redirectURIs: [String]
        let scopes: Scopes
        let required: Scopes
        var options: AppOptions = []
    }

    let portals: [Portal]
    let developer: (name: String, email: String)
    let apps: [App]

    /// How long ago the portals were made.
    static let age: Int64 = 2 * 365 * 86_400

    static let standard = DemoPlan(
        portals: [
            Portal(
                slug: "bakkerij", name: "Bakkerij Jansen", seed: 1894, customers: 64,
                groups: [("Wekelijkse bestelling", 3), ("Horeca", 4), ("Feesten en partijen", 7)],
                ownerName: "Marieke Jansen",
                employeeName: "Tim Kuipers"),
            Portal(
                slug: "fietsenmaker", name: "Fietsen De Wit", seed: 1953, customers: 72,
                groups: [("Onderhoudscontract", 2), ("Zakelijke lease", 5), ("Verhuur", 6)], ownerName: "Joost de Wit",
                employeeName: "Fatima El Amrani"),
        ],
        developer: ("Polder Software", "developer@apps.example"),
        apps: [
            App(
                name: "Factuurkoppeling",
                description:
                    "Zet klanten en facturen elke nacht over naar je boekhouding, zodat je niets twee keer hoeft in te voeren.",
                website: "https://app1.example", type: .web, profile: .standard,
                redirectURIs: ["http://127.0.0.1:9999/callback", "https://app1.example/cb"],
                scopes: [.customersRead, .customersWrite, .invoicesRead], required: [.customersRead]),
            App(
                name: "Planbord", description: "Plant afspraken met je klanten, en stuurt ze op tijd een herinnering.",
                website: "https://app2.example", type: .web, profile: .strict,
                redirectURIs: ["http://127.0.0.1:9999/callback", "https://app2.example/cb"],
                scopes: [.customersRead, .customersWrite, .appointmentsRead, .appointmentsWrite], required: []),
            App(
                name: "Klantenkaart", description: "Je klanten op je telefoon: bellen, mailen en de weg vinden.",
                website: "https://app3.example", type: .native, profile: .strict,
                redirectURIs: ["http://127.0.0.1/callback", "com.example.app:/callback"],
                scopes: [.customersRead, .customersWrite], required: [], options: .deviceGrant),
        ])
}
