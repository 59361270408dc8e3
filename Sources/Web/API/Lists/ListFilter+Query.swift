import Kernel
package import PortalDomain

extension ListFilter {
    /// Reads `customerId`, `created_after` and `created_before` (contract api-v1, 2.11); what is wrong with them is left in `fields`.
    ///
    /// An unknown customer is no fault here: his list is empty. So is the list of a text that is no id.
    package init(reading fields: inout FieldReader, of call: APICall, hasCustomer: Bool = true) {
        let customer = hasCustomer ? fields.optional("customerId", .text(255)) : nil
        self.init(
            customer: customer.map(CustomerID.init(stored:)),
            createdAfter: fields.optional("created_after", .dateOrDateTime(in: call.zone)),
            createdBefore: fields.optional("created_before", .dateOrDateTime(in: call.zone)))
    }
}
