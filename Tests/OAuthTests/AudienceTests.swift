import Kernel
import Testing

@testable import OAuth

@Suite("Whom a token is for (RFC 8707)", .timeLimit(.minutes(1)))
struct AudienceTests {
    private let one: ResourceServerID = Fixture.id(1)
    private let two: ResourceServerID = Fixture.id(2)

    @Test("what is stored is read back; our API alone is nothing at all")
    func stored() {
        #expect(Audience.api.stored == nil)
        #expect(Audience(stored: nil) == .api)
        for audience in [
            Audience(includesAPI: false, servers: [one]), Audience(includesAPI: true, servers: [one]),
            Audience(includesAPI: false, servers: [one, two]), Audience(includesAPI: true, servers: [two, one]),
        ] {
            #expect(audience.stored != nil)
            #expect(Audience(stored: audience.stored) == audience)
        }
        #expect(!Audience(stored: one.text).includesAPI)
    }

    @Test("192: never more than was granted, and all of it unless less is asked")
    func narrowed() {
        let all = Audience(includesAPI: true, servers: [one, two])
        let single = Audience(includesAPI: false, servers: [one])
        #expect(all.narrowed(to: nil) == all)
        #expect(single.narrowed(to: nil) == single)
        #expect(all.narrowed(to: single) == single)
        #expect(all.narrowed(to: .api) == .api)
        #expect(single.narrowed(to: .api) == nil)
        #expect(single.narrowed(to: all) == nil)
        #expect(Audience.api.narrowed(to: single) == nil)
        #expect(single.narrowed(to: Audience(includesAPI: false, servers: [two])) == nil)
    }

    @Test(
        "191: what is no absolute URI without a fragment",
        arguments: [
            "", "/v1", "v1", "//api.example", "api.example/v1", "https:", "https://", "https:///v1",
            "https://a.example/#",
            "https://a.example/#x", "https://a.example/ x", "https://a.example/é", "1https://a.example", ":x",
            "https://a.example/\u{0}", "https://a.example/\"",
        ])
    func malformed(_ text: String) { #expect(ResourceURI(text) == nil) }

    @Test(
        "resources may have any scheme, a path and a query",
        arguments: [
            "https://a.example", "https://a.example/", "https://a.example:8443/v1?x=1", "http://10.0.0.1/api",
            "urn:example:resource", "HTTPS://A.example",
        ])
    func wellFormed(_ text: String) { #expect(ResourceURI(text)?.text == text) }
}
