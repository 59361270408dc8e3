/// `/manage/settings/letterhead`.
package struct LetterheadPage: Page {
    package static let template = "letterhead"

    /// A line of the form.
    package struct Field: Sendable, Equatable {
        package let name: String
        package let label: String
        package let hint: String?
        package let type: String
        package let limit: String
        package let isRequired: Bool
        package let autocomplete: String
        package let value: String
        package let error: String?

        private init(
            _ name: String, limit: Int, _ autocomplete: String, type: String = "text", isRequired: Bool = false
        ) {
            (self.name, self.limit, self.autocomplete) = (name, "\(limit)", autocomplete)
            (self.type, self.isRequired) = (type, isRequired)
            (label, hint, value, error) = ("", nil, "", nil)
        }

        package init(_ field: Field, _ content: FieldView, _ texts: Texts) {
            (name, type, limit, isRequired) = (field.name, field.type, field.limit, field.isRequired)
            autocomplete = field.autocomplete
            label = texts("letterhead.\(name)")
            hint = Self.hinted.contains(name) ? texts("letterhead.\(name).hint") : nil
            (value, error) = (content.value, content.error)
        }

        private static let hinted: Set = ["name", "email", "iban"]

        /// In the order of the form.
        package static let all = [
            Field("name", limit: 120, "organization", isRequired: true), Field("address", limit: 120, "street-address"),
            Field("zip_code", limit: 20, "postal-code"), Field("city", limit: 120, "address-level2"),
            Field("country", limit: 2, "country"), Field("email", limit: 254, "email", type: "email"),
            Field("vat_number", limit: 20, "off"), Field("registration", limit: 40, "off"),
            Field("iban", limit: 42, "off"),
        ]
    }

    package let fields: [Field]
    package let languages: [OptionView]
    package let hasLogo: Bool
    package let logoError: String?
    package let problems: ProblemSummary?

    package init(fields: [Field], languages: [OptionView], hasLogo: Bool, logoError: String? = nil) {
        (self.fields, self.languages, self.hasLogo, self.logoError) = (fields, languages, hasLogo, logoError)
        problems = ProblemSummary(nil, fields.map { (id: $0.name, error: $0.error) } + [(id: "logo", error: logoError)])
    }
}
