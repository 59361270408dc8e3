import Testing

@testable import Web

@Suite("Markdown of the guides")
struct MarkdownTests {
    private func html(_ text: String) throws -> String {
        try Markdown.markup(Markdown(text).blocks, PageRenderer.embedded().texts(in: .en)).html
    }

    @Test(
        "blocks and marks",
        arguments: [
            ("# Title\n\nText.", "<p>Text.</p>"),
            ("## Two words", "<h2 id=\"two-words\">Two words</h2>"),
            ("## Name {#place}\n### Name", "<h2 id=\"place\">Name</h2><h3 id=\"name\">Name</h3>"),
            ("## A\n## A", "<h2 id=\"a\">A</h2><h2 id=\"a-2\">A</h2>"),
            ("one\ntwo\n\nthree", "<p>one two</p><p>three</p>"),
            ("- one\n  more\n- two", "<ul><li>one more</li><li>two</li></ul>"),
            ("1. one\n2. two", "<ol><li>one</li><li>two</li></ol>"),
            ("a `b < c` d", "<p>a <code>b &lt; c</code> d</p>"),
            ("*a* **b**", "<p><em>a</em> <strong>b</strong></p>"),
            ("[a `b`](/docs/c#d)", "<p><a href=\"/docs/c#d\">a <code>b</code></a></p>"),
            ("> Careful.", "<div class=\"warning\">Careful.</div>"),
            ("2 * 3 * 4", "<p>2 * 3 * 4</p>"),
            ("\\*a\\*", "<p>*a*</p>"),
            ("`a", "<p>`a</p>"),
        ])
    func forms(text: String, html: String) throws { #expect(try self.html(text) == html) }

    @Test("a table has its heads as labels, and bars in code are text")
    func table() throws {
        let html = try html("| A | B |\n|---|---|\n| `a|b` | c \\| d |")
        #expect(html.contains("<th scope=\"col\">A</th><th scope=\"col\">B</th>"))
        #expect(html.contains("<th scope=\"row\"><code>a|b</code></th><td data-label=\"B\"><div>c | d</div></td>"))
    }

    @Test("nothing that is written becomes a tag, an attribute or a scheme that runs")
    func escaping() throws {
        let hostile = "<script>x</script> \"'&\u{301}"
        for text in [
            hostile, "# \(hostile)", "## \(hostile)", "- \(hostile)", "| \(hostile) | \(hostile) |\n| \(hostile) | b |",
            "```\(hostile)\n\(hostile)\n```", "`\(hostile)`", "[\(hostile)](/\(hostile))", "> \(hostile)",
        ] {
            let html = try html(text)
            #expect(!html.contains("<script"), "\(text)")
            #expect(!html.contains("\"'"), "\(text)")
        }
        for target in ["javascript:alert(1)", "//elsewhere.example", "data:text/html,x", "JavaScript:x", "ftp://x"] {
            #expect(try !html("[a](\(target))").contains("<a "), "\(target)")
        }
    }

    @Test("every text is a document: no mark without its end goes on for ever or is lost")
    func total() throws {
        let pieces = [
            "`", "*", "**", "[", "](", ")", "|", "#", "# ", "\n", "- ", "1. ", "> ", "```", "\\", " ", "a", "é", "{#",
        ]
        var state: UInt64 = 7
        for _ in 0..<2_000 {
            var text = ""
            for _ in 0..<24 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                text += pieces[Int(state >> 33) % pieces.count]
            }
            let blocks = Markdown(text).blocks
            #expect(blocks.count <= text.count)
        }
    }
}
