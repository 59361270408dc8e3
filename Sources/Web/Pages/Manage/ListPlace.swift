import Hummingbird
import Kernel
import PortalDomain

/// Which page of a list a person looks at (`?page=3`), and the way to the pages around it.
struct ListPlace {
    static let size = 20

    let number: Int
    private let path: String
    /// What else the address says, such as a filter.
    private let kept: [(name: String, value: String)]

    /// - Parameter names: of the fields of `query` that the pages around it have too.
    init(_ query: FormFields, at path: String, keeping names: [String] = []) {
        // Nobody walks that far, and the offset stays a number.
        number = query["page"].flatMap(Int.init).map { min(max(1, $0), 100_000) } ?? 1
        self.path = path
        kept = names.compactMap { name in query[name].map { (name, $0) } }
    }

    func request<Kind>(of kind: Kind.Type = Kind.self) -> PageRequest<Kind> {
        PageRequest(start: .page(number), size: Self.size)
    }

    func pager(hasMore: Bool) -> PagerView {
        PagerView(previousHref: number > 1 ? href(number - 1) : nil, nextHref: hasMore ? href(number + 1) : nil)
    }

    /// The same, where a table is only a part of a page.
    func links(hasMore: Bool, _ texts: Texts) -> [LinkView] {
        var links: [LinkView] = []
        if number > 1 { links.append(LinkView(href: href(number - 1), label: texts("pager.previous"))) }
        if hasMore { links.append(LinkView(href: href(number + 1), label: texts("pager.next"))) }
        return links
    }

    private func href(_ page: Int) -> String {
        let fields = kept + (page > 1 ? [("page", "\(page)")] : [])
        return fields.isEmpty ? path : "\(path)?\(PercentEncoding.query(fields))"
    }
}

extension SignedInContext {
    /// What `?done=` says: one of `known` or of `problems`, in words (`<area>.done.<word>`).
    func notice(
        _ query: FormFields, _ area: String, _ known: Set<String>, problems: Set<String> = []
    ) -> NoticeView? {
        guard let done = query["done"], known.contains(done) || problems.contains(done) else { return nil }
        return NoticeView(text: texts("\(area).done.\(done)"), isProblem: problems.contains(done))
    }

    /// A form, again if something is wrong with it.
    func answer(_ form: PageForm, _ view: FormPage, in section: ManageSection) throws -> Response {
        try answer(view, titled: view.title, in: section, status: form.isFine ? .ok : .unprocessableContent)
    }

    /// Back to a page of ours, with a word of what was done.
    func redirect(to path: String, done: String) -> Response {
        page.redirect(to: LocalPath("\(path)?done=\(done)") ?? "/manage")
    }

    /// The portal's clock.
    func zone() throws -> TimeZoneTable {
        guard let zone = page.pages.zone(named: portal.timeZone) else {
            throw StorageError.invalid(detail: "no time zone \(portal.timeZone)")
        }
        return zone
    }
}
