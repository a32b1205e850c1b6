import AlmanacCore
import SignalProcessing
import Testing
import TimeSeries

@Suite("Steps")
struct StepTests {
    private static let start = Timestamp(nanoseconds: 1_600_000_000_000_000_000)

    private func post(_ text: String, id: String = "1", author: String? = "a", at second: Int = 0)
        -> Post
    {
        let moment = Self.start.advanced(byNanoseconds: Int64(second) * 1_000_000_000)
        return Post(source: "x", id: id, author: author, text: text, time: moment, knownAt: moment)
    }

    private func read(_ text: String) -> ReadPost {
        var pipeline = PostPipeline(SignalPipeline.steps())
        return pipeline.process([post(text)])[0]
    }

    @Test(
        "folding gives plain letters and twice is once",
        arguments: [
            ("ＴＳＬＡ　ｕｐ", "TSLA up"), ("𝓫𝓾𝓵𝓵𝓲𝓼𝓱", "bullish"), ("𝟙𝟘𝟘", "100"),
            ("e\u{301}te\u{301}", "été"), ("don’t “buy” — wait…", "don't \"buy\" - wait..."),
            ("a\u{200B}b\u{FEFF}c\u{AD}", "abc"), ("ﬁne ½ ①", "fine 1/2 1"), ("m²", "m2"),
            ("日本 🚀", "日本 🚀"), ("", ""), ("\u{1F170}\u{FE0F}", "A"),
        ])
    func folding(text: String, expected: String) {
        #expect(folded(text).unicodeScalars.elementsEqual(expected.unicodeScalars))
        #expect(folded(folded(text)) == folded(text))
    }

    @Test(
        "languages are told by small words and scripts",
        arguments: [
            ("the company said that it will not raise the price", "en"),
            ("die Aktie ist nicht zu teuer und wird auch steigen", "de"),
            ("le titre est dans le vert et les ventes sont bonnes", "fr"),
            ("la empresa no es muy cara y las ventas son buenas", "es"),
            ("a empresa não é muito cara e as vendas são boas", "pt"),
            ("il titolo non è caro e le vendite sono della società", "it"),
            ("het aandeel is niet te duur en de verkoop wordt beter", "nl"),
            ("акции растут сегодня", "cyrillic"), ("今日は株価が上がった", "ja"), ("股票上涨", "zh"),
            ("주식이 올랐다", "ko"), ("lol", "und"), ("", "und"), ("$TSLA 500", "und"),
        ])
    func languages(text: String, code: String) {
        #expect(LanguageGuess(of: tokens(of: folded(text))).code == code)
    }

    @Test(
        "symbols are found by tag, name, product, person and handle",
        arguments: [
            ("$TSLA to the moon", ["TSLA"]), ("long $brk.b", ["BRK.B"]),
            ("the new iPhone is out", ["AAPL"]), ("Netflix and Disney", ["DIS", "NFLX"]),
            ("@elonmusk said so", ["TSLA"]), ("Elon Musk said so", ["TSLA"]),
            ("Apple shares fell", ["AAPL"]), ("holding GME and AMC", ["AMC", "GME"]),
            ("Microsoft's cloud", ["MSFT"]), ("I ate an apple", []), ("An Apple a day", []),
            ("a target for all", []), ("I love my ford", []), ("", []),
            ("Model 3 deliveries", ["TSLA"]), ("𝗧𝗲𝘀𝗹𝗮 stock", ["TSLA"]),
            ("Tesla is great", ["TSLA"]), ("tesla misses estimates badly", ["TSLA"]),
            ("Coca-Cola rises", ["KO"]), ("McDonald's and AT&T fell", ["MCD", "T"]),
            ("J.P. Morgan on the S&P 500", ["JPM", "SPY"]), ("look at T here", []),
            ("GME 🚀🚀🚀", ["GME"]), ("BUY TSLA NOW", ["TSLA"]), ("TSLA 🚀", ["TSLA"]),
            ("THE CAT IS OUT", []), ("IT IS ALL ON", []), ("A CAT, a bear market", ["CAT"]),
            ("Apple misses estimates badly", ["AAPL"]), ("Netflix and Apple", ["AAPL", "NFLX"]),
            ("the Oracle of Omaha", ["BRK.B"]), ("Target earnings beat", ["TGT"]),
            ("Amazon rises, like the market", ["AMZN"]),
        ])
    func links(text: String, symbols: [String]) {
        #expect(read(text).links.map(\.symbol) == symbols)
    }

