package import PortalDomain
package import Printing

extension DocumentPrinter where Self == PDFPrinter {
    /// One for all tests: each has threads of its own.
    package static var shared: PDFPrinter { Printers.shared }
}

private enum Printers {
    static let shared = PDFPrinter(waiting: 1000)
}
