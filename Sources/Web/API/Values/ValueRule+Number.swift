package import Kernel

extension ValueRule where Value == Bool {
    package static var boolean: ValueRule<Bool> {
        ValueRule { value in
            guard case .bool(let bool) = value else { return .failure(.init("Must be true or false.")) }
            return .success(bool)
        }
    }

    /// In a form, where every value is a text: also `1` and `0`.
    package static var formBoolean: ValueRule<Bool> {
        ValueRule { value in
            switch value {
            case .bool(let bool): .success(bool)
            case .string("true"), .string("1"): .success(true)
            case .string("false"), .string("0"): .success(false)
            default: .failure(.init("Must be true or false."))
            }
        }
    }
}

extension ValueRule where Value == Int {
    /// A JSON number without a fraction.
    package static func integer(_ range: ClosedRange<Int>) -> ValueRule<Int> {
        ofNumber("Must be a whole number from \(range.lowerBound) to \(range.upperBound).") { number in
            guard let whole = number.scaled(by: 0).map(Int.init), range.contains(whole) else { return nil }
            return whole
        }
    }
}

extension ValueRule where Value == VATRate {
    package static var vatRate: ValueRule<VATRate> {
        ofNumber("Must be 0, 9 or 21.") { number in number.scaled(by: 0).flatMap { VATRate(rawValue: Int($0)) } }
    }
}

extension ValueRule where Value == Quantity {
    package static var quantity: ValueRule<Quantity> {
        ofNumber("Must be a number above 0, up to 1000000, with at most 3 decimals.") { Quantity($0) }
    }
}

extension ValueRule where Value == Cents {
    /// `"12.95"`: a text, so that no client's floating point comes in between.
    package static func amount(atLeast minimum: Cents = .zero) -> ValueRule<Cents> {
        let message = "Must be an amount as a string with two decimals, such as \"12.95\""
        let suffix = minimum > .zero ? ", of at least \(minimum)." : "."
        return ofText(message + suffix) { text in Cents(text).flatMap { $0 >= minimum ? $0 : nil } }
    }

    /// The same, with a leading `-` for a deduction.
    package static var signedAmount: ValueRule<Cents> {
        ofText("Must be an amount as a string with two decimals, such as \"12.95\" or \"-12.95\".") {
            Cents(signed: $0)
        }
    }
}

extension ValueRule {
    private static func ofNumber(
        _ message: String, _ parse: @escaping @Sendable (ExactDecimal) -> Value?
    ) -> ValueRule<Value> {
        ValueRule { value in
            guard case .number(let text) = value, let found = parse(ExactDecimal(jsonNumber: text)) else {
                return .failure(.init(message))
            }
            return .success(found)
        }
    }
}
