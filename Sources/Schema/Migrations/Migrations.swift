package import Persistence

/// Every step of the schema, oldest first. A released step is never edited: its checksum is recorded.
package enum Migrations {
    package static let all: [Migration] = [
        m0001Platform, m0002Apps, m0003Grants, m0004APIKeys, m0005Customers, m0006Journal, m0007AppKeys, m0008DPoP,
        m0009AppTokens, m0010PushedRequests, m0011Devices, m0012Resources, m0013MailDelivery, m0014AppRegistrations,
        m0015ClientDocuments, m0016APIKeysInFull, m0018AuditAppendOnly, m0020Accounts, m0021SecondFactors,
        m0023Logos, m0024AppActivity, m0025TestPortals, m0028Installation, m0030PortalSuspension, m0031Contents,
        m0032Files, m0033Webhooks, m0034CustomerInvoices, m0035CustomerOffers, m0036PlatformInvoices, m0037Payments,
        m0038Subscriptions, m0039Packages, m0040Appointments, m0041PunchCards, m0042Tickets, m0043Agreements,
        m0044TicketAttachments, m0045LargePortals, m0051PaymentTries, m0053DiscardedBytes, m0054ContentsSizes,
        m0055WebhookFailures, m0056RateReports,
    ]

    /// Tables whose every statement names `portal_id` (architecture, 5.7).
    package static let tenantTables: Set<String> = [
        "memberships", "standings", "consents", "grants", "authorization_codes", "access_tokens",
        "retired_refresh_tokens", "api_keys", "customers", "customer_groups", "customer_group_members",
        "audit_events", "idempotency_records", "webhooks", "webhook_deliveries", "contents", "appointments",
        "punch_cards", "issued_punch_cards", "tickets", "ticket_messages", "payment_settings", "payment_links",
        "payments", "subscriptions", "subscription_packages", "sign_ups", "files", "file_shares",
        "file_share_entries", "file_requests", "requested_files", "letterheads", "letterhead_logos",
        "invoice_numbers", "customer_invoices", "customer_offers", "platform_invoices", "platform_invoice_lines",
        "ticket_attachments", "agreements", "agreement_signers", "agreement_documents",
    ]

    package static let statementGuard = StatementGuard(tenantTables: tenantTables)
}
