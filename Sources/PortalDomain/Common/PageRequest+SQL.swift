import Kernel
import Persistence

extension ListFilter {
    /// `portal_id = $1 AND …`: the tenant, and the filter.
    ///
    /// - Parameter alias: with its full stop (`i.`), where the statement reads more than one table.
    func conditions(in portal: PortalID, alias: SQL = "") -> SQL {
        var conditions: SQL = "\(alias)portal_id = \(portal)"
        if let customer { conditions = "\(conditions) AND \(alias)customer_id = \(customer)" }
        if let createdAfter { conditions = "\(conditions) AND \(alias)created_at >= \(createdAfter)" }
        if let createdBefore { conditions = "\(conditions) AND \(alias)created_at < \(createdBefore)" }
        return conditions
    }
}

extension PageRequest {
    /// The same, and where the page starts.
    func conditions(in portal: PortalID, where filter: ListFilter = .init(), alias: SQL = "") -> SQL {
        let conditions = filter.conditions(in: portal, alias: alias)
        guard case .after(let id) = start else { return conditions }
        return "\(conditions) AND \(alias)id < \(id)"
    }

    /// Newest first, and one row more than asked for, to know whether there is more.
    func limits(alias: SQL = "") -> SQL { "ORDER BY \(alias)id DESC LIMIT \(size + 1) OFFSET \(offset)" }
}
