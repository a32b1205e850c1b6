/// Signs and percentages that a plan takes for something else than they say.
extension Overlooked {
    /// "! RSI > 50", "exit ADX < 20 / close < SMA(50)", "and/or": signs that join or deny.
    func signs() -> [Range<Int>] {
        tokens.indices.dropLast().filter { index in
            switch tokens[index].kind {
            case .mark("!"):
                // An exclamation mark ends what it follows.
                return tokens[index].range.upperBound == tokens[index + 1].range.lowerBound
                    || ["if", "when", "&", "(", "and", "or"].contains(key(index - 1))
            case .mark("/"):
                if key(index - 1) == "and", key(index + 1) == "or" { return true }
                return index > 0 && tokens[index - 1].isNumber
                    && Self.compared.contains(key(index + 1))
            default: return false
            }
        }.map { $0..<$0 + 1 }
    }

    private static let compared: Set<String> = [
        "close", "price", "rsi", "macd", "adx", "cci", "volume", "vix", "it",
    ]
    private static let ends: Set<String> = [
        "sell", "sells", "exit", "exits", "out", "cover", "covers", "target", "profit", "tp",
        "take",
        "takes", "hold", "close", "i", "i'm", "once", "until", "made", "makes", "till", "limit",
    ]
    private static let rises: Set<String> = ["up", "gains", "gain", "gained", "rises", "rose"]

    /// "When volume is high and the close is up 2%" where the plan takes 2% for its target.
    func targetsOfEntries() -> [Range<Int>] {
        guard let target = plan?.settings.takeProfit?.fraction,
            let start = tokens.firstIndex(where: { ["when", "if", "whenever"].contains($0.key) })
        else { return [] }
        return tokens.indices.filter { index in
            guard index > start, case .number(let value, .percent) = tokens[index].kind,
                abs(value / 100 - target) < 1e-9,
                tokens[max(start, index - 4)..<index].contains(where: {
                    Self.rises.contains($0.key)
                })
            else { return false }
            let clause = tokens[start..<index].map(\.key)
            let isOfClose = clause.suffix(6).contains("close")
            return clause.contains("and")
                && !clause.contains { Self.ends.contains($0) && !(isOfClose && $0 == "close") }
        }.map { $0..<$0 + 1 }
    }

    /// "RSI above 80 and it is up 5%" where the plan compares an oscillator with a percentage.
    func percentagesOfOscillators() -> [Range<Int>] {
        var levels: Set<Double> = []
        for leaf in plan?.conditions.flatMap(\.leaves) ?? [] {
            guard let (left, _, right) = leaf.sides, left.measure == .oscillator else { continue }
            if case .number(let level) = right { levels.insert(level) }
        }
        return tokens.indices.filter { index in
            guard case .number(let value, .percent) = tokens[index].kind else { return false }
            let isPlain = tokens.contains { $0.kind == .number(value, .plain) }
            return levels.contains(value) && !isPlain
                && tokens[max(0, index - 4)..<index].contains { Self.rises.contains($0.key) }
        }.map { $0..<$0 + 1 }
    }
}
