import Kernel

/// The customers of a fresh test portal: invented, with addresses that no mail leaves for (RFC 2606).
enum SampleCustomers {
    static func make(_ ambient: Ambient) -> [Customer] {
        table.map { name, street, zipCode, city in
            let mailbox = name.lowercased().filter { $0.isASCII && $0.isLetter }
            return NewCustomer(
                companyName: name, address: street, zipCode: zipCode, city: city,
                primaryEmail: EmailAddress(stored: "info@\(mailbox).example")
            ).customer(ambient.makeID())
        }
    }

    private static let table: [(name: String, street: String, zipCode: String, city: String)] = [
        ("Drukkerij De Letter", "Havenstraat 12", "1271 AD", "Huizen"),
        ("Fietsen van Vliet", "Singel 4", "3112 GL", "Schiedam"),
        ("Bloemenhuis Roos", "Markt 31", "5211 JX", "'s-Hertogenbosch"),
        ("Koffiebranderij Noord", "Oosterstraat 8", "9711 NT", "Groningen"),
        ("Schildersbedrijf Kwast", "Lange Nering 77", "8302 EA", "Emmeloord"),
        ("Tuincentrum De Groene Hof", "Veldweg 2", "6708 PB", "Wageningen"),
        ("Advocatenkantoor Zeeman", "Boulevard 140", "4382 PL", "Vlissingen"),
        ("Muziekschool Allegro", "Koornmarkt 19", "2611 EB", "Delft"),
    ]
}
