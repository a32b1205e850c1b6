/// Numbers that somebody publishes: the VIX, price ratios, yields, searches.
extension SentenceParser {
    /// Consumes "the VIX", "its P/E ratio", "Google searches for iPhone".
    mutating func publishedValue() -> Quantity? {
        attempt { parser in
            parser.skipArticles()
            parser.skip("its", "current", "trailing", "forward")
            let maturity = parser.attempt { parser -> Bool? in
                guard parser.number(.plain) == 10, parser.accept("year", "y", "yr") else {
                    return nil
                }
                parser.skip("treasury", "government", "us", "bond")
                return parser.accept("yield", "yields", "rate") ? true : nil
            }
            let yields = parser.attempt { $0.treasuryYields() }
            guard
                var mention = (maturity ?? yields).map({ _ in SourceMention("yield_10y") })
                    ?? parser.priceRatio() ?? parser.accept(SourceNames.values)
            else {
                return nil
            }
            if mention.row == "trends" || mention.row == "wikipedia" {
                if parser.accept("for", "of"), let term = parser.word() {
                    mention.target = term
                    parser.position += 1
                }
            }
            parser.skip("level", "value", "reading")
            return .signal([mention], .value)
        }
    }

    /// Consumes "bond yields" and the bare "yields" of a market: no verb and no dividend.
    private mutating func treasuryYields() -> Bool? {
        let isNamed = accept("treasury", "treasuries", "bond", "government")
        skip("bond")
        guard accept("yields"),
            isNamed || ["are", "rise", "fall", "go", "get", "climb", "drop"].contains(word())
        else { return nil }
        draft.assume("\"yields\" are those of ten-year Treasury notes")
        return true
    }

    /// Consumes "P/E" and "P/B", which are cut into letters and a mark.
    private mutating func priceRatio() -> SourceMention? {
        attempt { parser in
            let isFear = parser.accept("fear")
            if isFear {
                guard parser.accept(mark: "&") || parser.accept(mark: "/"), parser.accept("greed")
                else { return nil }
                parser.skip("index")
                return SourceMention("fear_greed")
            }
            let isPut = parser.accept("put")
            if isPut {
                guard parser.accept(mark: "/"), parser.accept("call") else { return nil }
                parser.skip("ratio")
                return SourceMention("put_call")
            }
            guard parser.accept("p", "price"), parser.accept(mark: "/") else { return nil }
            let rows = [
                "e": "facts_pe", "earnings": "facts_pe", "b": "facts_pb", "book": "facts_pb",
                "s": "facts_ps", "sales": "facts_ps",
            ]
            guard let word = parser.word(), let row = rows[word] else { return nil }
            parser.position += 1
            parser.skip("ratio", "multiple")
            return SourceMention(row)
        }
    }
}
