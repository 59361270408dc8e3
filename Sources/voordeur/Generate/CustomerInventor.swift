import PortalDomain

/// Invents customers that could be real: the same seed, the same customers. Their addresses end in `.example`, so no
/// mail reaches anybody.
struct CustomerInventor: Sendable {
    private var dice: SplitMix64
    /// How many have an address that begins the same.
    private var namesakes: [String: Int] = [:]

    init(seed: UInt64) { dice = SplitMix64(seed: seed) }

    mutating func invent() -> NewCustomer {
        let surname = dice.pick(DutchWords.surnames)
        let (name, mailbox, host) = dice.chance(65) ? business(of: surname) : person(surname)
        let town = dice.pick(DutchWords.towns)
        let letters = dice.pick(DutchWords.postcodeLetters) + dice.pick(DutchWords.postcodeLetters)
        return NewCustomer(
            companyName: name, address: "\(dice.pick(DutchWords.streets)) \(houseNumber())",
            zipCode: "\(dice.number(in: town.postcodes))\(letters)", city: town.name,
            primaryEmail: email(mailbox, at: host), phone: dice.chance(90) ? phone(in: town) : nil)
    }

    private mutating func business(of surname: String) -> (name: String, mailbox: String, host: String) {
        let template = dice.pick(DutchWords.businesses)
        let isFirst = template.hasPrefix("%")
        let name = template.replacing("%", with: Self.capitalized(surname))
        let host = Self.host(isFirst ? name.prefix { $0 != "&" && $0 != "." }[...] : name[...])
        return (name, dice.pick(["info", "info", "administratie", "contact", "post"]), host)
    }

    private mutating func person(_ surname: String) -> (name: String, mailbox: String, host: String) {
        let first = dice.pick(DutchWords.firstNames)
        return ("\(first) \(surname)", "\(Self.host(first[...])).\(Self.host(surname[...]))", "mail")
    }

    /// Different for each customer: the second one with the same name gets a number.
    private mutating func email(_ mailbox: String, at host: String) -> EmailAddress {
        let number = namesakes["\(mailbox)@\(host)", default: 0] + 1
        namesakes["\(mailbox)@\(host)"] = number
        guard number > 1 else { return EmailAddress(stored: "\(mailbox)@\(host).example") }
        return EmailAddress(
            stored: host == "mail" ? "\(mailbox)\(number)@\(host).example" : "\(mailbox)@\(host)-\(number).example")
    }

    private mutating func houseNumber() -> String {
        "\(dice.number(in: 1...248))\(dice.chance(12) ? dice.pick(["a", "b", "c"]) : "")"
    }

    /// The digits after 555 are never given out by themselves.
    private mutating func phone(in town: DutchWords.Town) -> PhoneNumber {
        let isMobile = dice.chance(45)
        let prefix = isMobile ? "6" : town.area
        var number = "+31\(prefix)\(isMobile || prefix.count == 2 ? "555" : "55")"
        while number.count < 12 { number += "\(dice.number(below: 10))" }
        return PhoneNumber(stored: number)
    }

    /// `van den Berg` at the start of a name is `Van den Berg`.
    private static func capitalized(_ surname: String) -> String {
        surname.prefix(1).uppercased() + surname.dropFirst()
    }

    /// `Café De Vries` becomes `cafe-de-vries`.
    private static func host(_ name: Substring) -> String {
        var words = ""
        for scalar in name.lowercased().unicodeScalars {
            switch scalar {
            case "a"..."z", "0"..."9": words.unicodeScalars.append(scalar)
            case "é", "è", "ë": words += "e"
            case "ı", "ï": words += "i"
            case "ö", "ó": words += "o"
            case " ", "-": words += "-"
            default: break
            }
        }
        return words.split(separator: "-").joined(separator: "-")
    }
}
