import AlmanacCore
import Extraction
import Testing

/// What the title and the picture of a page that is one record are.
@Suite struct PageTitleTests {
    private static func data(_ type: String, _ members: String) -> String {
        #"<script type="application/ld+json">{"@type": "\#(type)", \#(members)}</script>"#
    }

    @Test("a headline is the title of an article, a name that of any other thing")
    func headlines() throws {
        func title(_ type: String, _ name: String, _ headline: String) throws -> JSON? {
            let members = #""name": "\#(name)", "headline": "\#(headline)", "author": "Ann""#
            return try PageFieldTests.record(
                "author", head: Self.data(type, members),
                "<h1>Our best fish soup of the winter: ready soon</h1><p>Fish soup</p>")["title"]
        }
        let headline = "Our best fish soup of the winter: ready soon"
        #expect(try title("Recipe", "Fish soup", headline) == "Fish soup")
        #expect(try title("NewsArticle", "Fish soup", headline) == .string(headline))
        // Where the heading is neither, nothing tells which one it is.
        #expect(try title("Recipe", "Fish soup", "Soup of the winter") == nil)
        // A name that the page does not show is none that it is called by.
        #expect(try title("Recipe", "Soup for search engines", headline) == nil)
    }

    @Test("a heading that holds a picture alone is passed over")
    func headingOfAPicture() throws {
        let record = try PageFieldTests.record(
            "author",
            "<div><h1><img src=/logo.png></h1></div><div><h1>Fish soup</h1></div><p>Author: "
                + "Ann Lee</p>"
        )
        #expect(record["title"] == "Fish soup")
    }

    @Test("of two pictures it is the one that the page shows")
    func shownPictures() throws {
        func image(_ body: String) throws -> JSON? {
            let head = #"<meta property="og:image" content="https://a.example/x/head.jpg">"#
            let members = #""name": "Fish soup", "image": "https://a.example/y/bowl.jpg""#
            return try PageFieldTests.record(
                "image: url", head: head + Self.data("Recipe", members), "<h1>Fish soup</h1>" + body
            )["image"]
        }
        #expect(try image(#"<img src="/s/bowl.jpg?w=2">"#) == "https://a.example/y/bowl.jpg")
        #expect(try image(#"<img srcset="/s/head.jpg 2x">"#) == "https://a.example/x/head.jpg")
        #expect(try image("") == nil)
        #expect(try image(#"<img src="/bowl.jpg"><img src="/head.jpg">"#) == nil)
    }

    @Test("two sizes of a picture are not told apart")
    func sizes() throws {
        let record = try PageFieldTests.record(
            "image: url",
            head: #"<meta property="og:image" content="https://a.example/bowl-300x150.jpg">"#
                + Self.data(
                    "Recipe", #""name": "Fish soup", "image": "https://a.example/bowl.jpg""#),
            #"<h1>Fish soup</h1><img src="/bowl.jpg">"#)
        #expect(record["image"] == nil)
    }

    @Test("a picture below the heading that is called like it is the page's")
    func unnamedPicture() throws {
        func image(_ body: String) throws -> JSON? {
            try PageFieldTests.record("image: url", body)["image"]
        }
        let heading = "<h1>Fish soup</h1>"
        #expect(
            try image(heading + "<p><img src=/a/1.jpg></p><p><img src=/a/fish_soup.jpg></p>")
                == "/a/fish_soup.jpg")
        #expect(
            try image(heading + #"<img src="data:x" data-src=/a/2.jpg alt="Fish soup">"#)
                == "/a/2.jpg")
        #expect(try image("<img src=/a/fish_soup.jpg>" + heading + "<img src=/a/1.jpg>") == nil)
        #expect(try image(heading + "<img src=/a/fish-soup-logo.jpg>") == nil)
    }
}
