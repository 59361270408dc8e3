/// Everything that the API of this release offers, as data: for the documentation and for tests. The route table must
/// hold the same.
package enum APICatalog {
    package static let operations: [Operation] = CustomerOperations.all + CustomerGroupOperations.all + MeOperations.all

    static let components: [Schema.Component] = [
        CustomerPayload.schema, CustomerRequest.newSchema, CustomerRequest.editSchema, CustomerGroupPayload.schema,
        CustomerGroupRequest.newSchema, CustomerGroupRequest.nameSchema, CustomerGroupRequest.membersSchema,
        MeOperations.schema, CloudFile.schema,
    ]
}
