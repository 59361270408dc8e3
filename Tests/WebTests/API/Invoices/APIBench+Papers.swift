import PortalDomain

extension APIBench {
    var invoices: CustomerInvoices { useCases.customerInvoices }
    var platformInvoices: PlatformInvoices { useCases.platformInvoices }
}
