import HTTPTypes
import Hummingbird
import Kernel
import OAuth

extension OAuthError {
    /// RFC 6749 §5.2: 401 for a failed authentication, else 400.
    var status: HTTPResponse.Status {
        switch code {
        case .invalidClient: retryAfter == nil ? .unauthorized : .tooManyRequests
        case .invalidToken: .unauthorized
        case .temporarilyUnavailable: .serviceUnavailable
        case .serverError: .internalServerError
        default: .badRequest
        }
    }

    /// - Parameter isBasic: the request used HTTP authentication, so the answer names the scheme (RFC 6749 §5.2).
    func response(isBasic: Bool) -> Response {
        var writer = JSONWriter()
        writer.object {
            $0.field("error", code.rawValue)
            $0.field("error_description", description)
        }
        var response = Response.oauth(writer.bytes, status: status)
        if code == .invalidClient, isBasic || status == .unauthorized {
            response.headers[.wwwAuthenticate] = #"Basic realm="voordeur", charset="UTF-8""#
        }
        if code == .invalidToken {
            response.headers[.wwwAuthenticate] = #"Bearer realm="voordeur", error="invalid_token""#
        }
        if let nonce { response.headers[.dpopNonce] = nonce }
        if let retryAfter { response.headers[.retryAfter] = "\(retryAfter)" }
        return response
    }
}

extension Response {
    /// JSON that nobody may keep (RFC 6749 §5.1).
    static func oauth(_ json: [UInt8], status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status,
            headers: [
                .contentType: "application/json", .cacheControl: "no-store", .pragma: "no-cache",
                .xContentTypeOptions: "nosniff",
            ],
            body: .init(byteBuffer: .init(bytes: json)))
    }
}

extension HTTPField.Name {
    static let pragma = Self("Pragma")!
}
