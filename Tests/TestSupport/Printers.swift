import Crypto
package import PortalDomain
package import Printing

extension DocumentPrinter where Self == PDFPrinter {
    /// One for all tests: each has threads of its own.
    package static var shared: PDFPrinter { Printers.shared }
}

private enum Printers {
    static let shared = PDFPrinter(waiting: 1000)
}

extension PublicInvoiceLinks {
    /// At the address of tests, with a key that is always the same.
    package static let ofTests = PublicInvoiceLinks(
        key: SymmetricKey(data: [UInt8](repeating: 9, count: 32)), origin: ServerUnderTest.issuer)
}
