import Kernel
import Persistence

extension ListFilter {
    /// `portal_id = $1 AND …`: the tenant, and the filter.
    ///
    /// - Parameter kind: of what is listed. Its ids hold the time of creation, which is why no column is asked for it.
    func conditions<Kind>(in portal: PortalID, onIDsOf kind: Kind.Type) -> SQL where Kind: EntityKind {
        var conditions: SQL = "portal_id = \(portal)"
        if let customer { conditions = "\(conditions) AND customer_id = \(customer)" }
        if let createdAfter { conditions = "\(conditions) AND id >= \(Identifier<Kind>(firstAt: createdAfter))" }
        if let createdBefore { conditions = "\(conditions) AND id < \(Identifier<Kind>(firstAt: createdBefore))" }
        return conditions
    }
}

extension PageRequest {
    /// The same, and where the page starts.
    func conditions(in portal: PortalID, where filter: ListFilter = .init()) -> SQL {
        let conditions = filter.conditions(in: portal, onIDsOf: Kind.self)
        guard case .after(let id) = start else { return conditions }
        return "\(conditions) AND id < \(id)"
    }

    /// Newest first, and one row more than asked for, to know whether there is more.
    var limits: SQL { "ORDER BY id DESC LIMIT \(size + 1) OFFSET \(offset)" }
}
