import Kernel

/// How a portal presents itself on its invoices and offers, and in the mails that go with them.
package struct Letterhead: Sendable, Equatable {
    /// As in the register of companies; the name of the portal until somebody says otherwise.
    package let name: String
    package let address: String
    package let zipCode: String
    package let city: String
    package let country: CountryCode
    package let email: EmailAddress?
    package let vatNumber: String?
    /// Of the chamber of commerce.
    package let registration: String?
    package let iban: IBAN?
    package let language: MailLanguage

    /// What a portal has that never said anything.
    static func plain(named name: String) -> Letterhead {
        Letterhead(
            name: name, address: "", zipCode: "", city: "", country: .netherlands, email: nil, vatNumber: nil,
            registration: nil, iban: nil, language: .nl)
    }

    var party: PaperDocument.Party {
        PaperDocument.Party(name: name, address: address, zipCode: zipCode, city: city, country: country)
    }

    var particulars: PaperDocument.Particulars {
        PaperDocument.Particulars(
            email: email?.text, vatNumber: vatNumber, registration: registration, iban: iban?.grouped)
    }

    var facts: JSONValue {
        .facts([
            "name": name, "address": address, "zip_code": zipCode, "city": city, "country": country.text,
            "email": email?.text, "vat_number": vatNumber, "registration": registration, "iban": iban?.text,
            "language": language.rawValue,
        ])
    }
}

/// A letterhead as somebody typed it.
package struct LetterheadForm: Sendable {
    package let name: String
    package let address: String
    package let zipCode: String
    package let city: String
    package let country: String
    package let email: String
    package let vatNumber: String
    package let registration: String
    package let iban: String
    package let language: String

    package init(_ field: (String) -> String) {
        (name, address, zipCode) = (field("name"), field("address"), field("zip_code"))
        (city, country, email) = (field("city"), field("country"), field("email"))
        (vatNumber, registration) = (field("vat_number"), field("registration"))
        (iban, language) = (field("iban"), field("language"))
    }

    /// Every field is checked, and all that is wrong is told at once.
    func letterhead() throws(RefusedForm) -> Letterhead {
        var problems: [FormProblem] = []
        func line(_ field: String, _ text: String, _ limit: Int) -> String {
            guard !PublicName.trimmed(text).isEmpty else { return "" }
            do throws(PublicName.Fault) {
                return try PublicName(text, limit: limit).text
            } catch {
                problems.append(error.problem(of: field))
                return ""
            }
        }
        func checked<Value>(_ field: String, _ text: String, _ parse: (String) -> Value?) -> Value? {
            let text = PublicName.trimmed(text)
            guard !text.isEmpty else { return nil }
            guard let value = parse(text) else {
                problems.append(FormProblem(field, "error.letterhead.\(field)"))
                return nil
            }
            return value
        }
        let name = line("name", name, 120)
        if name.isEmpty, !problems.contains(where: { $0.field == "name" }) {
            problems.append(FormProblem("name", "error.name.required"))
        }
        let letterhead = Letterhead(
            name: name, address: line("address", address, 120), zipCode: line("zip_code", zipCode, 20),
            city: line("city", city, 120), country: checked("country", country) { CountryCode($0) } ?? .netherlands,
            email: checked("email", email) { EmailAddress($0) },
            vatNumber: checked("vat_number", vatNumber, Self.vatNumber),
            registration: checked("registration", registration) { text in
                text.unicodeScalars.count <= 40 && text.unicodeScalars.allSatisfy(PublicName.isVisible) ? text : nil
            },
            iban: checked("iban", iban) { IBAN($0) },
            language: checked("language", language) { MailLanguage(rawValue: $0) } ?? .nl)
        guard problems.isEmpty else { throw RefusedForm(problems) }
        return letterhead
    }

    /// Two letters of the country, and what that country gives out; spaces and full stops do not matter.
    private static func vatNumber(_ text: String) -> String? {
        let bytes = text.uppercased().utf8.filter { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: ".") }
        let isWhole = bytes.allSatisfy { (48...57).contains($0) || (65...90).contains($0) }
        guard isWhole, (4...16).contains(bytes.count), bytes.prefix(2).allSatisfy({ $0 > 64 }) else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }
}
