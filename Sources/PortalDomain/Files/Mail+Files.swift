import Kernel

/// A customer who is written to about files.
struct FileReader: Sendable {
    let name: String
    let email: String
    let portalName: String
}

/// Mails to customers, whose language we do not know, and to the people of a portal.
extension Mail {
    static func filesShared(with reader: FileReader, address: String) -> Mail {
        Mail(
            to: reader.email,
            subject: "\(reader.portalName) shares files with you · \(reader.portalName) deelt bestanden met je",
            body: """
                Hello \(reader.name),

                \(reader.portalName) shares files with you. You find them here; this address is yours alone, so keep it to yourself:

                \(address)

                Hallo \(reader.name),

                \(reader.portalName) deelt bestanden met je. Je vindt ze hier; dit adres is alleen voor jou, dus houd het voor jezelf:

                \(address)

                """)
    }

    /// - Parameter files: what is wanted. The name of the request is for the portal owner alone (contract api-v1, 4.10).
    static func filesRequested(_ files: String, of reader: FileReader, address: String) -> Mail {
        Mail(
            to: reader.email,
            subject: "\(reader.portalName) asks you for files · \(reader.portalName) vraagt je om bestanden",
            body: """
                Hello \(reader.name),

                \(reader.portalName) asks you for files: \(files). You can send them here; this address is yours alone, so keep it to \
                yourself:

                \(address)

                Hallo \(reader.name),

                \(reader.portalName) vraagt je om bestanden: \(files). Je kunt ze hier sturen; dit adres is alleen voor jou, dus houd het \
                voor jezelf:

                \(address)

                """)
    }

    static func filesReceived(to person: String, portalName: String, name: String) -> Mail {
        Mail(
            to: person, subject: "The files of “\(name)” are in · De bestanden van “\(name)” zijn binnen",
            body: """
                Hello,

                All files that \(portalName) asked for with “\(name)” have been sent. You find them in the manage portal, under Files.

                Hallo,

                Alle bestanden waar \(portalName) met “\(name)” om vroeg zijn gestuurd. Je vindt ze in het beheerportaal, bij Bestanden.

                """)
    }
}
