import Hummingbird
import Kernel
import OAuth

extension AppAuthentication {
    /// The app that a request comes from, proven by exactly one method.
    func app(behind request: Request, _ fields: FormFields, _ context: AppContext) async throws -> App {
        let headers = request.headers[values: .authorization]
        guard headers.count <= 1 else { throw OAuthError.invalidRequest("Authorization was sent more than once.") }
        let credentials = try ClientCredentials(authorization: headers.first, fields: fields)
        return try await authenticate(credentials, from: context.clientAddress)
    }
}
