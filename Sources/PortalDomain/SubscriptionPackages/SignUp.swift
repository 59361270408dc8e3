package import Kernel

/// A UUID of version 7 (RFC 9562 §5.7): 48 bits of milliseconds and 74 random bits.
package struct SignUpID: Sendable, Hashable, CustomStringConvertible {
    package let text: String

    /// Nil for what is no UUID in lower case.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 36 else { return nil }
        for (position, byte) in bytes.enumerated() {
            let isDash = [8, 13, 18, 23].contains(position)
            guard isDash ? byte == UInt8(ascii: "-") : Self.digits.contains(byte) else { return nil }
        }
        self.text = text
    }

    /// Trusts a column of our own database.
    init(stored text: String) { self.text = text }

    init(_ ambient: Ambient) {
        let milliseconds = ambient.milliseconds()
        var bytes = (0..<6).map { UInt8(truncatingIfNeeded: milliseconds >> (40 - 8 * $0)) } + ambient.randomBytes(10)
        bytes[6] = bytes[6] & 0x0F | 0x70
        bytes[8] = bytes[8] & 0x3F | 0x80
        var text = ""
        for (position, byte) in bytes.enumerated() {
            if [4, 6, 8, 10].contains(position) { text += "-" }
            text.unicodeScalars.append(Unicode.Scalar(Self.digits[Int(byte >> 4)]))
            text.unicodeScalars.append(Unicode.Scalar(Self.digits[Int(byte & 15)]))
        }
        self.text = text
    }

    private static let digits = Array("0123456789abcdef".utf8)

    package var description: String { text }
}

/// Somebody who is no customer yet and has chosen a package: once the first term is paid, they are one (contract api-v1, 4.8).
package struct SignUp: Sendable, Equatable {
    /// Seconds that it waits for the payment.
    package static let lifetime: Int64 = 86_400

    package let id: SignUpID
    package let portal: PortalID
    /// The package as it was chosen.
    package let name: String
    package let interval: BillingInterval
    package let amount: Cents
    package let vatRate: VATRate
    package let companyName: String
    package let address: String
    package let zipCode: String
    package let city: String
    package let email: EmailAddress
    package let createdAt: Timestamp
    package let expiresAt: Timestamp
    /// What came of it.
    package let subscription: SubscriptionID?

    package func isOpen(at now: Timestamp) -> Bool { subscription == nil && now < expiresAt }

    var auditObject: AuditEvent.Object { .init(kind: "sign-up", id: id.text) }
}

/// Who wants to become a customer.
package struct Applicant: Sendable {
    package let companyName: String
    package let address: String
    package let zipCode: String
    package let city: String
    package let email: EmailAddress

    package init(companyName: String, address: String, zipCode: String, city: String, email: EmailAddress) {
        (self.companyName, self.address, self.zipCode) = (companyName, address, zipCode)
        (self.city, self.email) = (city, email)
    }
}
