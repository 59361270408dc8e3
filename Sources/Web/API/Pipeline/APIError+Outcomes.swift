import PortalDomain

extension Transition {
    /// The entity as it is now; else 404, or 409 with the reason.
    func entity() throws(APIError) -> Entity {
        switch self {
        case .done(let entity): return entity
        case .notFound: throw .notFound
        case .refused(let reason): throw .conflict(reason)
        }
    }
}

extension Creation {
    /// The new entity; else 404, 422 on `customerId`, or 409 with the reason.
    func entity() throws(APIError) -> Entity {
        switch self {
        case .created(let entity): return entity
        case .notFound: throw .notFound
        case .unknownCustomer: throw .invalid([.unknown("customerId")])
        case .refused(let reason): throw .conflict(reason)
        }
    }
}
