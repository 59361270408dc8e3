import Kernel
package import PortalDomain

/// What clients send about tickets.
enum TicketRequest {
    static func new(_ call: APICall, _ customers: Customers) async throws -> NewTicket {
        var fields = FieldReader(call.body)
        let title = fields.required("title", .text(255))
        let message = fields.required("message", .message)
        let customer = fields.optional("customerId", .id(of: CustomerKind.self))
        guard fields.errors.isEmpty, let title, let message else {
            throw try await fields.refusal(naming: customer, of: customers, in: call.portal)
        }
        return NewTicket(title: title, message: message, customer: customer)
    }

    static func message(_ call: APICall) throws(APIError) -> MessageHTML {
        var fields = FieldReader(call.body)
        guard let message = fields.required("message", .message) else { throw fields.refusal }
        return message
    }

    static let newSchema = Schema.Component("NewTicket") { _ in
        .object([
            .init("title", .text(255, example: "Login does not work")),
            .init("message", .text(65_535, example: "<p>Since this morning.</p>")),
            .init("customerId", .id("cst_06apczxmqbsaeh9edd1r").nullable, isRequired: false),
        ])
    }

    static let messageSchema = Schema.Component("NewTicketMessage") { _ in
        .object([.init("message", .text(65_535, example: "<p>Try again.</p>"))])
    }
}

extension ValueRule where Value == MessageHTML {
    /// Plain text or HTML, made safe (contract api-v1, 4.15).
    package static var message: ValueRule<MessageHTML> {
        message { MessageHTML($0) }
    }

    /// Of a form that takes no markup.
    package static var plainMessage: ValueRule<MessageHTML> {
        message { MessageHTML(plain: $0) }
    }

    private static func message(_ make: @escaping @Sendable (String) -> MessageHTML?) -> ValueRule<MessageHTML> {
        let text = ValueRule<String>.text(65_535)
        return ValueRule<MessageHTML>(reading: { value, field, errors in
            guard let text = text.read(value, field, &errors) else { return nil }
            guard let message = make(text) else {
                errors.append(FieldError(field, "Must hold text."))
                return nil
            }
            return message
        })
    }
}
