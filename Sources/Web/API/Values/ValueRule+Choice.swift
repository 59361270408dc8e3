package import Kernel
package import PortalDomain

extension ValueRule where Value: RawRepresentable<String> & CaseIterable & Sendable {
    /// One of the words of an enumeration.
    package static var choice: ValueRule<Value> {
        let words = Value.allCases.map(\.rawValue).joined(separator: ", ")
        return ofText("Must be one of: \(words).") { Value(rawValue: $0) }
    }
}

extension ValueRule {
    /// The id of an entity. Whether it exists in this portal is for the use case to find out: see `FieldError.unknown`.
    package static func id<Kind>(of kind: Kind.Type = Kind.self) -> ValueRule<Identifier<Kind>>
    where Value == Identifier<Kind> {
        ofText(FieldError.unknownMessage) { Identifier<Kind>($0) }
    }
}

extension FieldError {
    /// The same for what is no id at all as for one of another portal: nobody learns what exists elsewhere.
    fileprivate static let unknownMessage = "Is not the id of anything here."

    /// An id in a body or query that this portal does not have (contract api-v1, 2.4: 422).
    package static func unknown(_ field: String) -> FieldError { .init(field, unknownMessage) }
}

extension ValueRule where Value == SignatureImage {
    package static var png: ValueRule<SignatureImage> {
        ofText("Must be a PNG as data:image/png;base64,… of at most 1 MB.") { SignatureImage($0) }
    }
}
