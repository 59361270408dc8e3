package import Kernel

extension Accounts {
    /// Ends the developer's account for good, for whoever knows its password, and says so in a mail.
    ///
    /// - Returns: nil when it is done. Throws `StorageError` or `PasswordHasher.Busy`.
    package func delete(
        _ developer: Developer, password: Secret<String>, in developers: Developers, from address: String
    ) async throws -> Refusal? {
        if case .failure(let refusal) = try await prove(.developer(developer.id), password, at: address) {
            return refusal.reason
        }
        guard try await developers.delete(developer.id, by: developer.actor(at: address)) else { return nil }
        let (journal, mail) = (journal, Mail.accountDeleted(developer.email))
        try await database.write { connection throws(StorageError) in try journal.mail(mail, on: connection) }
        return nil
    }
}
