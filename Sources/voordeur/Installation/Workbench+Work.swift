import Kernel
import PortalDomain

/// What is done with customers.
extension Workbench {
    var appointments: Appointments {
        Appointments(database: database, journal: journal, ambient: ambient, zones: TimeZones())
    }
    var punchCards: PunchCards { PunchCards(database: database, journal: journal, ambient: ambient) }
    var tickets: Tickets { Tickets(database: database, journal: journal, ambient: ambient) }
}
