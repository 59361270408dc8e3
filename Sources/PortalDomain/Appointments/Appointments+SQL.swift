import Kernel
import Persistence

extension Appointments {
    private static let columns: SQL = """
        id, customer_id, name, attendee_name, attendee_email, starts_at, ends_at, status, online_meeting_link, created_at
        """

    static func selection(of id: AppointmentID, in portal: PortalID) -> SQL {
        "SELECT \(columns) FROM appointments WHERE portal_id = \(portal) AND id = \(id)"
    }

    static func selection(_ filter: AppointmentFilter, in portal: PortalID) -> SQL {
        var conditions: SQL = """
            \(filter.common.conditions(in: portal, onIDsOf: AppointmentKind.self)) AND starts_at >= \(filter.window.lowerBound)
            AND starts_at < \(filter.window.upperBound)
            """
        if let status = filter.status { conditions = "\(conditions) AND status = \(status.rawValue)" }
        return "SELECT \(columns) FROM appointments WHERE \(conditions) ORDER BY starts_at, id"
    }

    static func appointment(_ row: SQLRow) throws(StorageError) -> Appointment {
        Appointment(
            id: try row.id("id"), customer: try row.optionalID("customer_id"), name: try row.text("name"),
            attendeeName: try row.text("attendee_name"),
            attendeeEmail: EmailAddress(stored: try row.text("attendee_email")),
            time: AppointmentTime(storedFrom: try row.timestamp("starts_at"), to: try row.timestamp("ends_at")),
            status: try row.choice("status"), onlineMeetingLink: try row.optionalText("online_meeting_link"),
            createdAt: try row.timestamp("created_at"))
    }

    static func insert(
        _ appointment: Appointment, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) {
        try connection.execute(
            """
            INSERT INTO appointments (portal_id, id, customer_id, name, attendee_name, attendee_email, starts_at, ends_at,
                status, online_meeting_link, created_at)
            VALUES (\(portal), \(appointment.id), \(appointment.customer), \(appointment.name), \(appointment.attendeeName),
                \(appointment.attendeeEmail.text), \(appointment.time.startsAt), \(appointment.time.endsAt),
                \(appointment.status.rawValue), \(appointment.onlineMeetingLink), \(appointment.createdAt))
            """)
    }

    /// Reads an appointment and holds its row until the end of the transaction: see `Customers.lock`. So of two that
    /// cancel it the second finds it canceled.
    static func lock(
        _ id: AppointmentID, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) -> Appointment? {
        try connection.first(
            "UPDATE appointments SET status = status WHERE portal_id = \(portal) AND id = \(id) RETURNING \(columns)",
            as: appointment)
    }

    static func update(
        _ appointment: Appointment, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) {
        try connection.execute(
            """
            UPDATE appointments SET starts_at = \(appointment.time.startsAt), ends_at = \(appointment.time.endsAt),
                status = \(appointment.status.rawValue)
            WHERE portal_id = \(portal) AND id = \(appointment.id)
            """)
    }

    /// What a deleted customer leaves behind: the calendar keeps who came.
    static func forget(
        _ customer: CustomerID, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) {
        try connection.execute(
            "UPDATE appointments SET customer_id = NULL WHERE portal_id = \(portal) AND customer_id = \(customer)")
    }

    static func deleteAll(in portal: PortalID, on connection: any SQLConnection) throws(StorageError) {
        try connection.execute("DELETE FROM appointments WHERE portal_id = \(portal)")
    }
}
