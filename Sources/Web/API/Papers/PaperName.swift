import PortalDomain

/// Under which name the PDF of an invoice or offer is saved: its number.
enum PaperName {
    static func of(_ number: String) -> FileName {
        // A number such as 2025/001 is no folder.
        let name = number.unicodeScalars.prefix(200).map { $0 == "/" || $0 == "\\" ? "-" : $0 }
        return FileName(sent: "\(String(String.UnicodeScalarView(name))).pdf") ?? FileName(stored: "document.pdf")
    }
}
