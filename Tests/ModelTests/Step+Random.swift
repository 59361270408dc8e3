import TestSupport

extension Step {
    /// A step as it comes: mostly what apps do all day, sometimes what breaks them.
    static func random(_ dice: inout SeededGenerator) -> Step {
        func number(_ range: Range<Int>) -> Int { Int.random(in: range, using: &dice) }
        func pick() -> Pick { Pick(back: number(0..<3) > 0 ? number(0..<2) : number(0..<12)) }
        func one<Value>(of values: [Value]) -> Value { values[number(0..<values.count)] }
        /// The first of all cases, `often` times out of ten.
        func mostly<Value: CaseIterable>(_ often: Int, _ type: Value.Type) -> Value {
            let values = Array(Value.allCases)
            return number(0..<10) < often ? values[0] : one(of: values)
        }
        switch number(0..<100) {
        case 0..<16:
            return .authorize(
                user: number(0..<3), app: number(0..<4), portal: number(0..<2), scopes: number(1..<4),
                mostly(7, Answer.self))
        case 16..<36: return .exchange(code: pick(), mostly(8, Proof.self), mostly(7, ExchangeFlaw.self))
        case 36..<60: return .refresh(token: pick(), mostly(8, Proof.self), mostly(7, RefreshWish.self))
        case 60..<65: return .revoke(mostly(6, Kind.self), pick(), by: mostly(7, Caller.self))
        case 65..<70: return .introspect(mostly(3, Kind.self), pick(), by: mostly(7, Caller.self))
        case 70..<76: return .manage(app: number(0..<4), portal: number(0..<2), one(of: Decision.allCases))
        case 76..<80: return .employ(user: number(0..<3), portal: number(0..<2), mostly(4, Position.self))
        case 80..<83: return .newSecret(app: number(0..<2), overlap: one(of: [0, 30, 3600]))
        case 83..<85: return .portal(number(0..<2), isOpen: number(0..<4) > 0)
        case 85..<98:
            let moments = [1, 3, 9, 10, 11, 30, 59, 60, 119, 120, 3600, 86_400, 59 * 86_400, 60 * 86_400, 200 * 86_400]
            return .wait(seconds: number(0..<4) > 0 ? one(of: Array(moments.prefix(8))) : one(of: moments))
        default: return .restart
        }
    }
}
