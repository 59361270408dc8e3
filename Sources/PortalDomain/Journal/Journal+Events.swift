package import Kernel
package import Persistence

extension Journal {
    /// Tells the portal's webhooks of a change, in the change's own transaction: one delivery for each active webhook of this
    /// type, with the bytes that every attempt will send (contract api-v1, 6.2).
    ///
    /// Costs one look into an index where nobody listens.
    package func announce(
        _ type: EventType, _ subject: EventSubject, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) {
        try announceEach(type, in: portal, on: connection) { [subject] }
    }

    /// As `announce`, for a change of many at once. One event for each of `subjects`, which are asked for only if somebody
    /// listens.
    package func announceEach(
        _ type: EventType, in portal: PortalID, on connection: any SQLConnection,
        _ subjects: () throws(StorageError) -> [EventSubject]
    ) throws(StorageError) {
        guard let renderer else { throw .invalid(detail: "a journal without a renderer cannot announce \(type)") }
        let listeners = try Listener.all(of: type, in: portal, on: connection)
        guard !listeners.isEmpty else { return }
        for subject in try subjects() {
            let event = Event(
                id: ambient.makeID(), type: type.rawValue, createdAt: ambient.now(), zone: listeners[0].zone)
            for (shape, alike) in Dictionary(grouping: listeners, by: \.shape) {
                let body = try renderer.body(of: event, about: subject, in: shape)
                for listener in alike {
                    let delivery = NewDelivery(
                        id: ambient.makeID(), webhook: listener.id, receiver: listener.receiver, event: event,
                        body: body)
                    try delivery.insert(in: portal, on: connection)
                }
            }
        }
    }
}
