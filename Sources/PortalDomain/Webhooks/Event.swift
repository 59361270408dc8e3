package import Kernel

package enum EventKind: EntityKind { package static let idPrefix = "evt" }
package typealias EventID = Identifier<EventKind>

/// Something that happened in a portal, as webhooks are told of it.
package struct Event: Sendable {
    package let id: EventID
    /// An `EventType`, or the type of a test.
    package let type: String
    package let createdAt: Timestamp
    /// The IANA name of the zone in which the portal tells its times.
    package let zone: String
}

/// What decides over the bytes of an event besides the event itself: webhooks of one shape are sent the same.
package struct EventShape: Sendable, Hashable {
    /// Of the API: `1.0.0`.
    package let version: String
    /// False: of the entity only the id.
    package let isWhole: Bool
}

/// Writes what an event says (contract api-v1, 6.2). Implemented where the payloads of the API are.
package protocol EventRenderer: Sendable {
    /// The body of the request, a JSON text.
    func body(
        of event: Event, about subject: EventSubject, in shape: EventShape
    ) throws(StorageError) -> String
}
