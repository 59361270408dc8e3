package import HTTPTypes

/// What a request shows to prove who sends it (contract api-v1, 2.2): a bearer token in `Authorization`, or in the
/// `Authentication` of the published guide.
package enum PresentedToken: Equatable {
    /// No header, or another scheme.
    case none
    case bearer(String)
    /// A token that is worth something only with a proof beside it (RFC 9449 §7.1).
    case bound(String)
    /// The scheme is right and what follows cannot be a token.
    case malformed
    /// Two headers that differ, or one that was sent twice.
    case contradictory

    package init(_ headers: HTTPFields) {
        var standard: String?
        var other: String?
        for field in headers {
            // One pass, lengths first: this runs for every request.
            let name = field.name.canonicalName
            switch name.utf8.count {
            case 13 where name == "authorization":
                guard standard == nil else {
                    self = .contradictory
                    return
                }
                standard = field.value
            case 14 where name == "authentication":
                guard other == nil else {
                    self = .contradictory
                    return
                }
                other = field.value
            default: continue
            }
        }
        switch (standard, other) {
        case (nil, nil): self = .none
        case (let value?, nil): self = Self.credentials(value)
        case (nil, let value?):
            let shown = Self.credentials(value)
            // The published guide knows bearer tokens only.
            if case .bound = shown { self = .none } else { self = shown }
        case (let one?, let two?):
            let first = Self.credentials(one)
            let same = one == two || (first.isBearer && first == Self.credentials(two))
            self = same ? first : .contradictory
        }
    }

    private var isBearer: Bool {
        if case .bearer = self { true } else { false }
    }

    /// RFC 6750 §2.1: the scheme in any letter case, one space, the token.
    private static func credentials(_ value: String) -> PresentedToken {
        let bytes = value.utf8
        let isBearer = starts(bytes, with: "bearer")
        guard isBearer || starts(bytes, with: "dpop") else { return .none }
        let rest = bytes.dropFirst(isBearer ? 6 : 4)
        guard let separator = rest.first else { return .malformed }
        guard separator == UInt8(ascii: " ") else { return .none }
        let token = rest.dropFirst()
        guard !token.isEmpty, !token.contains(UInt8(ascii: " ")) else { return .malformed }
        let text = String(Substring(token))
        return isBearer ? .bearer(text) : .bound(text)
    }

    /// - Parameter scheme: in lower case.
    private static func starts(_ bytes: String.UTF8View, with scheme: StaticString) -> Bool {
        scheme.withUTF8Buffer { scheme in
            let start = bytes.prefix(scheme.count)
            return start.count == scheme.count && zip(start, scheme).allSatisfy { $0 | 0x20 == $1 }
        }
    }
}
