package import Kernel

/// What most lists can be narrowed by (contract api-v1, 2.11). All of it must hold.
package struct ListFilter: Sendable {
    /// Of an unknown customer there is nothing.
    package let customer: CustomerID?
    /// Inclusive.
    package let createdAfter: Timestamp?
    /// Exclusive.
    package let createdBefore: Timestamp?

    package init(customer: CustomerID? = nil, createdAfter: Timestamp? = nil, createdBefore: Timestamp? = nil) {
        (self.customer, self.createdAfter, self.createdBefore) = (customer, createdAfter, createdBefore)
    }
}
