/// What one page shows: stored properties only, ready to print.
///
/// The templates find properties by reflection: a computed one is invisible, and an empty string counts as true, so a
/// view holds Booleans, optionals and arrays for what is there or not.
package protocol Page: Sendable {
    /// Name of its file in `Templates`, without the ending.
    static var template: String { get }
}
