import Kernel

extension CustomerInvoice {
    var auditObject: AuditEvent.Object { .init(kind: "customer-invoice", id: id.text) }

    /// As the audit log shows it. The address of payment is a secret, and no fact.
    var facts: JSONValue {
        .facts([
            "customerId": customer.text, "invoiceNumber": number, "issuedAt": issuedAt.description,
            "amount": amount.description, "paidAt": paidAt.map { "\($0.seconds)" },
        ])
    }
}
