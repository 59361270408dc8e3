extension APIVersion {
    /// What requests call the first day of a subscription: `startDate` in 1.0.0, `startsAt` from 1.1.0 on, as answers always did (contract
    /// api-v1, 7). The name of the other version is an unknown field.
    var startName: String { self >= .v110 ? "startsAt" : "startDate" }
}
