import Kernel
import Web

extension SamplePage {
    /// Pages for payers, and how a portal takes money.
    static func payments(_ texts: Texts) -> [SamplePage] {
        let amount = texts.money(Cents(123_450))
        return [
            SamplePage(
                "pay", .plain, navigation: false,
                PayPage(
                    payee: "Bakkerij Jansen", description: "Aanbetaling bruidstaart", amount: amount,
                    badge: BadgeView(texts("payment.status.failed"), .bad), text: texts("payment.page.failed"),
                    action: ActionView(texts("pay.button"), action: "/payment/x"),
                    link: LinkView(href: "/payment-link/plk_1", label: texts("payment.page.again")),
                    note: texts("sandbox.note"))),
            SamplePage(
                "pay-open", .plain, navigation: false, full: false,
                PayPage(
                    payee: "Bakkerij Jansen", description: "Aanbetaling bruidstaart", amount: amount,
                    text: texts("payment_link.page.open"),
                    action: ActionView(texts("pay.button"), action: "/payment-link/plk_1"))),
            SamplePage(
                "sandbox-checkout", .plain, navigation: false, full: false,
                SandboxCheckoutPage(
                    description: "Aanbetaling bruidstaart", amount: amount,
                    badge: BadgeView(texts("payment.status.open")), action: "/sandbox/checkout/x",
                    choices: ["paid", "pending", "failed"].map { word in
                        OptionView(value: word, label: texts("sandbox.choice.\(word)"), isSelected: word == "paid")
                    }, back: LinkView(href: "/payment/x", label: texts("sandbox.back")))),
            SamplePage(
                "sandbox-checkout-over", .plain, navigation: false, full: false,
                SandboxCheckoutPage(
                    description: "Aanbetaling bruidstaart", amount: amount,
                    badge: BadgeView(texts("payment.status.chargeback"), .bad), action: "/sandbox/checkout/x",
                    choices: [], back: LinkView(href: "/payment/x", label: texts("sandbox.back")))),
            SamplePage(
                "payment-settings", .manage,
                PaymentSettingsPage(
                    integrations: ["sandbox", "mollie", "none"].map { word in
                        OptionView(
                            value: word, label: texts("payment_settings.\(word)"),
                            hint: texts("payment_settings.\(word).hint"), isSelected: word == "mollie")
                    }, integrationError: texts("error.payments.integration"),
                    keyHint: texts("payment_settings.key.hint"), keyError: texts("error.payments.key"), hasKey: true,
                    chargesFirstTerm: true, mailsInvoices: true)),
        ]
    }
}
