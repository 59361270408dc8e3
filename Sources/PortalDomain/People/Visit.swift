package import Kernel

/// From where somebody acts: what a session remembers, and what a security mail tells its reader.
package struct Visit: Sendable {
    package let address: String
    /// The random id that the browser keeps, signed in or not.
    package let browser: TokenDigest
    package let device: Device
    /// In which the pages are shown.
    package let language: MailLanguage

    package init(address: String, browser: TokenDigest, device: Device, language: MailLanguage) {
        (self.address, self.browser, self.device, self.language) = (address, browser, device, language)
    }
}