    @Test("what may mean several things is withheld and listed")
    func ambiguity() {
        #expect(read("An Apple a day").ambiguous == ["apple"])
        #expect(read("Delta is my name").ambiguous == ["delta"])
        // Words right beside a name by which it means something else.
        for (text, name) in [
            ("Nikola Tesla was born today", "tesla"), ("a Tesla coil", "tesla"),
            ("raises its Dividend Target, shares up", "target"), ("short below the 200 MA", "ma"),
            ("bullish into the upper BB", "bb"), ("stocks and the Amazon rainforest", "amazon"),
        ] {
            #expect(read(text).ambiguous.map { $0.lowercased() } == [name], "\(text)")
            #expect(read(text).links.isEmpty, "\(text)")
        }
        var one = Gazetteer.Entry(symbol: "ONE")
        one.names = ["Acme"]
        var two = Gazetteer.Entry(symbol: "TWO")
        two.names = ["Acme"]
        var pipeline = PostPipeline(SignalPipeline.steps(PrivacyPolicy(), Gazetteer([one, two])))
        let read = pipeline.process([post("Acme shares rose, $TWO")])[0]
        #expect(read.ambiguous == ["acme"])
        #expect(read.links.map(\.symbol) == ["TWO"])
    }

    @Test(
        "personal data is found and masked, amounts and tags are not",
        arguments: [
            ("mail me at jo.doe@example.co.uk.", "mail me at [email]."),
            ("call +49 30 1234567 now", "call [phone] now"),
            ("call (212) 555-0123", "call [phone]"), ("212-555-0123", "[phone]"),
            ("card 4111 1111 1111 1111", "card [card]"), ("host 10.0.0.1", "host [ip_address]"),
            ("revenue 1,234,567,890 up 10.5 %", "revenue 1,234,567,890 up 10.5 %"),
            ("$TSLA 2018-10-15 at 259.59", "$TSLA 2018-10-15 at 259.59"),
            ("@jane likes it", "@jane likes it"), ("at 3.5 - 4.0", "at 3.5 - 4.0"),
        ])
    func personalData(text: String, masked: String) {
        #expect(PrivacyPolicy().masking(text).text == masked)
    }

    @Test(
        "handles are masked where the policy says so, but for public ones; authors get a key's name"
    )
    func handles() {
        let policy = PrivacyPolicy(
            masked: [.handle], publicHandles: ["tesla"], authorKey: "secret")
        #expect(policy.masking("@jane and @Tesla").text == "[handle] and @Tesla")
        #expect(policy.name(for: "Jane") == policy.name(for: "jane"))
        #expect(policy.name(for: "jane") != PrivacyPolicy(authorKey: "other").name(for: "jane"))
        #expect(!policy.name(for: "jane").contains("jane"))
    }

    @Test("exact and near copies, the same post and little new are told apart")
    func duplicates() {
        var pipeline = PostPipeline(SignalPipeline.steps())
        let text = "Tesla deliveries beat what analysts had expected for the third quarter"
        let read = pipeline.process([
            post(text, id: "1"), post("RT @b: " + text + " https://t.co/x", id: "2", author: "b"),
            post(text + "!", id: "3", author: "c"), post(text, id: "1"),
            post(text + " wow ok", id: "5", author: "d"),
            post("Something quite different about the weather in Berlin today", id: "6"),
            post("yes", id: "7", author: "e"), post("yes", id: "8", author: "f"),
            post("yes", id: "9", author: "e"),
            post(text, id: "10", at: 8 * 86_400),
        ])
        let kinds = read.map { $0.duplicate?.kind }
        #expect(kinds == [nil, .exact, .exact, .identity, .near, nil, nil, nil, .exact, nil])
        #expect(read[4].duplicate?.of == "x/1")
        #expect(read[5].novelty > 0.7)
        #expect(read[1].novelty == 0)
    }

