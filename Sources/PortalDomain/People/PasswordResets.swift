package import Kernel
package import Persistence

/// A new password for somebody who has lost the old one, by a link in a mail (contract O71).
package struct PasswordResets: Sendable {
    private let database: any SQLDatabase
    private let ambient: Ambient
    private let links: MailedLinks
    private let journal: Journal
    /// Requests of one client for one account, and of one client for any. Never for one account from wherever: that would let
    /// anybody lock its owner out.
    private let perPair = AttemptThrottle(limit: 5, window: 3600)
    private let perClient = AttemptThrottle(limit: 30, window: 3600)
    /// Mails to one account, however many clients ask: nobody's mailbox is filled through us.
    private let mailbox = AttemptThrottle(limit: 20, window: 3600)
    /// What an answer to a request takes at least: longer than the transaction, whose rows depend on the account.
    private static let answer: Duration = .milliseconds(100)

    package init(database: any SQLDatabase, ambient: Ambient, links: MailedLinks) {
        (self.database, self.ambient, self.links) = (database, ambient, links)
        journal = Journal(ambient: ambient)
    }

    package enum Request: Sendable, Equatable {
        /// A mail is on its way if there is such an account. Callers cannot tell, so they cannot say.
        case accepted
        case throttled(seconds: Int64)
    }

    /// Mails a link to the account of that address. An unknown address is counted, costs a transaction with as many rows and the same
    /// time, and gets no mail: neither the answer nor its time says who has an account (checklist, row 61). Nor does an account that got
    /// enough mails for this hour.
    ///
    /// The answer waits for the transaction: "a mail is on its way" must not be said where the store is in trouble.
    package func request(
        _ kind: Account.Kind, _ email: AccountEmail, _ visit: Visit
    ) async throws(StorageError) -> Request {
        let (now, time) = (ambient.now(), EvenTime())
        let (account, client) = ("\(kind.rawValue) \(email.key)", IPAddress.client(visit.address))
        if let seconds = perPair.take("\(account) \(client)", at: now) ?? perClient.take(client, at: now) {
            return .throttled(seconds: seconds)
        }
        let hasRoom = mailbox.take(account, at: now) == nil
        let (link, decoy) = (links.reset(kind), links.reset(kind))
        let (journal, links) = (journal, links)
        try await database.write { connection throws(StorageError) in
            let row = try connection.first(Accounts.select(kind, email))
            if hasRoom, let row, case let holder = try Accounts.holder(kind, row), holder.mayEnter {
                try links.insert(link, of: holder.account.id, on: connection)
                let language = holder.language ?? visit.language
                try journal.mail(.reset(to: holder.email, in: language, link: link, visit), on: connection)
            } else {
                // Nobody's links, which nobody is told: the same work as above.
                try links.insert(link, of: "", on: connection)
                try links.insert(decoy, of: "", on: connection)
            }
        }
        await time.fill(Self.answer)
        return .accepted
    }

    /// Whose password a link changes; nil if it is unknown, spent or too old. Looking does not spend it.
    package func find(_ token: Credential, _ kind: Account.Kind) async throws(StorageError) -> AccountHolder? {
        let now = ambient.now()
        return try await database.read { connection throws(StorageError) in
            try Self.find(token, kind, at: now, on: connection)
        }
    }

    /// Sets the password, spends this link and every other one, ends all sessions, and tells the owner. False if the link is not
    /// good any more.
    ///
    /// Signs nobody in: a second factor is asked for at the sign-in that follows.
    package func reset(
        _ token: Credential, _ kind: Account.Kind, to hash: PasswordHash, _ visit: Visit
    ) async throws(StorageError) -> Bool {
        let now = ambient.now()
        let (journal, portal) = (journal, links.portal(of: kind))
        return try await database.write { connection throws(StorageError) -> Bool in
            guard let holder = try Self.find(token, kind, at: now, on: connection),
                try MailedLinks.spend(token.digest, .reset, at: now, on: connection) != nil
            else { return false }
            try Accounts.setPassword(hash, of: holder.account, on: connection)
            try MailedLinks.spendRequests(of: holder.account, at: now, on: connection)
            try Sessions.endAll(of: holder.account, on: connection)
            let notice = Mail.notice(
                .passwordReset, to: holder.email, in: holder.language, visit, at: now, portal: portal)
            try journal.mail(notice, on: connection)
            try journal.record(holder.event("password_reset", by: visit), on: connection)
            if case .developer(let id) = holder.account {
                // The mail has arrived, so the address is theirs. Somebody else's registration of it ends here: its password is gone.
                try MailedLinks.spendAll(of: id.text, .confirmation, at: now, on: connection)
                try Developers.confirm(id, at: now, from: visit.address, journal, on: connection)
            }
            return true
        }
    }

    private static func find(
        _ token: Credential, _ kind: Account.Kind, at now: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) -> AccountHolder? {
        guard let row = try connection.first(MailedLinks.select(token.digest, .reset, at: now)) else { return nil }
        // A link of one kind of account opens nothing of the other: the ids differ.
        let account = Account(kind, stored: try row.text("account_id"))
        guard let holder = try Accounts.find(account, on: connection), holder.mayEnter else { return nil }
        return holder
    }
}
