package import Kernel
package import Persistence

/// The appointments of a portal. One audit event per change; the attendee hears of each by mail, unless it is over already.
package struct Appointments: Sendable {
    let database: any SQLDatabase
    let journal: Journal
    let ambient: Ambient
    let zones: TimeZones

    package init(database: any SQLDatabase, journal: Journal, ambient: Ambient, zones: TimeZones) {
        (self.database, self.journal, self.ambient, self.zones) = (database, journal, ambient, zones)
    }

    package func find(_ id: AppointmentID, in portal: PortalID) async throws(StorageError) -> Appointment? {
        try await database.first(Self.selection(of: id, in: portal), as: Self.appointment)
    }

    /// In the order in which they begin.
    package func list(
        _ filter: AppointmentFilter, in portal: PortalID
    ) async throws(StorageError) -> [Appointment] {
        try await database.rows(Self.selection(filter, in: portal), as: Self.appointment)
    }

    /// By the portal: it stands.
    package func schedule(
        _ new: NewAppointment, in portal: PortalID, by actor: AuditEvent.Actor,
        keeping keeper: AnswerKeeper<Appointment>? = nil
    ) async throws(StorageError) -> Creation<Appointment> {
        try await create(new, .scheduled, in: portal, by: actor, keeping: keeper)
    }

    /// By the customer: the portal has to confirm it.
    package func request(
        _ new: NewAppointment, in portal: PortalID, by actor: AuditEvent.Actor
    ) async throws(StorageError) -> Creation<Appointment> {
        try await create(new, .pending, in: portal, by: actor, keeping: nil)
    }

    private func create(
        _ new: NewAppointment, _ status: Appointment.Status, in portal: PortalID, by actor: AuditEvent.Actor,
        keeping keeper: AnswerKeeper<Appointment>?
    ) async throws(StorageError) -> Creation<Appointment> {
        let (id, now) = (ambient.makeID() as AppointmentID, ambient.now())
        return try await database.writeAcrossKeys { [self] connection throws(StorageError) in
            var customer: Customer?
            if let id = new.customer {
                customer = try Customers.find(id, in: portal, on: connection)
                guard customer != nil else { return .unknownCustomer }
            }
            let appointment = try new.appointment(id, status, of: customer)
            try Self.insert(appointment, in: portal, on: connection)
            let event = AuditEvent(
                status == .pending ? "appointment.requested" : "appointment.scheduled", in: .portal(portal), by: actor,
                on: appointment.auditObject, after: .object(appointment.facts))
            try journal.record(event, on: connection)
            try journal.announce(.appointmentCreated, .appointment(appointment), in: portal, on: connection)
            if status == .scheduled { try notify(.scheduled, of: appointment, in: portal, at: now, on: connection) }
            try keeper?.keep(appointment, on: connection)
            return .created(appointment)
        }
    }

    /// Confirms or cancels what is pending, and moves what is not canceled.
    package func change(
        _ id: AppointmentID, _ change: AppointmentChange, in portal: PortalID, by actor: AuditEvent.Actor
    ) async throws(StorageError) -> Transition<Appointment> {
        try await transition(id, in: portal, by: actor, refusal: change.refusal, change.applied)
    }

    /// It stays in the list.
    package func cancel(
        _ id: AppointmentID, in portal: PortalID, by actor: AuditEvent.Actor
    ) async throws(StorageError) -> Transition<Appointment> {
        let change = AppointmentChange(.canceled)
        return try await transition(
            id, in: portal, by: actor,
            refusal: { $0.status == .canceled ? "The appointment is canceled already." : nil }, change.applied)
    }

    private func transition(
        _ id: AppointmentID, in portal: PortalID, by actor: AuditEvent.Actor,
        refusal: @escaping @Sendable (Appointment) -> String?,
        _ changed: @escaping @Sendable (Appointment) -> Appointment
    ) async throws(StorageError) -> Transition<Appointment> {
        let now = ambient.now()
        return try await database.write { [self] connection throws(StorageError) in
            guard let before = try Self.lock(id, in: portal, on: connection) else { return .notFound }
            if let refusal = refusal(before) { return .refused(refusal) }
            let after = changed(before)
            guard after != before else { return .done(before) }
            try Self.update(after, in: portal, on: connection)
            let event = AuditEvent(
                Self.action(from: before, to: after), in: .portal(portal), by: actor, on: after.auditObject,
                before: before.facts(differingFrom: after), after: after.facts(differingFrom: before))
            try journal.record(event, on: connection)
            if after.status == .canceled {
                try journal.announce(.appointmentCanceled, .appointment(after), in: portal, on: connection)
            }
            try notify(Notice(from: before, to: after), of: after, in: portal, at: now, on: connection)
            return .done(after)
        }
    }

    private static func action(from before: Appointment, to after: Appointment) -> String {
        switch after.status {
        case .canceled: "appointment.canceled"
        case .scheduled where before.status == .pending: "appointment.confirmed"
        case .scheduled, .pending: "appointment.moved"
        }
    }

    /// What the attendee is told.
    enum Notice: Sendable {
        case scheduled, moved, canceled

        init(from before: Appointment, to after: Appointment) {
            switch after.status {
            case .canceled: self = .canceled
            case .scheduled where before.status == .pending: self = .scheduled
            case .scheduled, .pending: self = .moved
            }
        }
    }

    private func notify(
        _ notice: Notice, of appointment: Appointment, in portal: PortalID, at now: Timestamp,
        on connection: any SQLConnection
    ) throws(StorageError) {
        guard appointment.time.endsAt > now else { return }
        let voice = try PortalVoice.read(of: portal, zones: zones, on: connection)
        try journal.mail(.appointment(appointment, notice, voice), from: portal, on: connection)
    }
}
