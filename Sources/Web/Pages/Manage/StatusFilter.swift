import Hummingbird
import Kernel
import PortalDomain

/// The filter above a list of papers: by status. A customer that the address names stays named.
struct StatusFilter {
    private let path: String
    private let customer: String?
    private let chosen: String?

    init(at path: String, _ query: FormFields, _ status: (some RawRepresentable<String>)?) {
        (self.path, chosen) = (path, status?.rawValue)
        customer = query["customer"].flatMap(CustomerID.init)?.text
    }

    /// - Parameter name: of the texts: `<name>.<status>`.
    func view(_ statuses: [some RawRepresentable<String>], _ texts: Texts, named name: String) -> FilterView {
        let all = OptionView(value: "", label: texts("paper.status.all"), isSelected: chosen == nil)
        let options = statuses.map { status in
            OptionView(
                value: status.rawValue, label: texts("\(name).\(status.rawValue)"),
                isSelected: status.rawValue == chosen)
        }
        var fields = [InputView("status", texts("paper.status"), options: [all] + options)]
        if let customer { fields.append(InputView("customer", texts("paper.customer"), type: "text", value: customer)) }
        return FilterView(action: path, fields: fields, isActive: chosen != nil || customer != nil)
    }
}

extension SignedInContext {
    /// The bytes of a PDF of this portal.
    func pdf(_ content: ContentID, _ name: FileName, of contents: Contents) async throws -> Response {
        try await file(content, name, type: "application/pdf", of: contents)
    }

    /// The bytes of a file of this portal.
    func file(
        _ content: ContentID, _ name: FileName, type: String, of contents: Contents
    ) async throws -> Response {
        let file = LinkedFile(content, in: portal.id, named: name, type: type)
        guard let response = try await FileResponses(contents: contents).response(file, to: page.request) else {
            throw PageError.notFound
        }
        return response
    }
}
