package import Kernel
import Persistence

/// Setting up a second factor and switching it off. Both need the password; what is there already, a code of it too.
extension Accounts {
    package enum SecondFactorChange: Sendable {
        /// The recovery codes, for this one time.
        case done(codes: [RecoveryCode])
        case refused(Refusal)
        /// It was switched on, or off, meanwhile.
        case tooLate
    }

    /// Makes a secret that waits to be confirmed.
    package func beginSecondFactor(
        of account: Account, _ again: Reauthentication, _ visit: Visit
    ) async throws -> SecondFactorChange {
        let proof: Proof
        switch try await prove(account, again, visit) {
        case .success(let proven): proof = proven
        case .failure(let refused): return .refused(refused.reason)
        }
        let sealed = try secondFactors.seal(ambient.randomBytes(TOTP.secretBytes), of: account)
        let now = ambient.now()
        return try await database.write { connection throws(StorageError) -> SecondFactorChange in
            guard try Self.hold(proof.password, on: connection) else { return .refused(.wrongPassword) }
            let isMade = try SecondFactors.insert(sealed, of: account, at: now, on: connection)
            return isMade ? .done(codes: []) : .tooLate
        }
    }

    /// A code shows that the app has the secret; only from then on it counts.
    package func confirmSecondFactor(
        of account: Account, code: String, _ visit: Visit
    ) async throws(StorageError) -> SecondFactorChange {
        guard let holder = try await find(account), let stored = try await secondFactors.stored(account),
            stored.confirmedAt == nil
        else { return .tooLate }
        let step: Int64
        switch try await secondFactors.check(code, of: account) {
        case .fits(.step(let found, sealed: stored.sealed)): step = found
        case .throttled(let seconds): return .refused(.throttled(seconds: seconds))
        case .fits, .wrong: return .refused(.wrongCode)
        }
        let codes = (0..<RecoveryCode.count).map { _ in RecoveryCode(minting: ambient) }
        let digests = codes.map { $0.digest(of: account) }
        let now = ambient.now()
        let (journal, mail) = (journal, notice(.secondFactorOn, to: holder, visit, at: now))
        let event = holder.event("second_factor_enabled", by: visit)
        let isDone = try await database.write { connection throws(StorageError) -> Bool in
            guard try SecondFactors.confirm(stored.sealed, with: step, of: account, at: now, on: connection) else {
                return false
            }
            try SecondFactors.replaceCodes(of: account, by: digests, on: connection)
            try MailedLinks.spendRequests(of: account, at: now, on: connection)
            try journal.mail(mail, on: connection)
            try journal.record(event, on: connection)
            return true
        }
        if isDone { secondFactors.succeed(account) }
        return isDone ? .done(codes: codes) : .tooLate
    }

    /// Ten new recovery codes; the old ones stop.
    package func replaceRecoveryCodes(
        of account: Account, _ again: Reauthentication, _ visit: Visit
    ) async throws -> SecondFactorChange {
        let proof: Proof
        switch try await prove(account, again, visit) {
        case .success(let proven): proof = proven
        case .failure(let refused): return .refused(refused.reason)
        }
        guard try await secondFactors.isOn(account) else { return .tooLate }
        let codes = (0..<RecoveryCode.count).map { _ in RecoveryCode(minting: ambient) }
        let digests = codes.map { $0.digest(of: account) }
        let (journal, mail) = (journal, notice(.newRecoveryCodes, to: proof.holder, visit, at: ambient.now()))
        let event = proof.holder.event("recovery_codes_replaced", by: visit)
        return try await database.write { connection throws(StorageError) -> SecondFactorChange in
            guard try Self.hold(proof.password, on: connection) else { return .refused(.wrongPassword) }
            try SecondFactors.replaceCodes(of: account, by: digests, on: connection)
            try journal.mail(mail, on: connection)
            try journal.record(event, on: connection)
            return .done(codes: codes)
        }
    }

    package func endSecondFactor(
        of account: Account, _ again: Reauthentication, _ visit: Visit
    ) async throws -> SecondFactorChange {
        let proof: Proof
        switch try await prove(account, again, visit) {
        case .success(let proven): proof = proven
        case .failure(let refused): return .refused(refused.reason)
        }
        let now = ambient.now()
        let (journal, mail) = (journal, notice(.secondFactorOff, to: proof.holder, visit, at: now))
        let event = proof.holder.event("second_factor_disabled", by: visit)
        return try await database.write { connection throws(StorageError) -> SecondFactorChange in
            guard try Self.hold(proof.password, on: connection) else { return .refused(.wrongPassword) }
            guard try SecondFactors.delete(account, on: connection) else { return .tooLate }
            try MailedLinks.spendRequests(of: account, at: now, on: connection)
            try journal.mail(mail, on: connection)
            try journal.record(event, on: connection)
            return .done(codes: [])
        }
    }
}
