import Kernel
import Persistence

extension SQLConnection {
    /// Notes that somebody gave an app access. Of apps that registered themselves, those that nobody ever gave any are removed.
    func noteFirstUse(of app: AppID, at now: Timestamp) throws(StorageError) {
        try execute(
            "UPDATE app_registrations SET first_used_at = \(now) WHERE app_id = \(app) AND first_used_at IS NULL")
    }
}
