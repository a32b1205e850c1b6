import AlmanacCore
import Extraction
import TestSupport
import Testing
import TimeSeries

/// Main text and metadata.
@Suite struct ArticleTests {
    private static let paragraph =
        "This is a sentence of the article, with commas, and enough words to be a real one. "

    @Test("the main text is found among navigation, comments and links")
    func text() throws {
        let paragraphs = (1...6).map { "<p>\($0). \(Self.paragraph)</p>" }.joined()
        let page = try Document(
            html: """
                <html lang=en><title>The headline of it | Site</title>
                <meta property=article:published_time content=2024-05-06T07:08:09Z>
                <nav><ul><li><a href=1>One</a><li><a href=2>Two</a></ul></nav>
                <main><h1>The headline of it</h1>
                <div class=byline>By <a rel=author>W. D.</a></div>
                <div class=story>\(paragraphs)<div class=share><a href=3>Share</a></div></div>
                </main>
                <div id=comments>\(paragraphs)</div><footer><p>\(Self.paragraph)</p></footer>
                """)
        let article = page.article()
        #expect(article.title == "The headline of it")
        #expect(article.authors == ["W. D."] && article.language == "en")
        #expect(article.published?.moment?.description == "2024-05-06T07:08:09Z")
        #expect(article.blocks.count == 6)
        #expect(article.text.hasPrefix("1. This") && article.text.contains("\n\n6. This"))
    }

    @Test("a page without text has none")
    func none() throws {
        #expect(try Document(html: "").article().text.isEmpty)
        let links = String(repeating: "<li><a href=x>Somewhere</a>", count: 50)
        #expect(try Document(html: "<ul>\(links)</ul>").article().text.isEmpty)
    }

    /// Runs of four words with how often each comes.
    private func shingles(_ text: String) -> [String: Int] {
        let words = text.lowercased().split { !$0.isLetter && !$0.isNumber }
        var counts: [String: Int] = [:]
        for start in 0..<max(0, words.count - 3) {
            counts[words[start..<start + 4].joined(separator: " "), default: 0] += 1
        }
        return counts
    }

    @Test("real pages give their main text", .requiresSharedData)
    func real() throws {
        let folder = "data/web/mozilla_readability"
        var sum = 0.0
        let names = [
            "ars-1", "bbc-1", "cnn", "ietf-1", "lwn-1", "nytimes-1", "salon-1", "seattletimes-1",
        ]
        for name in names {
            let page = try Document(
                html: sharedBytes(anyOf: "source.html", in: "\(folder)/\(name)"))
            let answer = try Document(
                html: sharedBytes(anyOf: "expected.html", in: "\(folder)/\(name)"))
            let wanted = shingles(answer.visibleText(of: answer.root))
            let found = shingles(page.article().text)
            let shared = wanted.reduce(0) { $0 + min($1.value, found[$1.key] ?? 0) }
            let all = wanted.values.reduce(0, +) + found.values.reduce(0, +)
            sum += 2 * Double(shared) / Double(max(1, all))
        }
        #expect(sum / Double(names.count) > 0.9)
    }
}
