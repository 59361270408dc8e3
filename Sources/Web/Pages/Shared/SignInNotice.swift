import Kernel

extension PageContext {
    /// What led to the sign-in page, from its address.
    func signInNotice(_ query: FormFields) -> NoticeView? {
        switch query["done"] {
        case "signed-out": NoticeView(text: texts("sign_in.signed_out"))
        case "reset": NoticeView(text: texts("sign_in.reset"))
        case "expired": NoticeView(text: texts("sign_in.expired"), isProblem: true)
        default: nil
        }
    }
}
