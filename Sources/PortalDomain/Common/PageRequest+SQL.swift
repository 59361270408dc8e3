import Kernel
import Persistence

extension PageRequest {
    /// `portal_id = $1 AND …`: the tenant, where the page starts, and the filter.
    ///
    /// - Parameter alias: with its full stop (`i.`), where the statement reads more than one table.
    func conditions(in portal: PortalID, where filter: ListFilter = .init(), alias: SQL = "") -> SQL {
        var conditions: SQL = "\(alias)portal_id = \(portal)"
        if case .after(let id) = start { conditions = "\(conditions) AND \(alias)id < \(id)" }
        if let customer = filter.customer { conditions = "\(conditions) AND \(alias)customer_id = \(customer)" }
        if let moment = filter.createdAfter { conditions = "\(conditions) AND \(alias)created_at >= \(moment)" }
        if let moment = filter.createdBefore { conditions = "\(conditions) AND \(alias)created_at < \(moment)" }
        return conditions
    }

    /// Newest first, and one row more than asked for, to know whether there is more.
    func limits(alias: SQL = "") -> SQL { "ORDER BY \(alias)id DESC LIMIT \(size + 1) OFFSET \(offset)" }
}
