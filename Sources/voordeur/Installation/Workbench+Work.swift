import Kernel
import PortalDomain
import Web

/// What is done with customers.
extension Workbench {
    var appointments: Appointments {
        Appointments(database: database, journal: journal, ambient: ambient, zones: TimeZones())
    }
    var punchCards: PunchCards { PunchCards(database: database, journal: journal, ambient: ambient) }
    var tickets: Tickets { Tickets(database: database, journal: journal, ambient: ambient) }

    /// Reads the key of the server, with which the links in mails to signers are made.
    func agreements() throws -> Agreements {
        let key = try SecretKeyFile(path: settings.secretKeyFile).load(from: .system())
        return Agreements(
            database: database, journal: journal, ambient: ambient, zones: TimeZones(),
            links: Server.signingLinks(key, settings.origins))
    }
}
