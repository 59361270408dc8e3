package import Kernel
import Persistence

/// Another e-mail address: confirmed by a link to the new one, told to the old one.
extension Accounts {
    package struct NewAddress: Sendable {
        package let account: Account
        package let email: AccountEmail
        let old: AccountHolder
    }

    /// Mails the link, to the new address, and tells the old one. If the new one has an account already, the mail says so instead:
    /// whoever is signed in learns from our answer, and from what is mailed to them, nothing about others.
    ///
    /// - Returns: nil when the mail is on its way. Throws `StorageError` or `PasswordHasher.Busy`.
    package func requestEmail(
        _ email: AccountEmail, of account: Account, _ again: Reauthentication, _ visit: Visit
    ) async throws -> Refusal? {
        let proof: Proof
        switch try await prove(account, again, visit) {
        case .success(let proven): proof = proven
        case .failure(let refused): return refused.reason
        }
        let now = ambient.now()
        if let seconds = mails.take(account.id, at: now) { return .throttled(seconds: seconds) }
        let link = links.newEmail(account.kind)
        let (journal, links) = (journal, links)
        let language = proof.holder.language ?? visit.language
        let notice = notice(.emailRequested, to: proof.holder, visit, at: now)
        let isAsked = try await database.write { connection throws(StorageError) -> Bool in
            guard try Self.hold(proof.password, on: connection) else { return false }
            if try Self.isTaken(email, for: account, on: connection) {
                try journal.mail(.addressTaken(to: email, in: language), on: connection)
            } else {
                try links.insert(link, of: account.id, detail: email.text, on: connection)
                try journal.mail(.newAddress(to: email, in: language, link: link), on: connection)
            }
            try journal.mail(notice, on: connection)
            return true
        }
        return isAsked ? nil : .wrongPassword
    }

    /// What a link would do. Looking does not spend it.
    package func newAddress(_ token: Credential, _ kind: Account.Kind) async throws(StorageError) -> NewAddress? {
        let now = ambient.now()
        return try await database.read { connection throws(StorageError) in
            try Self.newAddress(token, kind, at: now, on: connection)
        }
    }

    /// False if the link is not good any more, or the address went to somebody else meanwhile.
    package func confirmEmail(
        _ token: Credential, _ kind: Account.Kind, _ visit: Visit
    ) async throws(StorageError) -> Bool {
        let now = ambient.now()
        do {
            return try await database.write { connection throws(StorageError) -> Bool in
                try confirmEmail(token, kind, visit, at: now, on: connection)
            }
        } catch .uniqueViolation {
            return false  // somebody else got the address in this very moment
        }
    }

    private func confirmEmail(
        _ token: Credential, _ kind: Account.Kind, _ visit: Visit, at now: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) -> Bool {
        guard let new = try Self.newAddress(token, kind, at: now, on: connection),
            try MailedLinks.spend(token.digest, .newEmail, at: now, on: connection) != nil
        else { return false }
        if case .developer(let id) = new.account {
            try Developers.makeRoom(
                for: new.email, of: id, by: new.old.actor(at: visit.address), at: now, journal, on: connection)
        }
        // A spent link, and room for whoever was quicker, are the whole effect of losing here.
        guard try Self.setEmail(new.email, of: new.account, at: now, on: connection) else { return false }
        // What was mailed to the old address must not open the account any more.
        try MailedLinks.spendRequests(of: new.account, at: now, on: connection)
        try MailedLinks.spendAll(of: new.account.id, .confirmation, at: now, on: connection)
        let notice = Mail.notice(
            .emailChanged, to: new.old.email, in: new.old.language, visit, at: now, portal: links.portal(of: kind))
        try journal.mail(notice, on: connection)
        try journal.record(
            new.old.event(
                "email_changed", by: visit, before: .facts(["email": new.old.email]),
                after: .facts(["email": new.email.text])), on: connection)
        return true
    }

    private static func newAddress(
        _ token: Credential, _ kind: Account.Kind, at now: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) -> NewAddress? {
        guard let row = try connection.first(MailedLinks.select(token.digest, .newEmail, at: now)),
            let email = try row.optionalText("detail").flatMap(AccountEmail.init)
        else { return nil }
        let account = Account(kind, stored: try row.text("account_id"))
        guard let holder = try find(account, on: connection), holder.mayEnter else { return nil }
        return NewAddress(account: account, email: email, old: holder)
    }
}
