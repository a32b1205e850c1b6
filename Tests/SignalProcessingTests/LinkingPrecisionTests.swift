import AlmanacCore
import SignalProcessing
import TestSupport
import Testing
import TimeSeries

/// How often a link that rests on words is right, on posts whose subject people named.
///
/// Posts of FiQA name their subject as a cashtag and as a label. Without its dollar sign a cashtag
/// is a ticker among words; taken out, only names, products and people are left. A link is right
/// where the post has the symbol as its label or as any cashtag: one to a company that is named in
/// words alone counts as wrong, so that the precision is a lower bound.
@Suite("Links on labelled posts", .requiresSharedData)
struct LinkingPrecisionTests {
    struct Count {
        /// Links, and those of them that are right.
        var (links, right) = (0, 0)
        /// Posts whose label the gazetteer has, and those of them that are linked to it.
        var (posts, found) = (0, 0)

        var precision: Double { Double(right) / Double(max(1, links)) }
        var recall: Double { Double(found) / Double(max(1, posts)) }
    }

    private static func links(_ text: String) -> Set<String> {
        let moment = Timestamp(nanoseconds: 1_400_000_000_000_000_000)
        let post = Post(
            source: "fiqa", id: "1", author: "a", text: text, time: moment, knownAt: moment)
        var pipeline = PostPipeline(SignalPipeline.steps())
        return Set(pipeline.process([post])[0].links.map(\.symbol))
    }

    /// The cashtags of a text, and the text with each put through a function.
    private static func cashtags(
        _ text: String, _ change: (Substring) -> String
    ) -> (symbols: Set<String>, text: String) {
        var symbols: Set<String> = []
        var result = ""
        var rest = Substring(text)
        while let sign = rest.firstIndex(of: "$") {
            result += rest[..<sign]
            let name = rest[rest.index(after: sign)...].prefix { $0.isLetter && $0.isASCII }
            rest = rest[name.endIndex...]
            if name.isEmpty {
                result += "$"
            } else {
                symbols.insert(name.uppercased())
                result += change(name)
            }
        }
        return (symbols, result + rest)
    }

    @Test("of links without cashtags, nine of ten tickers and two of three names are right")
    func precision() throws {
        let text = try SharedData.text("data/text/fiqa_task1_posts/task1_post_ABSA_train.json")
        let posts = try #require(try JSON.parse(text).objectValue)
        var tickers = Count()
        var names = Count()
        for (_, post) in posts.members {
            let sentence = try #require(post["sentence"]?.stringValue)
            let label = try #require(
                post["info"]?.arrayValue?.first?["target"]?.stringValue
            ).uppercased()
            let isKnown = Self.links("holding \(label) shares") == [label]
            func note(_ count: inout Count, _ change: (Substring) -> String) {
                let (symbols, plain) = Self.cashtags(sentence, change)
                let links = Self.links(plain)
                count.links += links.count
                count.right += links.intersection(symbols.union([label])).count
                guard isKnown else { return }
                count.posts += 1
                if links.contains(label) { count.found += 1 }
            }
            note(&tickers) { String($0) }
            note(&names) { _ in "" }
        }
        for (name, count) in [("tickers", tickers), ("names", names)] {
            print(
                "links by \(name): \(count.right) of \(count.links) right, "
                    + "\(count.found) of \(count.posts) posts found")
        }
        #expect(tickers.links > 100 && tickers.precision > 0.9)
        #expect(names.links > 20 && names.precision > 0.65)
    }
}
