import AlmanacCore
import SignalProcessing
import TestSupport
import Testing
import TimeSeries

/// The quick ways against the plain ones, kept beside these tests.
@Suite("Quick ways")
struct NaiveTests {
    private static let pieces = [
        "$TSLA", "$BRK.B", "@elonmusk", "#GME", "don't", "O’Neil", "-4%", "+$3.50", "10x", "3rd",
        "https://t.co/Ab", "HTTPS://X.Y", "www.a.de", "pic.twitter.com/q", "me@x.org", "(a@b.c)",
        "[http://z]", "@a@b.c", ":-)", ":(", ";D", "=/", ":-/", "🚀🚀", "👍🏽", "é", "e\u{301}",
        "Å", "A\u{30A}", "ﬁn", "Ｔesla", "𝐁𝐔𝐘", "Ⓐ", "½", "…", "“q”", "\u{200B}", "\u{301}", "特斯拉",
        "ΑΒΓ", "ß", "İstanbul", "ǅ", "\u{345}", "_x_", "#_", "#1", "$1", "$", "'", "'tis",
        "1,000.5",
        "1.", ".5", "+.5", "50 %", "a'b'", "'", "\n", "\t", "  ", "\u{A0}", "\u{85}", "\u{2009}",
        "K\u{212A}", "u_v", "RT", "\u{7F}", "\0", "﷽", "e\u{327}\u{301}",
    ]

    @Test("texts fold and come apart as by the plain way", arguments: 1...4)
    func tokens(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<2_000 {
            let count = Int(random.next() % 12)
            let text = (0..<count).map { _ -> String in
                let piece = Self.pieces[Int(random.next() % UInt64(Self.pieces.count))]
                return random.next() % 2 == 0 ? piece + " " : piece
            }.joined()
            let folded = folded(text)
            #expect(
                Array(folded.unicodeScalars) == Array(naiveFolded(text).unicodeScalars),
                "\(text.debugDescription), seed \(seed)")
            for form in [text, folded] {
                let quick = SignalProcessing.tokens(of: form)
                #expect(quick == naiveTokens(of: form), "\(form.debugDescription), seed \(seed)")
            }
        }
    }

    @Test("real posts fold and come apart as by the plain way", .requiresSharedData)
    func realTokens() throws {
        for name in ["elon_musk_tweets/TweetsElonMusk", "reddit_wallstreetbets/reddit_wsb"] {
            var options = PostFile.Options()
            options.skipBadRows = true
            let bytes = try SharedData.bytes("data/text/\(name).csv")
            let file = try PostFile(bytes, name: name, options: options)
            for post in file.posts {
                let folded = folded(post.text)
                #expect(folded == naiveFolded(post.text))
                #expect(SignalProcessing.tokens(of: folded) == naiveTokens(of: folded))
            }
            #expect(file.posts.count > 1_000)
        }
    }

    @Test("sketches are those of the plain way")
    func sketches() {
        var random = RandomPosts(seed: 8)
        for _ in 0..<300 {
            let text = Array(random.text().utf8)
            let plain = NaiveMinHash(of: naiveShingles(of: String(decoding: text, as: UTF8.self)))
            #expect(MinHash(of: shingles(of: text)).values == plain.values)
        }
    }

    @Test("repeats are found as by a list for each band, in floods too", arguments: 31...36)
    func repeats(seed: UInt64) throws {
        var random = RandomPosts(seed: seed)
        var posts = random.stream(600)
        // Texts of one pattern: more than the latest that are looked at share their bands.
        for index in posts.indices where index % 2 == 0 {
            let company = ["", "Tesla and Apple", "Tesla", "Netflix"][random.below(4)]
            posts[index].text =
                "breaking news about the stock of \(company) number \(random.below(400)) today"
        }
        let before: [any PostStep] = [ValidationStep(), TextStep(), LinkingStep()]
        var quick = PostPipeline(before + [DeduplicationStep(days: 2)])
        var plain = PostPipeline(before + [NaiveDeduplicationStep(days: 2)])
        for (index, post) in posts.enumerated() {
            let (left, right) = (quick.process([post])[0], plain.process([post])[0])
            #expect(left.duplicate == right.duplicate, "seed \(seed), post \(index)")
            #expect(left.novelty == right.novelty, "seed \(seed), post \(index)")
            if index % 97 == 0 { quick.forget(author: "author3") }
            if index % 97 == 0 { plain.forget(author: "author3") }
            guard index % 150 == 149 else { continue }
            #expect(quick.savedState() == plain.savedState(), "seed \(seed), post \(index)")
            try quick.restore(plain.savedState())
        }
    }

    @Test("posts prepared in parts give what they give one after another")
    func parts() {
        var random = RandomPosts(seed: 12)
        let posts = random.stream(500)
        var alone = SignalPipeline(PipelineTests.grid)
        var parts = SignalPipeline(PipelineTests.grid)
        let expected = alone.process(posts)
        let result = parts.process(posts, threads: 3) { count, body in
            for part in (0..<count).reversed() { body(part) }
        }
        #expect(result.posts == expected.posts)
        #expect(bytes(of: result.rows) == bytes(of: expected.rows))
    }
}
