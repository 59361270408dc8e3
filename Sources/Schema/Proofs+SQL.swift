import Kernel
import OAuth
import Persistence

extension SQLOAuthTransaction {
    func spend(_ proof: OneTimeProof) throws(StorageError) -> Bool {
        let inserted = try connection.execute(
            """
            INSERT INTO spent_proofs (digest, expires_at) VALUES (\(proof.digest), \(proof.until))
            ON CONFLICT (digest) DO NOTHING
            """)
        return inserted == 1
    }
}
