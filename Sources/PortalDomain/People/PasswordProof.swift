/// That somebody gave the right password of an account just now.
///
/// Looking at a password takes a while, and meanwhile the owner may replace it. So whatever is written on the strength of a proof begins
/// with `Accounts.hold`: a proof of a password that is gone opens nothing.
package struct PasswordProof: Sendable, Equatable {
    package let account: Account
    /// What the password was compared with.
    let hash: PasswordHash
}
