import Hummingbird
import Kernel
import OAuth

extension AppAuthentication {
    /// The app that a request comes from, proven by exactly one method.
    func app(behind request: Request, _ fields: FormFields, _ context: AppContext) async throws -> App {
        try await authenticate(credentials(of: request, fields), from: context.clientAddress)
    }

    /// The same where an app begins something: it may be one that is seen for the first time, and known by the address of a document.
    func perhapsNewApp(behind request: Request, _ fields: FormFields, _ context: AppContext) async throws -> App {
        let address = context.clientAddress
        return try await authenticate(credentials(of: request, fields), from: address, .maybeNew(from: address))
    }

    /// The resource server that a request comes from; nil if it does not say that it is one.
    func resourceServer(
        behind request: Request, _ fields: FormFields, _ context: AppContext
    ) async throws -> ResourceServer? {
        try await resourceServer(credentials(of: request, fields), from: context.clientAddress)
    }

    private func credentials(of request: Request, _ fields: FormFields) throws -> ClientCredentials {
        let headers = request.headers[values: .authorization]
        guard headers.count <= 1 else { throw OAuthError.invalidRequest("Authorization was sent more than once.") }
        return try ClientCredentials(authorization: headers.first, fields: fields)
    }
}