    @Test("nearly the same words about other companies are no copy, and new")
    func copiesOfOtherCompanies() {
        var pipeline = PostPipeline(SignalPipeline.steps())
        let tail = " misses what analysts had expected for the third quarter by far"
        let read = pipeline.process(
            [
                "Tesla" + tail, "Apple" + tail, "$PTON" + tail, "Zillow" + tail,
                "Tesla" + tail + " $TSLA",
                "Tesla" + tail + " like Netflix", "Apple" + tail + "! Wow",
                "@tesla Apple" + tail + " ok",
            ].enumerated().map { post($1, id: "\($0)", author: "a\($0)") })
        #expect(
            read.map { $0.duplicate?.of } == [nil, nil, nil, nil, "x/0", "x/0", "x/1", "x/1"])
        #expect(read[1].novelty > 0.9)
    }

    @Test("every name, product and person of the table is found where a post says it")
    func everyName() {
        for entry in Gazetteer.entries {
            for name in entry.names + entry.products + entry.people {
                let post = read("I think that \(name) may come")
                #expect(post.links.map(\.symbol).contains(entry.symbol), "\(name)")
            }
            for name in entry.words {
                let post = read("about \(name) stock")
                #expect(post.links.map(\.symbol).contains(entry.symbol), "\(name)")
            }
        }
    }

    @Test("machines and concerted groups are suspected with their reasons")
    func suspicion() {
        var pipeline = PostPipeline(SignalPipeline.steps())
        let clock = pipeline.process(
            (0..<10).map {
                post("number \($0) of many words", id: "c\($0)", author: "clock", at: $0 * 600)
            })
        #expect(clock.last?.suspicion.reasons == [.clockwork])
        let text = "buy this great company before it is too late everyone"
        let swarm = pipeline.process(
            (0..<5).map { post(text, id: "s\($0)", author: "s\($0)", at: 7_000 + $0 * 7 * $0) })
        #expect(swarm[2].suspicion.reasons.isEmpty)
        #expect(swarm[4].suspicion.reasons == [.swarm])
        let tags = pipeline.process([post("$A $B $C $D $E $F $G wow", id: "t", at: 9_000)])
        #expect(tags[0].suspicion.reasons == [.manySymbols])
        #expect(tags[0].suspicion.value == 0.5)
    }

    @Test("an author's reliability is what came true before, and never what comes later")
    func reliability() {
        var pipeline = PostPipeline(SignalPipeline.steps())
        let day = 86_400
        func price(_ close: Double, _ second: Int) {
            let moment = Self.start.advanced(byNanoseconds: Int64(second) * 1_000_000_000)
            pipeline.observe(PricePoint(symbol: "TSLA", knownAt: moment, close: close))
        }
        let first = pipeline.process([post("very bullish on $TSLA", id: "1")])
        #expect(first[0].reliability == 0.5)
        price(100, 10)
        price(110, 2 * day)
        #expect(
            pipeline.process([post("bearish on $TSLA", id: "2", at: 2 * day)])[0].reliability == 0.5
        )
        price(120, 4 * day)
        #expect(pipeline.process([post("hm", id: "3", at: 4 * day)])[0].reliability == 11.0 / 21)
        price(130, 9 * day)
        #expect(pipeline.process([post("so", id: "4", at: 9 * day)])[0].reliability == 11.0 / 22)
    }

    @Test("answers and followers count only if they were counted when the post became known")
    func weights() {
        var pipeline = PostPipeline(SignalPipeline.steps())
        func weight(_ id: String, _ seconds: Int64) -> Double {
            var post = post("bullish \(id)", id: id, author: "w" + id)
            let counted = post.knownAt.advanced(byNanoseconds: seconds)
            post.engagement = .init(likes: 5_000, reposts: 0, replies: 0, countedAt: counted)
            post.audience = .init(followers: 1_000_000, countedAt: counted)
            return pipeline.process([post])[0].weight
        }
        #expect(weight("1", 1) == 1)
        #expect(weight("22", 0) > 1.5)
    }

    @Test("impossible posts are withheld with their reasons")
    func validation() {
        var pipeline = PostPipeline(SignalPipeline.steps())
        var early = post("fine", id: "2")
        early.time = early.knownAt.advanced(byNanoseconds: 1)
        var old = post("fine", id: "3")
        old.time = Timestamp(nanoseconds: 0)
        var odd = post("fine", id: "4")
        odd.engagement = .init(likes: -3, reposts: -1, replies: 0, countedAt: odd.time)
        let read = pipeline.process([
            post(" \n", id: "1"), early, old, odd, post("x", id: ""),
            post(String(repeating: "a", count: 100_001), id: "5"),
            post("\u{FFFD}\u{FFFD}a", id: "6"),
        ])
        #expect(
            read.map(\.faults) == [
                [.noText], [.knownBeforeWritten], [.timeOutOfRange], [.impossibleCount],
                [.noIdentity],
                [.tooLong], [.notText],
            ])
        #expect(read.allSatisfy { $0.weight == 0 && $0.links.isEmpty })
    }
}
