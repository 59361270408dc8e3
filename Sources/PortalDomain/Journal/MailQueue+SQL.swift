import Kernel
import Persistence

extension MailQueue {
    static func due(at now: Timestamp) -> SQL { "SELECT id FROM mails WHERE next_attempt_at <= \(now) LIMIT 1" }

    static func claim(_ token: String, until end: Timestamp, at now: Timestamp) -> SQL {
        """
        UPDATE mails SET attempts = attempts + 1, next_attempt_at = \(end), claim = \(token)
        WHERE id = (
            SELECT id FROM mails WHERE next_attempt_at <= \(now) ORDER BY next_attempt_at, id LIMIT 1
        ) AND next_attempt_at <= \(now)
        RETURNING \(Outbox.columns)
        """
    }

    static func sent(_ id: MailID, at now: Timestamp) -> SQL {
        """
        UPDATE mails SET sent_at = \(now), next_attempt_at = NULL, failed_at = NULL, last_error = NULL, claim = NULL
        WHERE id = \(id) AND sent_at IS NULL
        """
    }

    static func postpone(_ claimed: Claimed, until moment: Timestamp, reason: String) -> SQL {
        """
        UPDATE mails SET next_attempt_at = \(moment), last_error = \(reason), claim = NULL
        WHERE id = \(claimed.mail.id) AND claim = \(claimed.token)
        """
    }

    static func fail(_ claimed: Claimed, reason: String, at now: Timestamp) -> SQL {
        """
        UPDATE mails SET failed_at = \(now), next_attempt_at = NULL, last_error = \(reason), claim = NULL
        WHERE id = \(claimed.mail.id) AND claim = \(claimed.token)
        """
    }

    static func postponeAll(until moment: Timestamp, reason: String, at now: Timestamp) -> SQL {
        """
        UPDATE mails SET next_attempt_at = \(moment), last_error = \(reason), claim = NULL
        WHERE next_attempt_at <= \(now)
        """
    }

    static func giveUp(at now: Timestamp) -> SQL {
        """
        UPDATE mails SET failed_at = \(now), next_attempt_at = NULL, claim = NULL,
            last_error = COALESCE(last_error, 'not sent within two days')
        WHERE next_attempt_at <= \(now) AND COALESCE(give_up_at, created_at + \(patience)) <= \(now)
        """
    }
}
