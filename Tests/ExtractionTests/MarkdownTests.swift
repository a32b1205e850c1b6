import AlmanacCore
import Extraction
import Testing

/// Markdown for models and people.
@Suite struct MarkdownTests {
    @Test(
        "headings, lists, tables, links, code and quotes",
        arguments: [
            ("<h2>A</h2><p>b <b>c</b> <em>d</em></p>", "## A\n\nb **c** *d*"),
            ("<ul><li>a<li>b<ul><li>c</ul></ul>d", "- a\n- b\n\n  - c\n\nd"),
            ("<ol><li>a<li>b</ol>", "1. a\n2. b"),
            ("<a href=/x>t</a> <a href='javascript:1'>u</a>", "[t](https://a.example/x) u"),
            ("<pre>a  b\n c</pre>", "```\na  b\n c\n```"), ("x <code>a_b</code>", "x `a_b`"),
            ("<blockquote><p>a<p>b</blockquote>", "> a\n>\n> b"), ("a_b *c*", "a\\_b \\*c\\*"),
            (
                "<table><tr><th>a<th>b<tr><td>1|2<td></table>",
                "| a | b |\n| --- | --- |\n| 1\\|2 |  |"
            ),
            ("<img src=i.png alt=t>", "![t](https://a.example/i.png)"), ("a<br>b", "a\nb"),
            ("<b></b>x<script>y</script>", "x"), ("<hr>", "---"),
        ])
    func markdown(html: String, expected: String) throws {
        let page = try Document(html: html, url: WebURL("https://a.example"))
        #expect(page.markdown() == expected)
    }

    @Test("links of a page whose address is not known stay as they are written")
    func relative() throws {
        let html = "<a href=/op/1.pdf>a</a> <a href='#b'>b</a> <a href='javascript:c()'>c</a>"
        #expect(try Document(html: Array(html.utf8)).markdown() == "[a](/op/1.pdf) b c")
    }
}
