import TestSupport
import Testing

/// Pieces that make trouble, put together at random.
@Suite("Messages of tickets, property", .timeLimit(.minutes(2)))
struct MessagePropertyTests {
    @Test(
        "Whatever is sent: only tags of the list, each closed; again it stays the same; never much longer",
        arguments: 1...4)
    func anything(seed: UInt64) {
        var dice = SeededGenerator(seed: seed)
        for _ in 0..<4000 {
            let sent = (0..<Int.random(in: 1..<14, using: &dice)).map { _ in
                Self.pieces[Int.random(in: 0..<Self.pieces.count, using: &dice)]
            }.joined()
            if let fault = HTMLChecks.fault(sent) {
                Issue.record("\(fault): \(sent.debugDescription)")
                return
            }
        }
    }

    private static let pieces = [
        "<", ">", "<b>", "</b>", "<p ", "</", "<!--", "-->", "--!>", "<script", "</script>", "<style>", "</style ", "a",
        " ", "\n", "\"", "'", "=", "&", "&amp;", "&#", ";", "x", "<a href=", "https://a.nl", "javascript:", "<a href='",
        "<br>", "<li>", "<code>", "/", "!", "?", "é", "\u{301}", "\u{2028}", "\r", "\t", "<svg/onload=", "<B\u{C}>",
        "<a href=\"http:\"\"onclick=x>", "&#x6A;", "<plaintext>", "<![CDATA[", "]]>", "\u{212A}", "<ſcript>",
    ]
}
