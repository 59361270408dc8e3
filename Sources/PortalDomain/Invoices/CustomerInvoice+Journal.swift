import Kernel

extension CustomerInvoice {
    var auditObject: AuditEvent.Object { .init(kind: "customer-invoice", id: id.text) }

    /// As the audit log shows it. The address of payment is a secret, and no fact.
    var facts: JSONValue {
        .facts([
            "customer_id": customer.text, "invoice_number": number, "issued_at": issuedAt.description,
            "amount": amount.description, "paid_at": paidAt.map { "\($0.seconds)" },
        ])
    }
}
