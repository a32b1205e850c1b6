import AlmanacCore
import SignalProcessing
import TestSupport
import Testing
import TimeSeries

/// How often a link that rests on words is right, on posts whose subject people named.
///
/// Posts of FiQA name their subject as a cashtag and as a label. Without its dollar sign a cashtag
/// is a ticker among words; taken out, only names, products and people are left. A link is right
/// where the post has its company as label or as any cashtag, under any of its tickers: one to a
/// company that is named in words alone counts as wrong, so that the precision is a lower bound.
@Suite("Links on labelled posts", .requiresSharedData)
struct LinkingPrecisionTests {
    struct Count {
        /// Links, and those of them that are right, by what they rest on.
        var links: [EntityLink.Evidence: (all: Int, right: Int)] = [:]
        /// Posts whose label the gazetteer has, and those of them that are linked to it.
        var (posts, found) = (0, 0)

        mutating func add(_ link: EntityLink, isRight: Bool) {
            links[link.evidence, default: (0, 0)].all += 1
            if isRight { links[link.evidence, default: (0, 0)].right += 1 }
        }

        var all: (all: Int, right: Int) {
            links.values.reduce((0, 0)) { ($0.0 + $1.all, $0.1 + $1.right) }
        }

        /// How sure such a link is: drawn to one half where there are few.
        func confidence(_ evidence: EntityLink.Evidence) -> Double {
            let count = links[evidence] ?? (0, 0)
            return Double(count.right + 1) / Double(count.all + 2)
        }

        func note(_ name: String) {
            let kinds = EntityLink.Evidence.allCases.compactMap { kind in
                links[kind].map { "\(kind.rawValue) \($0.right) of \($0.all)" }
            }.joined(separator: ", ")
            print(
                "links by \(name): \(all.right) of \(all.all) right (\(kinds)), "
                    + "\(found) of \(posts) posts found")
        }
    }

    private static func links(_ text: String) -> [EntityLink] {
        let moment = Timestamp(nanoseconds: 1_400_000_000_000_000_000)
        let post = Post(
            source: "fiqa", id: "1", author: "a", text: text, time: moment, knownAt: moment)
        var pipeline = PostPipeline(SignalPipeline.steps())
        return pipeline.process([post])[0].links
    }

    /// One ticker for a company's several.
    private static func company(_ symbol: String) -> String {
        ["FB": "META", "GOOG": "GOOGL", "BBRY": "BB", "BRK": "BRK.B", "SPX": "SPY"][symbol]
            ?? symbol
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

    @Test("of links without cashtags, nine of ten tickers and six of seven names are right")
    func precision() throws {
        let text = try SharedData.text("data/text/fiqa_task1_posts/task1_post_ABSA_train.json")
        let posts = try #require(try JSON.parse(text).objectValue)
        var (tickers, names, cashtags) = (Count(), Count(), Count())
        for (_, post) in posts.members {
            let sentence = try #require(post["sentence"]?.stringValue)
            let label = try #require(
                post["info"]?.arrayValue?.first?["target"]?.stringValue
            ).uppercased()
            let isKnown = Self.links("holding \(label) shares").map(\.symbol) == [label]
            let (tags, _) = Self.cashtags(sentence) { String($0) }
            if tags.count == 1, let tag = tags.first {
                let link = EntityLink(symbol: tag, confidence: 1, evidence: .cashtag)
                cashtags.add(link, isRight: tag == label)
            }
            func note(_ count: inout Count, _ change: (Substring) -> String) {
                let (symbols, plain) = Self.cashtags(sentence, change)
                let links = Self.links(plain)
                let right = Set(symbols.union([label]).map(Self.company))
                for link in links {
                    count.add(link, isRight: right.contains(Self.company(link.symbol)))
                }
                guard isKnown else { return }
                count.posts += 1
                if links.contains(where: { $0.symbol == label }) { count.found += 1 }
            }
            note(&tickers) { String($0) }
            note(&names) { _ in "" }
        }
        tickers.note("tickers")
        names.note("names")
        cashtags.note("one cashtag")
        for (count, kinds) in [
            (tickers, [EntityLink.Evidence.ticker]), (names, [.name, .product, .wordInContext]),
            (cashtags, [.cashtag]),
        ] {
            for kind in kinds {
                let measured = count.confidence(kind)
                #expect(abs(measured - kind.confidence) < 0.011, "\(kind): \(measured)")
            }
        }
        #expect(tickers.found > 240 && names.found > 58)
    }

    @Test("tweets with the word Tesla are about Tesla, but for those about Nikola Tesla and coils")
    func tesla() throws {
        var (posts, found) = (0, 0)
        for post in try RealDataTests.tweets().posts {
            let words = tokens(of: folded(post.text)).filter { $0.kind != .handle }
            let links = Self.links(post.text)
            guard words.contains(where: { $0.text == "tesla" || $0.text == "tesla's" }) else {
                continue
            }
            posts += 1
            if links.contains(where: { $0.symbol == "TSLA" }) { found += 1 }
        }
        print("links of tweets with the word Tesla: \(found) of \(posts)")
        #expect(Double(found) > 0.99 * Double(posts))
    }
}
