/// What surrounds a page: the language, the title, the navigation, and who is signed in.
package struct PageFrame: Sendable {
    package let language: Language
    package let title: String
    package let area: Area
    /// The address of the page, for the language switch. Nil where going there again would not show it again.
    package let path: String?
    /// Goes into every form.
    package let csrf: String
    package let signedInAs: String?
    package let portalName: String?
    package let navigation: [NavigationItem]
    package let notice: NoticeView?

    package init(
        language: Language,
        title: String,
        area: Area = .plain,
        path: String?,
        csrf: String = "",
        signedInAs: String? = nil,
        portalName: String? = nil,
        navigation: [NavigationItem] = [],
        notice: NoticeView? = nil
    ) {
        self.language = language
        self.title = title
        self.area = area
        self.path = path
        self.csrf = csrf
        self.signedInAs = signedInAs
        self.portalName = portalName
        self.navigation = navigation
        self.notice = notice
    }

    /// Which portal it belongs to: the accent line, and where signing out posts to.
    package enum Area: String, Sendable {
        case manage, developer, plain
    }
}

/// A line of the side navigation.
package struct NavigationItem: Sendable, Equatable {
    package let label: String
    package let href: String
    package let isCurrent: Bool
    /// Heading of the group that starts with this line.
    package let heading: String?

    package init(label: String, href: String, isCurrent: Bool = false, heading: String? = nil) {
        self.label = label
        self.href = href
        self.isCurrent = isCurrent
        self.heading = heading
    }
}
