import Kernel
import PortalDomain

/// Payments as a table of a detail page.
enum PaymentTable {
    static func view(_ payments: [Payment], _ context: SignedInContext) -> TableView {
        let texts = context.texts
        let rows = payments.map { payment in
            TableView.Row(
                href: nil, title: context.times.view(payment.createdAt).text,
                cells: [
                    .badge(texts.badge(payment.status)), .text(texts.money(payment.amount)),
                    .text(payment.refunded > .zero ? texts.money(payment.refunded) : nil), .text(payment.payersName),
                    .text(payment.integrationID),
                ])
        }
        return TableView(
            caption: texts("payments.title"),
            columns: [
                .init(texts("payments.begun")), .init(texts("list.status")),
                .init(texts("payment_links.amount"), isNumber: true), .init(texts("payments.refunded"), isNumber: true),
                .init(texts("payments.payer")), .init(texts("payments.reference")),
            ], rows: rows)
    }
}
