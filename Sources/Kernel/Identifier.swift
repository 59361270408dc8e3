/// What an identifier points at. The prefix is part of the text, so that ids of different kinds are never mixed up.
package protocol EntityKind: SendableMetatype {
    /// Lower-case letters, without the underscore: `cst`.
    static var idPrefix: String { get }
}

/// A typed, prefixed, time-ordered id: `cst_06apczxmqbsaeh9edd1r`.
///
/// The prefix, an underscore and 20 characters of Crockford base32 in lower case: 48 bits of milliseconds since 1970, then
/// 52 random bits. The order of the text is the order of creation, so that new rows land at the right edge of an
/// index and lists need no second sort column. An id is never a secret.
package struct Identifier<Entity: EntityKind>: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The whole id, prefix included.
    package let text: String

    /// Parses `text`; nil unless it has the prefix of this kind and exactly 20 characters of the alphabet.
    package init?(_ text: String) {
        guard text.utf8.count == Entity.idPrefix.utf8.count + 21, text.hasPrefix(Entity.idPrefix) else { return nil }
        let rest = text.utf8.dropFirst(Entity.idPrefix.utf8.count)
        guard rest.first == UInt8(ascii: "_"), rest.dropFirst().allSatisfy(Base32.isDigit) else { return nil }
        self.text = text
    }

    /// Trusts text that this server wrote itself: a column of its own database.
    package init(stored text: String) { self.text = text }

    /// The smallest id of this kind that can be made at `moment`: those made earlier are below it, those made from then on
    /// are not. So a list by time is a range of ids, and needs no index but theirs.
    package init(firstAt moment: Timestamp) {
        self.init(IdentifierStamp(milliseconds: UInt64(max(0, moment.seconds)) * 1000, tail: 0))
    }

    init(_ stamp: IdentifierStamp) {
        text = "\(Entity.idPrefix)_\(Base32.text(milliseconds: stamp.milliseconds, tail: stamp.tail))"
    }

    /// When it was made. What an entity says of its creation is this, and not the clock read once more: the two could differ,
    /// and then `init(firstAt:)` would miss it.
    package var madeAt: Timestamp { Timestamp(seconds: Int64(Base32.milliseconds(of: text.utf8.suffix(20)) / 1000)) }

    package var description: String { text }
    package static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}

/// The 100 bits of an identifier: 48 of time, 52 of chance.
struct IdentifierStamp: Sendable {
    let milliseconds: UInt64
    let tail: UInt64
}

/// Crockford's base32 in lower case: no `i`, `l`, `o`, `u`.
enum Base32 {
    private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

    static func isDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "i"), UInt8(ascii: "l"), UInt8(ascii: "o"), UInt8(ascii: "u"): false
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
        default: false
        }
    }

    /// 20 digits for 48 bits of `milliseconds` followed by 52 bits of `tail`.
    static func text(milliseconds: UInt64, tail: UInt64) -> String {
        // 100 bits as two halves of 50: each is ten digits.
        let upper = (milliseconds & 0xFFFF_FFFF_FFFF) << 2 | (tail >> 50) & 0b11
        let lower = tail & 0x3_FFFF_FFFF_FFFF
        return String(unsafeUninitializedCapacity: 20) { buffer in
            for position in 0..<10 {
                let shift = UInt64(45 - 5 * position)
                buffer[position] = alphabet[Int((upper >> shift) & 31)]
                buffer[position + 10] = alphabet[Int((lower >> shift) & 31)]
            }
            return 20
        }
    }

    /// The reverse, for the milliseconds: the first ten digits, without the two bits of the tail.
    static func milliseconds(of digits: some Sequence<UInt8>) -> UInt64 {
        digits.prefix(10).reduce(UInt64(0)) { $0 << 5 | UInt64(alphabet.firstIndex(of: $1) ?? 0) } >> 2
    }
}
