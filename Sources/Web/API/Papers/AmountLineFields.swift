import Kernel

/// The lines of a manual invoice or offer, as a request has them (contract api-v1, 4.5).
enum AmountLineFields {
    /// Reads `lines`; what is wrong with them, and with their total, is left in `fields`.
    static func read(_ fields: inout FieldReader) -> (lines: [AmountLine], totals: AmountTotals)? {
        let lines = fields.objects("lines", 1...100) { line -> AmountLine? in
            let description = line.required("description", .text(2000))
            let quantity = line.optional("quantity", .quantity) ?? .one
            let unitPrice = line.required("amountExclVat", .signedAmount)
            let vatRate = line.required("vatRate", .vatRate)
            guard let description, let unitPrice, let vatRate else { return nil }
            return AmountLine(description, quantity: quantity, unitPrice: unitPrice, vatRate: vatRate)
        }
        guard let lines else { return nil }
        guard let totals = AmountTotals(lines) else {
            fields.refuse("lines", "Must come to a total, VAT included, from 0.00 to \(Cents.maximum).")
            return nil
        }
        return (lines, totals)
    }

    static let schema = Schema.array(
        of: .object([
            .init("description", .text(2000, example: "Advice, per hour")),
            .init("quantity", .quantity, isRequired: false), .init("amountExclVat", .signedAmount),
            .init("vatRate", .vatRate),
        ]), "The total, VAT included, must lie between 0.00 and \(Cents.maximum).", minimum: 1, maximum: 100)
}
