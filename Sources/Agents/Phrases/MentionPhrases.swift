/// How often something is written of: "mentions on WSB spike".
extension SentenceParser {
    static let spikes: Set = [
        "spike", "spikes", "surge", "surges", "explode", "explodes", "jump", "jumps", "spiking",
        "soar", "soars", "surging", "double", "doubles", "triple", "triples",
    ]

    /// Consumes "mentions on WSB spike", "WSB mentions double".
    mutating func mentionSpike() -> Condition? {
        let words = ["mentions", "mention", "chatter", "buzz", "posts", "volume", "talk", "hype"]
        skip("the", "number", "of")
        var hasWord = accept(anyOf: words)
        if hasWord {
            aboutAndWhere()
            guard accept("on", "in", "at", "by", "from") else { return nil }
        }
        skip("the")
        guard var source = named() else { return nil }
        source.filters = filters()
        if !hasWord { hasWord = accept(anyOf: words) }
        guard hasWord else { return nil }
        aboutAndWhere()
        let factor: Double
        if accept(
            "spike", "spikes", "surge", "surges", "explode", "explodes", "jump", "jumps", "spiking",
            "soar", "soars", "surging", "double", "doubles")
        {
            factor = 2
        } else if accept("triple", "triples") {
            factor = 3
        } else {
            skip("are", "is")
            guard
                accept(phrase: "unusually high") || accept(phrase: "going crazy")
                    || accept(phrase: "way up") || accept(phrase: "off the charts")
            else { return nil }
            factor = 2
        }
        let mentions = Quantity.signal([source], .mentions)
        draft.assume("a spike is \(factor == 2 ? "twice" : "three times") the average of 20 bars")
        return .compare(
            mentions, .up,
            .shifted(.average(.simple, mentions, Lookback(count: 20, unit: .bar)), by: factor - 1),
            inclusive: false)
    }

    private mutating func aboutAndWhere() {
        guard accept("of", "about", "for") else { return }
        aboutSymbol()
    }
}
