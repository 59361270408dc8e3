package import Kernel

extension Accounts {
    /// Ends the developer's account for good, for whoever shows once more who they are, and says so in a mail.
    ///
    /// - Returns: nil when it is done. Throws `StorageError` or `PasswordHasher.Busy`.
    package func delete(
        _ developer: DeveloperID, _ again: Reauthentication, in developers: Developers, _ visit: Visit
    ) async throws -> Refusal? {
        let holder: AccountHolder
        switch try await prove(.developer(developer), again, visit) {
        case .success(let proof): holder = proof.holder
        case .failure(let refused): return refused.reason
        }
        _ = try await developers.delete(
            developer, by: holder.actor(at: visit.address), telling: .accountDeleted(holder.email, in: holder.language))
        return nil
    }
}
