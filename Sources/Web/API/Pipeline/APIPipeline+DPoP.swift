import HTTPTypes
import Hummingbird
import Kernel
import OAuth

extension APIPipeline {
    /// Proves that whoever presents the token of `principal` holds the key that it is bound to (RFC 9449 §7.1).
    ///
    /// Writes nothing: `spend` does.
    ///
    /// - Throws: an `APIError` with the challenge that says what is missing.
    func verify(_ principal: Principal, presenting token: String, _ request: Request) throws -> DPoPProof {
        guard let binding = principal.binding else { throw refusal(.invalidToken) }
        let path = request.uri.path.dropFirst("/v1".utf8.count)
        guard let target = DPoPTarget(request.method.rawValue, origins.api + path, accessToken: token) else {
            throw refusal(.invalidProof)
        }
        do {
            return try dpop.verify(
                request.headers[values: .dpop], for: target, expecting: binding.key, needsNonce: binding.needsNonce)
        } catch DPoPFault.nonce(let nonce) {
            var error = refusal(.useNonce)
            error.headers.append(HTTPField(name: .dpopNonce, value: nonce))
            throw error
        } catch is DPoPFault { throw refusal(.invalidProof) }
    }

    /// Each proof works once.
    func spend(_ proof: DPoPProof) async throws {
        do { try await dpop.spend(proof) } catch is DPoPFault { throw refusal(.invalidProof) }
    }

    private func refusal(_ reason: DPoPChallenge) -> APIError {
        var error = APIError(.unauthorized, "The token is not valid.")
        error.headers = [challenges.dpop(reason)]
        return error
    }
}

/// Why a bound token does not count: the `error` of RFC 9449 §7.1.
enum DPoPChallenge: String {
    case invalidToken = "invalid_token"
    case invalidProof = "invalid_dpop_proof"
    case useNonce = "use_dpop_nonce"
}
