/// `PageFrame` as the layout prints it.
struct FrameView: Sendable {
    let language: String
    let title: String
    let bodyClass: String
    let isManage: Bool
    let isDeveloper: Bool
    let isPlain: Bool
    let homeHref: String
    let css: String
    let script: String
    let icon: String
    let csrf: String
    let signedInAs: EmailView?
    let accountHref: String
    let signOutAction: String
    let portalName: String?
    let hasNavigation: Bool
    let navigation: [NavigationItem]
    let languages: [LanguageLink]
    let notice: NoticeView?

    init(_ frame: PageFrame, files: PublicFiles) throws(PageAssetError) {
        language = frame.language.rawValue
        title = frame.title
        // Also without a line in it: it holds the way out.
        hasNavigation = !frame.navigation.isEmpty || frame.signedInAs != nil
        bodyClass = "area-\(frame.area.rawValue) \(hasNavigation ? "with-navigation" : "without-navigation")"
        isManage = frame.area == .manage
        isDeveloper = frame.area == .developer
        isPlain = frame.area == .plain
        homeHref = Self.home(of: frame)
        css = try files.path(of: "app.css")
        script = try files.path(of: "app.js")
        icon = try files.path(of: "favicon.svg")
        csrf = frame.csrf
        signedInAs = frame.signedInAs.map(EmailView.init)
        accountHref = frame.area.accountPath
        signOutAction = frame.area == .developer ? "/developers/sign-out" : "/manage/sign-out"
        portalName = frame.portalName
        navigation = frame.navigation
        notice = frame.notice
        languages =
            frame.path.map { path in
                Language.allCases.filter { $0 != frame.language }.map { LanguageLink($0, back: path) }
            } ?? []
    }

    private static func home(of frame: PageFrame) -> String {
        switch frame.area {
        case .manage where frame.signedInAs != nil: "/manage"
        case .developer where frame.signedInAs != nil: "/developers/apps"
        default: "/"
        }
    }
}

/// An address that a narrow column breaks before its `@`, and not in the middle of a word.
struct EmailView: Sendable, Equatable {
    let local: String
    let domain: String

    init(_ text: String) {
        let at = text.lastIndex(of: "@") ?? text.endIndex
        (local, domain) = (String(text[..<at]), String(text[at...]))
    }
}

/// A line of the language switch; the server keeps the choice in a cookie and goes back.
struct LanguageLink: Sendable, Equatable {
    let code: String
    let name: String
    let href: String

    init(_ language: Language, back path: String) {
        code = language.rawValue
        name = language.ownName
        href = "/language?to=\(language.rawValue)&back=\(Self.percentEncoded(path))"
    }

    /// Encodes all but the unreserved characters (RFC 3986 §2.3) and `/`.
    static func percentEncoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"), UInt8(ascii: "/"):
                bytes.append(byte)
            default:
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
