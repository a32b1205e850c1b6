import DataSources

/// What there is on a topic: sources, how they are had, and sentences to begin with.
struct Research {
    let planner: Planner

    /// Words of topics that name no source themselves.
    private static let subjects = PhraseTable<[String]>([
        "social media": ["twitter", "reddit", "stocktwits"],
        "sentiment": ["twitter", "reddit", "news"],
        "posts": ["twitter", "reddit"], "interest rates": ["yield_10y", "fed"],
        "rates": ["yield_10y", "yield_curve"], "macro": ["yield_10y", "unemployment", "inflation"],
        "economy": ["yield_curve", "unemployment", "inflation"], "13f": ["holdings"],
        "13f filings": ["holdings"], "form 4": ["insiders"], "insider trading": ["insiders"],
        "insider trades": ["insiders"], "insider buying": ["insiders"],
        "insider selling": ["insiders"], "congress trading": ["house", "senate"],
        "political trading": ["house", "senate"], "valuation": ["facts_pe", "facts_pb", "cape"],
        "fundamentals": ["facts_pe", "facts_growth", "earnings"], "volatility": ["vix"],
        "fear": ["vix", "fear_greed"], "filings": ["filings"], "dividends": ["dividends"],
        "splits": ["dividends"], "ratings": ["ratings"], "analysts": ["ratings"],
        "analyst ratings": ["ratings"], "attention": ["trends", "wikipedia"],
        "earnings surprises": ["surprises"], "the fed": ["fed"],
    ])

    /// What there is on a topic.
    func answer(_ topic: String, catalogue: SymbolCatalogue) -> String {
        var parser = SentenceParser(tokens: Tokenizer.tokens(of: topic), catalogue: catalogue)
        var mentions: [SourceMention] = []
        var symbol: String?
        while !parser.isAtEnd {
            let found = Self.mentions(&parser)
            if found.isEmpty {
                if let name = parser.symbol() {
                    symbol = symbol ?? name
                } else {
                    parser.position += 1
                }
            }
            for mention in found where !mentions.contains(where: { $0.row == mention.row }) {
                mentions.append(mention)
            }
        }
        var lines = mentions.compactMap { line($0, symbol) }
        if mentions.isEmpty, let symbol { lines = ofSymbol(symbol) }
        if lines.isEmpty {
            if let meaning = Glossary.definition(of: topic) { return meaning }
            let known =
                "posts, news, insiders' trades, trades of members of Congress, earnings, "
                + "dividends, the VIX, fear and greed, Treasury yields, inflation"
            return "Nothing here tells of \"\(topic)\". There are sources for: \(known)."
        }
        let examples = self.examples(mentions, symbol)
        if !examples.isEmpty { lines.append("To begin with:") }
        return (lines + examples.map { "  \($0)" }).joined(separator: "\n")
    }

    private static func mentions(_ parser: inout SentenceParser) -> [SourceMention] {
        if let rows = parser.accept(subjects) { return rows.map { SourceMention($0) } }
        if let traders = parser.accept(SourceNames.traders) { return traders }
        if let source = parser.textSource() { return [source] }
        if let value = parser.accept(SourceNames.values) { return [value] }
        if let event = parser.accept(SourceNames.announcements) { return [event] }
        return []
    }

    private func line(_ mention: SourceMention, _ symbol: String?) -> String? {
        guard let row = mention.source else { return nil }
        let general = ["twitter": "posts on X about {}", "reddit": "posts in r/stocks on {}"]
        let words = (mention.target == nil ? general[row.name] : nil) ?? row.title
        let target = mention.target ?? symbol ?? "the symbol traded"
        let title = words.split(separator: "{}", omittingEmptySubsequences: false)
            .joined(separator: target)
        let start = "\(title.prefix(1).uppercased())\(title.dropFirst()): "
        guard row.ask != nil, let source = row.description else {
            let instead = SourceTable.substitutes[row.name].map { "; instead: \($0)" } ?? ""
            return start + "nothing here fetches them by themselves, but a file serves (`--data`)"
                + instead + "."
        }
        let key = source.keys.first { $0.isRequired }.map { "needs the key \($0.name)" }
        let cost = source.costs.isEmpty ? "free" : "paid (`almanac source cost` says how much)"
        let name =
            source.title.hasPrefix("Any ") ? String(row.address.prefix { $0 != "/" }) : source.title
        return start + "from \(name), " + (key ?? "needs no key") + ", \(cost)."
    }

    private func ofSymbol(_ symbol: String) -> [String] {
        guard let plan = try? planner.plan("Buy and hold \(symbol)").plan,
            let source = plan.sources.first
        else { return [] }
        let title = SourceRegistry.find(source.source)?.title ?? source.source
        let origin = source.tier == "bundled" ? "bundled" : "from \(title)"
        return [
            "Prices of \(symbol): \(origin).",
            "Besides: posts and news, insiders' and politicians' trades, earnings; \"research "
                + "insider buying in \(symbol)\" says how they are had.",
        ]
    }

    /// Sentences on what was found that the planner reads, at most three.
    private func examples(_ mentions: [SourceMention], _ symbol: String?) -> [String] {
        let traded = symbol ?? "AAPL"
        let had = mentions.filter { $0.source?.ask != nil }
        var candidates = (had.isEmpty ? mentions : had).compactMap { mention -> String? in
            switch mention.source?.kind {
            case .texts:
                "Buy \(traded) when the sentiment of \(mention.phrase) is above 0.1, "
                    + "sell when it is below 0"
            case .events:
                "Buy \(traded) when \(Self.event(mention).eventPhrase), sell after 20 days"
            case .values:
                "Buy \(symbol ?? "SPX") when \(mention.phrase) is above its 20-day average"
            case nil: nil
            }
        }
        if mentions.isEmpty, let symbol {
            candidates = [
                "Buy \(symbol) when its 14-day RSI is below 30, sell above 55",
                "Buy \(symbol) when its 50-day average crosses above its 200-day average",
                "Buy \(symbol) when insiders buy, sell after 20 days",
            ]
        }
        return Array(
            candidates.filter { ((try? planner.plan($0))?.reading) != nil }.prefix(3))
    }

    /// The mention with the event that a row without one usually stands for.
    private static func event(_ mention: SourceMention) -> SourceMention {
        let usual = [
            "insiders": "insider_buy", "house": "house_buy", "senate": "senate_buy",
            "holdings": "funds_buy", "ark": "ark_buy", "earnings": "earnings",
            "surprises": "earnings_beat", "filings": "filing", "ratings": "upgrade",
            "dividends": "dividend_increase", "fed": "fed_announcement",
        ]
        var mention = mention
        mention.event = mention.event ?? usual[mention.row]
        return mention
    }
}
