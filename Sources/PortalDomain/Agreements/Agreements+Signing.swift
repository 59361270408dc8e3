package import Kernel
import Persistence

/// What signers do, who have no account: the link in their mail says who they are.
extension Agreements {
    /// Seconds that a mailed code works.
    package static let codeLifetime: Int64 = 900
    /// Seconds until another code can be asked for.
    static let codePause: Int64 = 60
    /// How often a code can be guessed at.
    static let codeAttempts = 5

    /// Nil for an altered link, when the agreement was deleted, and while its portal is suspended.
    package func find(_ visit: SigningVisit) async throws(StorageError) -> AgreementToSign? {
        try await database.read { connection throws(StorageError) in try Self.toSign(visit, on: connection) }
    }

    package enum CodeSending: Sendable, Equatable {
        case sent
        /// One was sent a moment ago.
        case tooSoon
        /// They sign without, or have signed.
        case notNeeded
        case notFound
    }

    /// Mails a code to whoever has to prove that the mailbox is theirs. Only the newest one works.
    package func sendCode(to visit: SigningVisit) async throws(StorageError) -> CodeSending {
        let now = ambient.now()
        let code = Self.code(from: ambient)
        let mark = links.mark(of: code, for: visit.signer)
        return try await database.write { [self] connection throws(StorageError) in
            guard let found = try Self.toSign(visit, on: connection) else { return .notFound }
            guard found.signer.shouldIdentify, found.signer.signature == nil else { return .notNeeded }
            guard try Self.keepCode(mark, for: visit, at: now, on: connection) else { return .tooSoon }
            let voice = try PortalVoice.read(of: found.portal, zones: zones, on: connection)
            try journal.mail(.signingCode(code, found, voice), from: found.portal, on: connection)
            return .sent
        }
    }

    package enum Signing: Sendable, Equatable {
        case signed
        case signedAlready
        /// Wrong, too old, guessed at too often, or none was sent.
        case wrongCode
        case notFound
    }

    /// - Parameters:
    ///   - code: as typed; needed where the signer has to prove who they are.
    ///   - address: the client's, for the audit log.
    package func sign(
        _ visit: SigningVisit, with image: SignatureImage, code: String?, from address: String
    ) async throws(StorageError) -> Signing {
        let now = ambient.now()
        let signature = Signature(image, at: now)
        let mark = links.mark(of: (code ?? "").filter { !$0.isWhitespace }, for: visit.signer)
        return try await database.write { [self] connection throws(StorageError) in
            guard let found = try Self.toSign(visit, on: connection),
                // Whoever signs last must see that: one after the other.
                try Self.lock(found.agreement.id, in: found.portal, on: connection)
            else { return .notFound }
            if found.signer.shouldIdentify {
                // An attempt is spent before it is looked at, so that no two of them are one.
                guard let kept = try Self.spendAttempt(of: visit, at: now, on: connection),
                    ConstantTime.equal(kept, mark)
                else { return found.signer.signature == nil ? .wrongCode : .signedAlready }
            }
            guard try Self.sign(visit, signature, on: connection) else {
                return try Self.toSign(visit, on: connection) == nil ? .notFound : .signedAlready
            }
            try record(signature, of: found, from: address, on: connection)
            return .signed
        }
    }

    private func record(
        _ signature: Signature, of found: AgreementToSign, from address: String, on connection: any SQLConnection
    ) throws(StorageError) {
        let (portal, agreement) = (found.portal, found.agreement)
        let actor = AuditEvent.Actor(
            kind: .visitor, id: found.signer.id.text, name: found.signer.email.text, address: address)
        try journal.record(
            AuditEvent(
                "agreement.signature_added", in: .portal(portal), by: actor, on: agreement.auditObject,
                after: .facts(["signer": found.signer.id.text, "signature_hash": signature.hash])), on: connection)
        guard try Self.complete(agreement.id, in: portal, on: connection) else { return }
        try journal.record(
            AuditEvent(
                "agreement.signed", in: .portal(portal), by: actor, on: agreement.auditObject,
                before: .facts(["status": Agreement.Status.sent.rawValue]),
                after: .facts(["status": Agreement.Status.signed.rawValue])), on: connection)
        guard let complete = try Self.details(of: agreement.id, in: portal, on: connection) else { return }
        try journal.announce(.agreementSigned, .agreement(complete), in: portal, on: connection)
    }

    /// Six digits, each as likely as any other.
    private static func code(from ambient: Ambient) -> String {
        var digits = ""
        while digits.utf8.count < 6 {
            for byte in ambient.randomBytes(8) where byte < 250 && digits.utf8.count < 6 { digits += "\(byte % 10)" }
        }
        return digits
    }
}
