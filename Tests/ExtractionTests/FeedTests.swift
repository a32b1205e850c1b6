import AlmanacCore
import Extraction
import TestSupport
import Testing
import TimeSeries

/// RSS, Atom and JSON Feed.
@Suite struct FeedTests {
    @Test("an RSS feed's entries are read, with addresses resolved and times understood")
    func rss() throws {
        let feed = try Feed(
            Array(
                """
                <?xml version="1.0"?><rss version="2.0" xmlns:d="http://purl.org/dc/elements/1.1/"
                 xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>T</title>
                <link>/</link><item><title>a &amp;amp; b</title><link>/x?a=1&amp;b=2</link>
                <guid isPermaLink="false">7</guid><d:creator>W</d:creator><category>c</category>
                <pubDate>Mon, 06 May 2024 07:08:09 -0400</pubDate><description>s</description>
                <content:encoded><![CDATA[<p>x & y</p>]]></content:encoded>
                <enclosure url="e.mp3" type="audio/mpeg" length="12"/></item></channel></rss>
                """.utf8), url: WebURL("https://a.example/f"))
        #expect(feed.format == .rss && feed.title == "T" && feed.link == "https://a.example/")
        let entry = try #require(feed.entries.first)
        #expect(entry.title == "a & b" && entry.link == "https://a.example/x?a=1&b=2")
        #expect(entry.identifier == "7" && entry.authors == ["W"] && entry.categories == ["c"])
        #expect(entry.published?.moment?.description == "2024-05-06T11:08:09Z")
        #expect(entry.content == "<p>x & y</p>" && entry.summary == "s")
        let file = try #require(entry.enclosures.first)
        #expect(file.url == "https://a.example/e.mp3" && file.byteCount == 12)
    }

    @Test("text behind the end of a feed is left out")
    func trailing() throws {
        let text = "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>T</title>"
        let feed = try Feed(Array((text + "</channel></rss>\\n").utf8))
        #expect(feed.title == "T")
    }

    @Test("Atom and JSON Feed give the same entry")
    func others() throws {
        let atom = """
            <a:feed xmlns:a="http://www.w3.org/2005/Atom" xml:base="https://b.example/">
            <a:title>T</a:title>
            <a:entry><a:id>1</a:id><a:title type="html">&lt;b&gt;t&lt;/b&gt;</a:title>
            <a:link rel="self" href="s"/><a:link href="y"/><a:author><a:name>W</a:name></a:author>
            <a:published>2024-05-06T07:08:09.25+02:00</a:published></a:entry></a:feed>
            """
        let json = """
            {"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": [{"id": "1",
            "title": "t", "url": "https://b.example/y", "authors": [{"name": "W"}],
            "date_published": "2024-05-06T07:08:09.25+02:00"}]}
            """
        let first = try Feed(Array(atom.utf8))
        let second = try Feed(Array(json.utf8))
        #expect(first.entries == second.entries && first.title == second.title)
        #expect(first.entries.first?.published?.moment?.description == "2024-05-06T05:08:09.250Z")
    }

    @Test(
        "times that name no zone, or no time, are kept as written",
        arguments: ["2024-05-06T07:08:09", "yesterday", "Mon, 31 Feb 2024 07:08:09 GMT", ""])
    func times(text: String) throws {
        let feed = try Feed(
            Array("<rss><channel><item><pubDate>\(text)</pubDate></item></channel></rss>".utf8))
        #expect(feed.entries.first?.published?.moment == nil)
    }

    @Test("bare ampersands and HTML's named characters are mended")
    func mended() throws {
        let feed = try Feed(
            Array("<rss><channel><title>A & B&nbsp;&eacute;</title></channel></rss>".utf8))
        #expect(feed.title == "A & B\u{A0}é" || feed.title == "A & B é")
    }

    @Test("entities, which can blow up, and what is no feed are refused")
    func refused() {
        let bomb = """
            <!DOCTYPE r [<!ENTITY a "xxxxxxxxxx"><!ENTITY b "&a;&a;&a;&a;">]><rss>&b;</rss>
            """
        for text in [bomb, "<html></html>", "{}", "", "<rss>", "<rss><a></rss>"] {
            #expect(throws: AlmanacError.self) { try Feed(Array(text.utf8)) }
        }
        let deep = String(repeating: "<a>", count: 100_000)
        #expect(throws: AlmanacError.self) { try Feed(Array(("<rss>" + deep).utf8)) }
    }

    @Test("every well-formed feed of feedparser's tests is read", .requiresSharedData)
    func wellFormed() throws {
        let folder = "data/text/rss_feedparser/wellformed"
        for kind in ["atom10", "rss", "media-rss"] {
            for name in try SharedData.names(in: "\(folder)/\(kind)", suffix: ".xml") {
                // It declares entities, which are refused.
                if name == "entity_in_doctype.xml" { continue }
                _ = try Feed(try SharedData.bytes("\(folder)/\(kind)/\(name)"))
            }
        }
    }

    @Test("real court feeds give their entries with identifier, link and time", .requiresSharedData)
    func courts() throws {
        for name in try SharedData.names(in: "data/text/rss_pacer_feeds", suffix: ".xml") {
            let feed = try Feed(try SharedData.bytes("data/text/rss_pacer_feeds/\(name)"))
            #expect(!feed.entries.isEmpty)
            for entry in feed.entries {
                #expect(entry.identifier != nil && entry.link != nil, "\(name)")
                #expect(entry.published?.moment != nil, "\(name)")
            }
        }
    }
}
