/// `/developers/apps/{appId}/try`: what is needed, and the choice of scopes.
package struct TrialPage: Page {
    package static let template = "trial"

    package let appName: String
    package let appHref: String
    package let callback: String
    package let needsCallback: Bool
    package let callbackAction: String
    package let action: String
    package let scopes: [ConsentScope]
    package let error: String?
    package let problems: ProblemSummary?

    package init(
        appName: String, appHref: String, callback: String, needsCallback: Bool, callbackAction: String,
        action: String, scopes: [ConsentScope], error: String? = nil
    ) {
        (self.appName, self.appHref, self.callback) = (appName, appHref, callback)
        (self.needsCallback, self.callbackAction, self.action) = (needsCallback, callbackAction, action)
        (self.scopes, self.error) = (scopes, error)
        problems = ProblemSummary(nil, ("scopes", error))
    }
}

/// The first request, ready to be followed.
package struct TrialRequestPage: Page {
    package static let template = "trial-request"

    package let appName: String
    package let appHref: String
    package let portal: String
    package let url: String
    package let fields: [TrialField]

    package init(appName: String, appHref: String, portal: String, url: String, fields: [TrialField]) {
        (self.appName, self.appHref, self.portal) = (appName, appHref, portal)
        (self.url, self.fields) = (url, fields)
    }
}

/// What came back to our callback address.
package struct TrialCallbackPage: Page {
    package static let template = "trial-callback"

    package let appName: String
    package let appHref: String
    package let againHref: String
    package let fields: [TrialField]
    package let hasCode: Bool
    package let isConfidential: Bool
    package let action: String
    package let state: String
    package let code: String

    package init(
        appName: String, appHref: String, againHref: String, fields: [TrialField], code: String?,
        isConfidential: Bool, action: String, state: String
    ) {
        (self.appName, self.appHref, self.againHref, self.fields) = (appName, appHref, againHref, fields)
        (self.isConfidential, self.action, self.state) = (isConfidential, action, state)
        hasCode = code != nil
        self.code = code ?? ""
    }
}

/// The requests that follow, each with its answer.
package struct TrialResultPage: Page {
    package static let template = "trial-result"

    package let appName: String
    package let appHref: String
    package let againHref: String
    package let isComplete: Bool
    package let steps: [TrialStep]

    package init(appName: String, appHref: String, againHref: String, isComplete: Bool, steps: [TrialStep]) {
        (self.appName, self.appHref, self.againHref) = (appName, appHref, againHref)
        (self.isComplete, self.steps) = (isComplete, steps)
    }
}

/// A parameter with what it is for.
package struct TrialField: Sendable, Equatable {
    package let name: String
    package let value: String
    package let text: String
    package let isProblem: Bool

    package init(name: String, value: String, text: String, isProblem: Bool = false) {
        (self.name, self.value, self.text, self.isProblem) = (name, value, text, isProblem)
    }
}

/// A request and its answer, secrets masked.
package struct TrialStep: Sendable, Equatable {
    package let title: String
    package let request: String
    package let answer: String
    package let isSuccess: Bool
    package let status: String
    package let requestID: String

    package init(title: String, request: String, answer: String, isSuccess: Bool, status: String, requestID: String) {
        (self.title, self.request, self.answer) = (title, request, answer)
        (self.isSuccess, self.status, self.requestID) = (isSuccess, status, requestID)
    }
}
