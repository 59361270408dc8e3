import HTTPTypes
import Hummingbird
import Kernel
import OAuth
import PortalDomain

/// `Idempotency-Key` (contract 2.7).
extension APIPipeline {
    static func idempotencyKey(of request: Request) throws -> String? {
        guard request.method == .post else { return nil }
        let keys = request.headers[values: .idempotencyKey]
        guard let key = keys.first else { return nil }
        let isVisible = key.utf8.allSatisfy { (0x21...0x7E).contains($0) }
        guard keys.count == 1, (1...255).contains(key.utf8.count), isVisible else {
            throw APIError.badRequest("The Idempotency-Key is not 1 to 255 visible ASCII characters.")
        }
        return key
    }

    func slot(
        named key: String, _ request: Request, body: [UInt8], _ principal: Principal, _ course: Course
    ) -> IdempotencySlot {
        let holder =
            switch principal.kind {
            case .apiKey(let id): id.text
            // The app, and not the token or the grant: a repetition after a refresh is recognised.
            case .accessToken(let grant): principal.app?.id.text ?? grant.text
            }
        let parts = [request.method.rawValue, request.uri.path, request.uri.query ?? "", course.version.name]
        return IdempotencySlot(
            portal: principal.portal.id, holder: holder, key: key, request: parts, body: body, now: course.now)
    }

    /// The stored answer if there is one, else what `work` answers and stores.
    func once(_ slot: IdempotencySlot, _ work: () async throws -> APIAnswer) async throws -> APIAnswer {
        guard inFlight.begin(slot) else {
            if let answer = try await replay(slot) { return answer }
            var error = APIError.conflict("The first request with this Idempotency-Key is still running.")
            error.headers = [HTTPField(name: .retryAfter, value: "1")]
            throw error
        }
        defer { inFlight.end(slot) }
        if let answer = try await replay(slot) { return answer }
        do {
            return try await work()
        } catch StorageError.uniqueViolation(IdempotencyRecords.constraint) {
            // Another node was first, and its change is the one that counts: ours is undone.
            guard let answer = try await replay(slot) else { throw StorageError.conflict }
            return answer
        }
    }

    private func replay(_ slot: IdempotencySlot) async throws -> APIAnswer? {
        switch try await records.find(slot) {
        case .nothing: return nil
        case .answer(let stored): return APIAnswer(replaying: stored)
        case .anotherRequest:
            let message = "This Idempotency-Key was used with another request."
            throw APIError.invalid([FieldError("Idempotency-Key", message)], message)
        }
    }
}
