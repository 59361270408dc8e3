import PortalDomain

/// The last line of an address abroad.
enum CountryName {
    /// In the language of the document for the countries around us, which is where nearly all foreign customers live; else the two letters,
    /// which the post everywhere understands.
    static func of(_ country: CountryCode, in language: MailLanguage) -> String {
        guard let names = names[country.text] else { return country.text }
        return language == .nl ? names.nl : names.en
    }

    private static let names: [String: (en: String, nl: String)] = [
        "AT": ("Austria", "Oostenrijk"), "AW": ("Aruba", "Aruba"), "BE": ("Belgium", "België"),
        "BQ": ("Caribbean Netherlands", "Caribisch Nederland"), "CH": ("Switzerland", "Zwitserland"),
        "CW": ("Curaçao", "Curaçao"), "CZ": ("Czechia", "Tsjechië"), "DE": ("Germany", "Duitsland"),
        "DK": ("Denmark", "Denemarken"), "ES": ("Spain", "Spanje"), "FI": ("Finland", "Finland"),
        "FR": ("France", "Frankrijk"), "GB": ("United Kingdom", "Verenigd Koninkrijk"), "GR": ("Greece", "Griekenland"),
        "HU": ("Hungary", "Hongarije"), "IE": ("Ireland", "Ierland"), "IT": ("Italy", "Italië"),
        "LU": ("Luxembourg", "Luxemburg"), "NL": ("Netherlands", "Nederland"), "NO": ("Norway", "Noorwegen"),
        "PL": ("Poland", "Polen"), "PT": ("Portugal", "Portugal"), "RO": ("Romania", "Roemenië"),
        "SE": ("Sweden", "Zweden"), "SR": ("Suriname", "Suriname"), "SX": ("Sint Maarten", "Sint Maarten"),
        "TR": ("Türkiye", "Turkije"), "US": ("United States", "Verenigde Staten"),
    ]
}
