/// Everything that the API of this release offers, as data: for the documentation and for tests. The route table must
/// hold the same.
package enum APICatalog {
    package static let operations: [Operation] = [
        CustomerOperations.all, CustomerGroupOperations.all, AppointmentOperations.all, PunchCardOperations.all,
        IssuedPunchCardOperations.all, TicketOperations.all, TicketAttachmentOperations.all, AgreementOperations.all,
        CustomerInvoiceOperations.all, CustomerOfferOperations.all, PlatformInvoiceOperations.all,
        PaymentLinkOperations.all, SubscriptionOperations.all, PackageOperations.all, FileOperations.all,
        FileShareOperations.all, FileRequestOperations.all, WebhookOperations.all, MeOperations.all,
    ].flatMap { $0 }

    static let components: [Schema.Component] = [
        CustomerPayload.schema, CustomerRequest.newSchema, CustomerRequest.editSchema, CustomerGroupPayload.schema,
        CustomerGroupRequest.newSchema, CustomerGroupRequest.nameSchema, CustomerGroupRequest.membersSchema,
        AppointmentPayload.schema, AppointmentRequest.newSchema, AppointmentRequest.changeSchema,
        PunchCardPayload.schema, PunchCardRequest.newSchema, PunchCardRequest.editSchema,
        IssuedPunchCardPayload.schema, PunchCardRequest.issueSchema, PunchCardRequest.stampSchema,
        TicketPayload.schema, TicketPayload.threadSchema, TicketRequest.newSchema, TicketRequest.messageSchema,
        WebhookPayload.schema, WebhookPayload.issuedSchema, WebhookRequest.newSchema, WebhookDeliveryPayload.schema,
        TicketAttachmentOperations.schema, AgreementPayload.schema, AgreementPayload.detailsSchema,
        AgreementRequest.schema,
        MeOperations.schema, CloudFile.schema,
        PaymentLinkPayload.schema, PaymentLinkPaymentPayload.schema, PaymentLinkRequest.schema,
        SubscriptionPayload.schema, SubscriptionPaymentPayload.schema, SubscriptionRequest.newSchema,
        SubscriptionRequest.editSchema, PackagePayload.schema, PackageRequest.newSchema, PackageRequest.editSchema,
        PendingSignUpPayload.schema, SignUpRequest.schema, SignUpRequest.newSchema,
        FilePayload.schema, FilePayload.fileSchema, FilePayload.directorySchema,
        FileSharePayload.schema, FileSharePayload.newSchema, FileRequestPayload.schema, FileRequestPayload.newSchema,
        CustomerInvoicePayload.schema, CustomerInvoiceRequest.newSchema,
        CustomerInvoiceRequest.manualSchema, CustomerInvoiceRequest.paymentSchema, CustomerOfferPayload.schema,
        CustomerOfferRequest.newSchema, CustomerOfferRequest.manualSchema, CustomerOfferRequest.decisionSchema,
        PlatformInvoicePayload.schema,
    ]
}
