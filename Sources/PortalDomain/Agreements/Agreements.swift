package import Kernel
package import Persistence

/// The agreements of a portal. One audit event per change.
package struct Agreements: Sendable {
    let database: any SQLDatabase
    let journal: Journal
    let ambient: Ambient
    let zones: TimeZones
    package let links: SigningLinks

    package init(
        database: any SQLDatabase, journal: Journal, ambient: Ambient, zones: TimeZones, links: SigningLinks
    ) {
        (self.database, self.journal, self.ambient) = (database, journal, ambient)
        (self.zones, self.links) = (zones, links)
    }

    package func find(_ id: AgreementID, in portal: PortalID) async throws(StorageError) -> AgreementWithDetails? {
        try await database.read { connection throws(StorageError) in
            try Self.details(of: id, in: portal, on: connection)
        }
    }

    package func list(
        _ page: PageRequest<AgreementKind>, in portal: PortalID
    ) async throws(StorageError) -> Slice<Agreement> {
        try await database.slice(Self.selection(page, in: portal), of: page, as: Self.agreement)
    }

    /// The picture of one agreement, which lists are without; nil if the agreement was deleted.
    package func signature(of id: AgreementID, in portal: PortalID) async throws(StorageError) -> Signature? {
        try await database.first(Self.selectSignature(of: id, in: portal), as: Self.signature)
    }

    /// Each signer is mailed the page on which they sign.
    ///
    /// The documents of `new` are kept already (`Contents.keep`).
    package func create(
        _ new: NewAgreement, in portal: PortalID, by actor: AuditEvent.Actor,
        keeping keeper: AnswerKeeper<AgreementWithDetails>? = nil
    ) async throws(StorageError) -> Creation<AgreementWithDetails> {
        let made = new.agreement(ambient)
        let event = AuditEvent(
            "agreement.created", in: .portal(portal), by: actor, on: made.agreement.auditObject, after: made.facts)
        return try await database.writeAcrossKeys { [self] connection throws(StorageError) in
            if let customer = new.customer, try Customers.find(customer, in: portal, on: connection) == nil {
                return .unknownCustomer
            }
            for document in new.documents {
                try Contents.insert(document.content, in: portal, at: made.agreement.createdAt, on: connection)
            }
            try insert(made, in: portal, on: connection)
            try journal.record(event, on: connection)
            let voice = try PortalVoice.read(of: portal, zones: zones, on: connection)
            for signer in made.signers {
                let mail = Mail.toSign(made.agreement, signer, at: links.url(of: signer.id), voice)
                try journal.mail(mail, from: portal, on: connection)
            }
            try keeper?.keep(made, on: connection)
            return .created(made)
        }
    }

    /// The pages to sign on go with it. What everybody has signed stays.
    package func delete(
        _ id: AgreementID, in portal: PortalID, by actor: AuditEvent.Actor
    ) async throws(StorageError) -> Deletion {
        let now = ambient.now()
        return try await database.write { [journal] connection throws(StorageError) in
            guard try Self.lock(id, in: portal, on: connection),
                let details = try Self.details(of: id, in: portal, on: connection)
            else { return .notFound }
            guard details.agreement.status == .sent else { return .refused("The agreement is signed by all.") }
            try Self.delete(details, in: portal, at: now, on: connection)
            let event = AuditEvent(
                "agreement.deleted", in: .portal(portal), by: actor, on: details.agreement.auditObject,
                before: details.facts)
            try journal.record(event, on: connection)
            return .deleted
        }
    }
}

extension AgreementWithDetails {
    /// As the audit log shows it.
    var facts: JSONValue {
        .facts([
            "name": agreement.name, "signer_name": agreement.signerName, "customer_id": agreement.customer?.text,
            "signers": signers.map(\.email.text).joined(separator: " "),
            "documents": documents.map(\.digest.hex).joined(separator: " "),
        ])
    }
}
