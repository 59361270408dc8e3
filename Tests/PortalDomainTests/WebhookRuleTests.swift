import Kernel
import TestSupport
import Testing

@testable import PortalDomain

@Suite("Rules of webhooks")
struct WebhookRuleTests {
    @Test("an address is taken apart as it is requested")
    func addresses() throws {
        let url = try #require(WebhookURL("HTTPS://Example.NL:8443/a/b?c=%20d"))
        #expect(url.host == "example.nl" && url.port == 8443 && url.isSecure)
        #expect(url.target == "/a/b?c=%20d")
        #expect(url.requested == "https://example.nl:8443/a/b?c=%20d")
        #expect(url.receiver == "https://example.nl:8443")
        let short = try #require(WebhookURL("https://example.nl?x"))
        #expect(short.requested == "https://example.nl/?x")
        #expect(short.receiver == "https://example.nl:443")
        let six = try #require(WebhookURL("https://[2001:DB8::1]:443"))
        #expect(six.host == "2001:db8::1" && six.requested == "https://[2001:db8::1]/")
        #expect(WebhookURL("http://127.0.0.5/")?.isLoopback == true)
        #expect(WebhookURL("http://[::ffff:127.0.0.1]/")?.isLoopback == true)
        #expect(WebhookURL("http://localhost.example/")?.isLoopback == false)
    }

    @Test(
        "what could be read in two ways is no address",
        arguments: [
            "", "https://", "https:/example.nl", "//example.nl", "example.nl", "https://example.nl\\@inside/",
            "https://a@b/",
            "https://example.nl:/", "https://example.nl:+80/", "https://example.nl:080000/", "https://.example.nl/",
            "https://example..nl/", "https://example.nl./", "https://-example.nl/", "https://ex%61mple.nl/",
            "https://[::1",
            "https://[::1]x/", "https://[2606:4700::1111]x443/", "https://[127.0.0.1]/", "https://[fe80::1%25eth0]/",
            "https://example.nl/\u{7F}",
            "https://example.nl/%", "https://example.nl/%4", "https://example.nl/%+1", "https://example.nl/a b",
            "https://é.nl/",
        ])
    func malformed(_ text: String) { #expect(WebhookURL(text) == nil) }

    @Test("a pause is a tenth more or less, spread over the whole of it, and never shorter than the receiver asked")
    func pauses() throws {
        let ambient = ManualClock(seed: 7).ambient
        for (position, pause) in RetrySchedule.standard.pauses.enumerated() {
            var seen: Set<Int64> = []
            for _ in 0..<500 {
                let drawn = try #require(RetrySchedule.standard.pause(after: position + 1, asked: nil, ambient))
                #expect(abs(drawn - pause) * 10 <= pause)
                seen.insert(drawn)
            }
            #expect(seen.count > min(Int(pause / 10), 200))
            #expect(RetrySchedule.standard.pause(after: position + 1, asked: 86_400, ambient)! >= 86_400)
        }
        #expect(RetrySchedule.standard.pause(after: 10, asked: 60, ambient) == nil)
        #expect(RetrySchedule([7]).pause(after: 1, asked: nil, ambient) == 7)
        #expect(RetrySchedule.standard.pauses.reduce(0, +) < WebhookQueue.patience)
    }
}
