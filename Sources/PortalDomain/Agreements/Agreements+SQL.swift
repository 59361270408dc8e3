import Kernel
import Persistence

extension Agreements {
    private static let columns: SQL = "id, customer_id, name, status, signer_name, created_at"
    private static let signerColumns: SQL = """
        id, first_name, last_name, email, should_identify, signature, signed_at
        """

    static func selection(_ page: PageRequest<AgreementKind>, in portal: PortalID) -> SQL {
        "SELECT \(columns) FROM agreements WHERE \(page.conditions(in: portal)) \(page.limits)"
    }

    static func selectSignature(of id: AgreementID, in portal: PortalID) -> SQL {
        "SELECT signer_signature, created_at FROM agreements WHERE portal_id = \(portal) AND id = \(id)"
    }

    static func agreement(_ row: SQLRow) throws(StorageError) -> Agreement {
        Agreement(
            id: try row.id("id"), customer: try row.optionalID("customer_id"), name: try row.text("name"),
            status: try row.choice("status"), signerName: try row.text("signer_name"),
            createdAt: try row.timestamp("created_at"))
    }

    /// Of the portal, which signed when the agreement was made.
    static func signature(_ row: SQLRow) throws(StorageError) -> Signature {
        Signature(SignatureImage(stored: try row.text("signer_signature")), at: try row.timestamp("created_at"))
    }

    private static func signer(_ row: SQLRow) throws(StorageError) -> AgreementSigner {
        var signature: Signature?
        if let image = try row.optionalText("signature") {
            signature = Signature(SignatureImage(stored: image), at: try row.timestamp("signed_at"))
        }
        return AgreementSigner(
            id: try row.id("id"), firstName: try row.text("first_name"), lastName: try row.text("last_name"),
            email: EmailAddress(stored: try row.text("email")), shouldIdentify: try row.bool("should_identify"),
            signature: signature)
    }

    private static func document(_ row: SQLRow) throws(StorageError) -> AgreementDocument {
        AgreementDocument(
            id: try row.id("id"), name: FileName(stored: try row.text("name")), content: try row.id("content_id"),
            size: try row.int("size"), digest: TokenDigest(stored: try row.text("hash")))
    }

    static func details(
        of id: AgreementID, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) -> AgreementWithDetails? {
        let row = try connection.first(
            "SELECT \(columns), signer_signature FROM agreements WHERE portal_id = \(portal) AND id = \(id)")
        guard let row else { return nil }
        let signers = try connection.rows(
            """
            SELECT \(signerColumns) FROM agreement_signers WHERE portal_id = \(portal) AND agreement_id = \(id) ORDER BY id
            """)
        return AgreementWithDetails(
            agreement: try agreement(row), signature: try signature(row),
            signers: try signers.map { row throws(StorageError) in try signer(row) },
            documents: try documents(of: id, in: portal, on: connection))
    }

    private static func documents(
        of id: AgreementID, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) -> [AgreementDocument] {
        try connection.rows(
            """
            SELECT id, name, content_id, size, hash FROM agreement_documents
            WHERE portal_id = \(portal) AND agreement_id = \(id) ORDER BY id
            """, as: document)
    }

    func insert(
        _ made: AgreementWithDetails, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) {
        let agreement = made.agreement
        try connection.execute(
            """
            INSERT INTO agreements (portal_id, id, customer_id, name, status, signer_name, signer_signature, created_at)
            VALUES (\(portal), \(agreement.id), \(agreement.customer), \(agreement.name), \(agreement.status.rawValue),
                \(agreement.signerName), \(made.signature.image.text), \(agreement.createdAt))
            """)
        // Ids ascend in the order sent.
        for signer in made.signers {
            try connection.execute(
                """
                INSERT INTO agreement_signers (portal_id, id, agreement_id, first_name, last_name, email, should_identify, digest,
                    code_attempts)
                VALUES (\(portal), \(signer.id), \(agreement.id), \(signer.firstName), \(signer.lastName),
                    \(signer.email.text), \(signer.shouldIdentify), \(links.token(of: signer.id).digest), 0)
                """)
        }
        for document in made.documents {
            try connection.execute(
                """
                INSERT INTO agreement_documents (portal_id, id, agreement_id, name, content_id, size, hash)
                VALUES (\(portal), \(document.id), \(agreement.id), \(document.name.text), \(document.content),
                    \(document.size), \(document.digest))
                """)
        }
    }

    /// Holds the agreement until the end of the transaction: see `Customers.lock`. False if there is none.
    static func lock(
        _ id: AgreementID, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) -> Bool {
        try connection.execute(
            "UPDATE agreements SET status = status WHERE portal_id = \(portal) AND id = \(id)") == 1
    }

    static func delete(
        _ details: AgreementWithDetails, in portal: PortalID, at now: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) {
        let id = details.agreement.id
        try connection.execute("DELETE FROM agreement_signers WHERE portal_id = \(portal) AND agreement_id = \(id)")
        try connection.execute("DELETE FROM agreement_documents WHERE portal_id = \(portal) AND agreement_id = \(id)")
        try connection.execute("DELETE FROM agreements WHERE portal_id = \(portal) AND id = \(id)")
        try Contents.delete(details.documents.map(\.content), in: portal, at: now, on: connection)
    }

