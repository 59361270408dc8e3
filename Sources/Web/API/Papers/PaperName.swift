import PortalDomain

/// Under which name the PDF of an invoice or offer is saved: its number.
enum PaperName {
    static func of(_ number: String) -> FileName {
        // A number such as 2025/001 is no folder.
        let name = String(number.map { $0 == "/" || $0 == "\\" ? "-" : $0 }.prefix(200))
        return FileName(sent: "\(name).pdf") ?? FileName(stored: "document.pdf")
    }
}
