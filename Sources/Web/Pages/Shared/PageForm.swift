import Kernel
import PortalDomain

/// What somebody typed into a form of the manage portal: read by the value rules of the API, with everything that is wrong told at once
/// and in words for people, and shown again as it was typed.
///
/// ```swift
/// var form = PageForm(fields, texts)
/// let name = form.required("name", .text(255))
/// guard form.isFine, let name else { return try show(form, …) }
/// ```
struct PageForm {
    private let fields: FormFields
    private let texts: Texts
    private var problems: [String: String] = [:]

    init(_ fields: FormFields, _ texts: Texts) { (self.fields, self.texts) = (fields, texts) }

    /// Before anybody typed.
    init(_ values: KeyValuePairs<String, String>, _ texts: Texts) {
        self.init(FormFields(values.map { .init(name: $0.key, value: $0.value) }), texts)
    }

    var isFine: Bool { problems.isEmpty }

    /// What was typed, without the white space around it.
    subscript(name: String) -> String { PublicName.trimmed(fields[name] ?? "") }

    func isTicked(_ name: String) -> Bool { fields[name] == "1" }

    // MARK: - Reading

    mutating func required<Value>(_ name: String, _ rule: PageRule<Value>) -> Value? {
        guard !self[name].isEmpty else {
            refuse(name, "form.problem.missing")
            return nil
        }
        return optional(name, rule)
    }

    /// Nil as well where nothing was typed.
    mutating func optional<Value>(_ name: String, _ rule: PageRule<Value>) -> Value? {
        guard !self[name].isEmpty else { return nil }
        var errors: [FieldError] = []
        let value = rule.value.read(.string(self[name]), name, &errors)
        if value == nil || !errors.isEmpty { refuse(name, rule.problem, rule.values) }
        return value
    }

    /// What only the use case can tell.
    mutating func refuse(_ name: String, _ problem: String, _ values: [String: String] = [:]) {
        if problems[name] == nil { problems[name] = texts(problem, values) }
    }

    // MARK: - Showing

    /// - Parameters:
    ///   - label: the key of a text.
    ///   - hint: the key of a text.
    func input(
        _ name: String, _ label: String, type: String = "text", limit: Int? = nil, isOptional: Bool = false,
        hint: String? = nil
    ) -> InputView {
        InputView(
            name, texts(label), type: type, value: fields[name] ?? "", isRequired: !isOptional && type != "box",
            isOptional: isOptional, limit: limit, hint: hint.map { texts($0) }, error: problems[name])
    }

    func choice(_ name: String, _ label: String, _ options: [OptionView], hint: String? = nil) -> InputView {
        let shown = options.map {
            OptionView(value: $0.value, label: $0.label, hint: $0.hint, isSelected: $0.value == self[name])
        }
        return InputView(name, texts(label), options: shown, hint: hint.map { texts($0) }, error: problems[name])
    }
}

/// A value rule of the API, and what is said to people about a value that breaks it: the key of a text.
struct PageRule<Value: Sendable>: Sendable {
    let value: ValueRule<Value>
    let problem: String
    let values: [String: String]

    init(_ value: ValueRule<Value>, or problem: String, _ values: [String: String] = [:]) {
        (self.value, self.problem, self.values) = (value, problem, values)
    }
}

extension PageRule where Value == String {
    static func text(_ limit: Int) -> Self { Self(.text(limit), or: "error.too_long", ["limit": "\(limit)"]) }
    static var mandate: Self { Self(.mandate, or: "form.problem.mandate") }
}

extension PageRule where Value == EmailAddress {
    static var email: Self { Self(.email, or: "error.email.malformed") }
}

extension PageRule where Value == PhoneNumber {
    static var phone: Self { Self(.phone, or: "form.problem.phone") }
}

extension PageRule where Value == CountryCode {
    static var country: Self { Self(.countryCode, or: "error.letterhead.country") }
}

extension PageRule where Value == CalendarDate {
    static var date: Self { Self(.date, or: "form.problem.date") }
}

extension PageRule where Value == Timestamp {
    static func moment(in zone: TimeZoneTable) -> Self { Self(.formDateTime(in: zone), or: "form.problem.moment") }
}

extension PageRule where Value == Int {
    static func number(_ range: ClosedRange<Int>) -> Self {
        Self(
            .digits(range), or: "form.problem.number", ["least": "\(range.lowerBound)", "most": "\(range.upperBound)"])
    }
}

extension PageRule where Value == MessageHTML {
    static var message: Self { Self(.plainMessage, or: "ticket.problem.message") }
}

extension PageRule where Value == Cents {
    /// Above zero.
    static var amount: Self { Self(.typedAmount(atLeast: Cents(1)), or: "form.problem.amount") }
    static var price: Self { Self(.typedAmount(atLeast: .zero), or: "form.problem.price") }
    /// Below zero: a deduction.
    static var signedPrice: Self { Self(.typedAmount(atLeast: nil), or: "form.problem.price") }
}

extension PageRule where Value == VATRate {
    static var vatRate: Self {
        Self(.ofText("") { Int($0).flatMap(VATRate.init(rawValue:)) }, or: "error.unknown_option")
    }
}

extension PageRule where Value == Quantity {
    static var quantity: Self {
        let rule = ValueRule<Quantity>.ofText("") { text in
            let plain = text.replacing(",", with: ".")
            // As JSON writes a number, so that nothing else becomes one.
            guard let json = try? JSONValue(parsing: plain.utf8), case .number(let number) = json else { return nil }
            return Quantity(ExactDecimal(jsonNumber: number))
        }
        return Self(rule, or: "form.problem.quantity")
    }
}

extension PageRule where Value: RawRepresentable<String> & CaseIterable & Sendable {
    static var choice: Self { Self(.choice, or: "error.unknown_option") }
}

extension PageRule {
    static func id<Kind>(of kind: Kind.Type = Kind.self) -> Self where Value == Identifier<Kind> {
        Self(.id(of: kind), or: "error.unknown_option")
    }
}

extension ValueRule where Value == Cents {
    /// Euros as people type them: `12`, `12,50`, `12.50`.
    ///
    /// - Parameter minimum: nil: also less than nothing.
    fileprivate static func typedAmount(atLeast minimum: Cents?) -> ValueRule<Cents> {
        ofText("") { text in
            let plain = text.replacing(",", with: ".")
            guard let amount = Cents(signed: plain) ?? Cents(signed: "\(plain).00") else { return nil }
            return minimum.map { amount >= $0 } ?? true ? amount : nil
        }
    }
}

extension Texts {
    func intervals() -> [OptionView] {
        BillingInterval.allCases.map { OptionView(value: $0.rawValue, label: every($0)) }
    }

    func vatRates() -> [OptionView] {
        VATRate.allCases.reversed().map { OptionView(value: "\($0.rawValue)", label: "\($0.rawValue)%") }
    }
}

extension Cents {
    /// As a form shows it before somebody types: `12,50` or `12.50`.
    func typed(_ texts: Texts) -> String {
        texts.language == .nl ? description.replacing(".", with: ",") : description
    }
}