    // MARK: Signing

    static func toSign(
        _ visit: SigningVisit, on connection: any SQLConnection
    ) throws(StorageError) -> AgreementToSign? {
        let row = try connection.first(
            """
            SELECT s.portal_id, s.agreement_id, p.name, p.time_zone
            FROM agreement_signers s JOIN portals p ON p.id = s.portal_id AND p.suspended_at IS NULL
            WHERE s.digest = \(visit.digest) AND s.id = \(visit.signer)
            """)
        guard let row else { return nil }
        let (portal, id): (PortalID, AgreementID) = (try row.id("portal_id"), try row.id("agreement_id"))
        guard
            let found = try connection.first(
                "SELECT \(columns) FROM agreements WHERE portal_id = \(portal) AND id = \(id)"),
            let own = try connection.first(
                "SELECT \(signerColumns) FROM agreement_signers WHERE portal_id = \(portal) AND id = \(visit.signer)")
        else { return nil }
        // Without the pictures of the others.
        let signers = try connection.rows(
            """
            SELECT first_name, last_name, signed_at FROM agreement_signers
            WHERE portal_id = \(portal) AND agreement_id = \(id) ORDER BY id
            """)
        return AgreementToSign(
            portal: portal, portalName: try row.text("name"), timeZone: try row.text("time_zone"),
            agreement: try agreement(found), signer: try signer(own),
            signers: try signers.map { row throws(StorageError) in
                AgreementToSign.Standing(
                    name: "\(try row.text("first_name")) \(try row.text("last_name"))",
                    signedAt: try row.optionalTimestamp("signed_at"))
            },
            documents: try documents(of: id, in: portal, on: connection))
    }

    /// False if another was sent a moment ago.
    static func keepCode(
        _ mark: String, for visit: SigningVisit, at now: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) -> Bool {
        try connection.execute(
            """
            UPDATE agreement_signers SET code_mark = \(mark), code_sent_at = \(now), code_attempts = 0
            WHERE digest = \(visit.digest) AND id = \(visit.signer) AND signed_at IS NULL
                AND (code_sent_at IS NULL OR code_sent_at <= \(now - codePause))
            """) == 1
    }

    /// - Returns: what is kept of the code; nil if there is none that could still be right.
    static func spendAttempt(
        of visit: SigningVisit, at now: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) -> String? {
        try connection.first(
            """
            UPDATE agreement_signers SET code_attempts = code_attempts + 1
            WHERE digest = \(visit.digest) AND id = \(visit.signer) AND signed_at IS NULL
                AND code_attempts < \(codeAttempts) AND code_sent_at > \(now - codeLifetime)
            RETURNING code_mark
            """
        ).flatMap { row throws(StorageError) in try row.optionalText("code_mark") }
    }

    /// The one statement by which somebody signs. False if they have, or the agreement is gone.
    static func sign(
        _ visit: SigningVisit, _ signature: Signature, on connection: any SQLConnection
    ) throws(StorageError) -> Bool {
        try connection.execute(
            """
            UPDATE agreement_signers SET signature = \(signature.image.text), signed_at = \(signature.signedAt), code_mark = NULL
            WHERE digest = \(visit.digest) AND id = \(visit.signer) AND signed_at IS NULL
            """) == 1
    }

    /// True if this was the last one.
    static func complete(
        _ id: AgreementID, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) -> Bool {
        try connection.execute(
            """
            UPDATE agreements SET status = 'signed'
            WHERE portal_id = \(portal) AND id = \(id) AND status = 'sent' AND NOT EXISTS (
                SELECT 1 FROM agreement_signers
                WHERE portal_id = \(portal) AND agreement_id = \(id) AND signed_at IS NULL
            )
            """) == 1
    }

    // MARK: With their customer

    /// Whether something of a customer waits for signatures.
    static func isAwaited(
        from customer: CustomerID, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) -> Bool {
        try connection.first(
            """
            SELECT 1 AS one FROM agreements
            WHERE portal_id = \(portal) AND customer_id = \(customer) AND status = 'sent' LIMIT 1
            """) != nil
    }

    /// What is signed stays when the customer goes.
    static func forget(
        _ customer: CustomerID, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) {
        try connection.execute(
            "UPDATE agreements SET customer_id = NULL WHERE portal_id = \(portal) AND customer_id = \(customer)")
    }

    static func deleteAll(
        in portal: PortalID, at now: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) {
        let uses: [ContentID] = try connection.rows(
            "DELETE FROM agreement_documents WHERE portal_id = \(portal) RETURNING content_id"
        ).map { row throws(StorageError) in try row.id("content_id") }
        try connection.execute("DELETE FROM agreement_signers WHERE portal_id = \(portal)")
        try connection.execute("DELETE FROM agreements WHERE portal_id = \(portal)")
        try Contents.delete(uses, in: portal, at: now, on: connection)
    }
}
