import Persistence

extension Migrations {
    /// The second factor of an account, its recovery codes, and sign-ins that wait for a code.
    static let m0021SecondFactors = Migration(
        version: 21, name: "second factors",
        statements: [
            // Not yet confirmed: shown once for setting up, and asked of nobody. `last_step` is the step of the last code that was used:
            // no code works twice (RFC 6238 §5.2).
            """
            CREATE TABLE second_factors (
                account_kind TEXT NOT NULL,
                account_id TEXT NOT NULL,
                sealed_secret TEXT NOT NULL,
                created_at BIGINT NOT NULL,
                confirmed_at BIGINT,
                last_step BIGINT NOT NULL,
                CONSTRAINT second_factors_pkey PRIMARY KEY (account_kind, account_id)
            )
            """,
            """
            CREATE TABLE recovery_codes (
                account_kind TEXT NOT NULL,
                account_id TEXT NOT NULL,
                digest TEXT NOT NULL,
                spent_at BIGINT,
                CONSTRAINT recovery_codes_pkey PRIMARY KEY (account_kind, account_id, digest)
            )
            """,
            // The password was right; the code is asked for next, in the same browser.
            """
            CREATE TABLE pending_sign_ins (
                digest TEXT NOT NULL CONSTRAINT pending_sign_ins_pkey PRIMARY KEY,
                browser_digest TEXT NOT NULL,
                account_kind TEXT NOT NULL,
                account_id TEXT NOT NULL,
                expires_at BIGINT NOT NULL,
                spent_at BIGINT
            )
            """,
            "CREATE INDEX pending_sign_ins_account ON pending_sign_ins (account_id)",
            "CREATE INDEX pending_sign_ins_expiry ON pending_sign_ins (expires_at)",
        ])
}
