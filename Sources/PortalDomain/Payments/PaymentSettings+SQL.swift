import Kernel
import Persistence

extension PaymentSettings {
    static func select(_ portal: PortalID) -> SQL {
        "SELECT integration, mollie_key, first_payment, mail_invoices FROM payment_settings WHERE portal_id = \(portal)"
    }

    /// In the transaction of somebody who makes a payment, so that it is made as the settings are now.
    static func find(in portal: PortalID, on connection: any SQLConnection) throws(StorageError) -> Values {
        try connection.first(select(portal), as: values) ?? .standard
    }

    static func values(_ row: SQLRow) throws(StorageError) -> Values {
        Values(
            integration: PaymentIntegration(rawValue: try row.text("integration")),
            hasMollieKey: try row.optionalText("mollie_key") != nil, chargesFirstTerm: try row.bool("first_payment"),
            mailsInvoices: try row.bool("mail_invoices"))
    }

    /// - Parameter sealed: nil leaves the key as it is, if there is to be one.
    static func save(
        _ values: Values, sealed: String?, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) {
        let word = values.integration?.rawValue ?? "none"
        let key: SQL = values.hasMollieKey ? "COALESCE(excluded.mollie_key, payment_settings.mollie_key)" : "NULL"
        try connection.execute(
            """
            INSERT INTO payment_settings (portal_id, integration, mollie_key, first_payment, mail_invoices)
            VALUES (\(portal), \(word), \(sealed), \(values.chargesFirstTerm), \(values.mailsInvoices))
            ON CONFLICT (portal_id) DO UPDATE SET integration = excluded.integration,
                mollie_key = \(key),
                first_payment = excluded.first_payment, mail_invoices = excluded.mail_invoices
            """)
    }
}
