/// What came of moving an entity from one state to the next.
package enum Transition<Entity: Sendable>: Sendable {
    /// As it is now.
    case done(Entity)
    case notFound
    /// Its state forbids it. The text names the state.
    case refused(String)
}

/// What came of making something that names a customer.
package enum Creation<Entity: Sendable>: Sendable {
    case created(Entity)
    /// What it would belong to is not there.
    case notFound
    /// This portal has no such customer.
    case unknownCustomer
    /// What is there already forbids it. The text says what.
    case refused(String)
}
