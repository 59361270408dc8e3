package import Kernel

package enum AppointmentKind: EntityKind { package static let idPrefix = "apt" }
package typealias AppointmentID = Identifier<AppointmentKind>

/// A meeting of a portal with somebody, who need not be a customer (contract api-v1, 4.2).
package struct Appointment: Sendable, Equatable {
    package enum Status: String, Sendable, CaseIterable {
        case scheduled
        case canceled
        /// Asked for by the customer, not confirmed.
        case pending
    }

    package let id: AppointmentID
    package let customer: CustomerID?
    /// What it is about. Used in notifications; the API does not tell it.
    package let name: String
    package let attendeeName: String
    package let attendeeEmail: EmailAddress
    package internal(set) var time: AppointmentTime
    package internal(set) var status: Status
    /// From the connected meeting service.
    package let onlineMeetingLink: String?
    package let createdAt: Timestamp
}

/// From when until when. The end is after the start.
package struct AppointmentTime: Sendable, Equatable {
    package let startsAt: Timestamp
    package let endsAt: Timestamp

    package init?(from start: Timestamp, to end: Timestamp) {
        guard end > start else { return nil }
        (startsAt, endsAt) = (start, end)
    }

    /// Trusts columns of our own database.
    init(storedFrom start: Timestamp, to end: Timestamp) { (startsAt, endsAt) = (start, end) }
}

/// An appointment that is to be.
package struct NewAppointment: Sendable {
    package let name: String
    package let time: AppointmentTime
    package let customer: CustomerID?
    /// Nil: the customer's company. One of the two must be there.
    package let attendeeName: String?
    /// Nil: the customer's address.
    package let attendeeEmail: EmailAddress?

    package init(
        name: String, time: AppointmentTime, customer: CustomerID? = nil, attendeeName: String? = nil,
        attendeeEmail: EmailAddress? = nil
    ) {
        (self.name, self.time, self.customer) = (name, time, customer)
        (self.attendeeName, self.attendeeEmail) = (attendeeName, attendeeEmail)
    }

    func appointment(
        _ id: AppointmentID, _ status: Appointment.Status, of customer: Customer?
    ) throws(StorageError) -> Appointment {
        guard let attendee = attendeeName ?? customer?.companyName, let email = attendeeEmail ?? customer?.primaryEmail
        else { throw .invalid(detail: "an appointment without attendee") }
        return Appointment(
            id: id, customer: customer?.id, name: name, attendeeName: attendee, attendeeEmail: email, time: time,
            status: status, onlineMeetingLink: nil, createdAt: id.madeAt)
    }
}

/// What is to become of an appointment. At least one of the two is there, and nothing canceled gets a new time.
package struct AppointmentChange: Sendable {
    package enum Decision: String, Sendable, CaseIterable {
        /// Of the portal, about what was asked for.
        case scheduled, canceled
    }

    package let decision: Decision?
    package let time: AppointmentTime?

    package init(_ decision: Decision? = nil, time: AppointmentTime? = nil) {
        (self.decision, self.time) = (decision, time)
    }

    /// Why `appointment` cannot be changed so, or nil.
    func refusal(by appointment: Appointment) -> String? {
        if decision != nil, appointment.status != .pending {
            return "The appointment is \(appointment.status.rawValue), not pending."
        }
        if time != nil, appointment.status == .canceled { return "The appointment is canceled." }
        return nil
    }

    func applied(to appointment: Appointment) -> Appointment {
        var changed = appointment
        changed.time = time ?? appointment.time
        switch decision {
        case .scheduled: changed.status = .scheduled
        case .canceled: changed.status = .canceled
        case nil: break
        }
        return changed
    }
}

/// Which appointments a list shows. All conditions must hold.
package struct AppointmentFilter: Sendable {
    /// Those that start in here.
    package let window: Range<Timestamp>
    package let status: Appointment.Status?
    package let common: ListFilter

    package init(window: Range<Timestamp>, status: Appointment.Status? = nil, _ common: ListFilter = .init()) {
        (self.window, self.status, self.common) = (window, status, common)
    }
}
