import HTTPTypes
import Kernel
import TestSupport
import Testing
import Web

@Suite("Settings → Features", .timeLimit(.minutes(2)))
struct PortalFeaturePageTests {
    private static let path = "/manage/settings/features"

    @Test(
        "what is not ticked is switched off, at once and with one event; what exists is left alone",
        arguments: Backend.available)
    func switches(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let owner = try await server.managing(as: server.cast.u1)
            let key = try await KeyDesk(server).make().key
            func features() async throws -> [String] {
                guard
                    case .array(let features)? = try await server.browser()
                        .get("/v1/me", headers: [.authorization: "Bearer \(key)"]).json?["features"]
                else { return [] }
                return features.compactMap { if case .string(let name) = $0 { name } else { nil } }
            }
            let all = Feature.allCases.map(\.rawValue).sorted()
            #expect(try await features() == all)
            let kept = all.filter { $0 != "files" && $0 != "offers" }
            for _ in 0..<2 {
                let answer = try await server.press(Self.path, from: Self.path, owner, kept.map { ("on", $0) })
                #expect(answer.location == "\(Self.path)?done=changed")
            }
            #expect(try await features() == kept)
            #expect(try await server.auditActions(server.cast.a.id.text).filter { $0 == "features.changed" }.count == 1)
            let page = try await owner.get("\(Self.path)?done=changed")
            #expect(page.contains("The features are saved."))
            #expect(page.contains("value=\"files\"> "))
            #expect(page.contains("value=\"ticketing\" checked> "))
            let more = ["nonsense"] + all
            _ = try await server.press(Self.path, from: Self.path, owner, more.map { ("on", $0) })
            #expect(try await features() == all)
        }
    }

    @Test("employees may not", arguments: Backend.available)
    func employees(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let employee = try await server.managing(as: server.cast.e1)
            #expect(try await employee.get(Self.path).status == .forbidden)
            #expect(try await server.press(Self.path, from: "/manage/account", employee).status == .forbidden)
        }
    }
}
