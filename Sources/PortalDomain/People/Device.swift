/// A browser and its system in words, as far as the `User-Agent` (RFC 9110 §10.1.5) tells the truth.
///
/// For people who look whether a session is theirs, and for nothing else: whoever wants to can send any name.
package struct Device: Sendable, Equatable {
    /// What the database keeps: printable ASCII, cut off where no real browser gets to.
    package let userAgent: String

    package init(userAgent: String) {
        self.userAgent = String(
            decoding: userAgent.utf8.lazy.filter { (0x20...0x7E).contains($0) }.prefix(255), as: UTF8.self)
    }

    /// `Firefox on Linux`, `Safari op iPhone`.
    package func words(in language: MailLanguage) -> String {
        let browser = Self.browsers.first { userAgent.contains($0.sign) }?.name
        let system = Self.systems.first { userAgent.contains($0.sign) }?.name
        switch (language, browser, system) {
        case (.en, let browser?, let system?): return "\(browser) on \(system)"
        case (.nl, let browser?, let system?): return "\(browser) op \(system)"
        case (_, let browser?, nil): return browser
        case (.en, nil, let system?): return "A browser on \(system)"
        case (.nl, nil, let system?): return "Een browser op \(system)"
        case (.en, nil, nil): return "An unknown browser"
        case (.nl, nil, nil): return "Een onbekende browser"
        }
    }

    // The first sign that is found counts: nearly every browser also claims to be Safari, and most claim to be Chrome.
    private static let browsers: [(sign: String, name: String)] = [
        ("Edg/", "Edge"), ("EdgA/", "Edge"), ("EdgiOS/", "Edge"), ("OPR/", "Opera"),
        ("SamsungBrowser/", "Samsung Internet"),
        ("Vivaldi/", "Vivaldi"), ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"), ("CriOS/", "Chrome"),
        ("Chrome/", "Chrome"), ("Chromium/", "Chromium"), ("Safari/", "Safari"), ("curl/", "curl"),
    ]

    private static let systems: [(sign: String, name: String)] = [
        ("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Macintosh", "macOS"),
        ("CrOS", "ChromeOS"), ("Linux", "Linux"), ("BSD", "BSD"),
    ]
}
