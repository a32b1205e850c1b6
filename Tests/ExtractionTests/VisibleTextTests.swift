import Extraction
import Testing

/// Text as a browser shows it.
@Suite struct VisibleTextTests {
    @Test(
        "blocks, breaks, spaces, tables and hidden parts",
        arguments: [
            ("a  b\n c", "a b c"), ("<p>a</p><p>b</p>", "a\n\nb"),
            ("<div>a</div><div>b</div>c", "a\nb\nc"),
            ("a<br>b<br><br>c", "a\nb\n\nc"), ("a <b> b </b> c", "a b c"), ("a<b>b</b>c", "abc"),
            ("<pre>a  b\n c</pre>d", "a  b\n c\nd"), ("x<script>y</script><style>z</style>", "x"),
            ("x<span hidden>y</span>", "x"), ("x<p style='display: none'>y</p>", "x"),
            ("x<i style='visibility:hidden'>y</i>z", "xz"), ("<ul><li>a<li>b</ul>c", "a\nb\nc"),
            ("<table><tr><td>a<td>b<tr><td>c<td>d</table>", "a\tb\nc\td"),
            ("<table><tr><td><p>a</p></td> <td>b</td></tr></table>", "a\tb"),
            ("a<template>b</template><noscript>c</noscript>", "a"),
            ("<h1> T </h1> x", "T\nx"), ("a&nbsp; b", "a\u{A0} b"),
            ("<svg><title>t</title></svg>x", "x"),
            ("<span style='display:block'>a</span>b", "a\nb"), ("a <br> b", "a\nb"),
            ("<div><div>a</div></div><p>b</p>", "a\n\nb"),
        ])
    func text(html: String, expected: String) throws {
        let page = try Document(html: html)
        let body = try #require(page.first(Selector("body")))
        #expect(page.visibleText(of: body) == expected)
    }

    @Test("lines are parted by breaks, whatever white space the markup has around them")
    func lines() throws {
        let html = "<div> <a>Title</a>\n <br />\n A-1 \n <br/>Judge: B\n<p> <b>x</b> y </p></div>"
        let document = try Document(html: html)
        let lines = document.textLines(in: 1..<document.nodeCount)
        #expect(lines.map(\.text) == ["Title", "A-1", "Judge: B", "x y"])
    }

    @Test("one line has single spaces")
    func line() throws {
        let page = try Document(html: "<div>a<p>b</p> <pre>c\n\n d</pre></div>")
        let outer = try #require(page.first(Selector("div")))
        #expect(page.visibleLine(of: outer) == "a b c d")
    }
}
