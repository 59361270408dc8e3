import Kernel
import PortalDomain

extension FieldReader {
    /// What is wrong with a request that names a customer.
    ///
    /// Whether the portal has that customer is asked here, so that a client hears of it with everything else (contract api-v1, 2.4).
    /// When everything else is right, the use case finds out by itself.
    mutating func refusal(
        naming customer: CustomerID?, of customers: Customers, in portal: PortalID
    ) async throws(StorageError) -> APIError {
        if let customer, try await customers.find(customer, in: portal) == nil { refuse(.unknown("customerId")) }
        return refusal
    }

    package mutating func refuse(_ error: FieldError) { refuse(error.field, error.message) }
}
