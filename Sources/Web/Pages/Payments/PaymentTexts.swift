import Kernel
import PortalDomain

extension Texts {
    func badge(_ status: PaymentStatus) -> BadgeView {
        let tone: BadgeView.Tone =
            switch status {
            case .open: .plain
            case .pending: .warn
            case .paid: .good
            case .failed, .expired, .canceled, .chargeback: .bad
            }
        return BadgeView(self("payment.status.\(status.rawValue)"), tone)
    }

    func badge(_ status: Subscription.Status) -> BadgeView {
        let tone: BadgeView.Tone =
            switch status {
            case .planned: .plain
            case .inProgress: .good
            case .terminated, .ended: .warn
            }
        return BadgeView(self("subscription.status.\(status.rawValue)"), tone)
    }

    func badge(_ status: PaymentLink.Status) -> BadgeView {
        let tone: BadgeView.Tone =
            switch status {
            case .open: .plain
            case .paid: .good
            case .expired, .closed: .warn
            }
        return BadgeView(self("payment_link.status.\(status.rawValue)"), tone)
    }
}

extension Texts {
    /// `every month`
    func every(_ interval: BillingInterval) -> String {
        self("interval.\(interval.rawValue.replacing(" ", with: "_"))")
    }
}
