/// Indicators that a sentence names and its plan lacks.
extension Overlooked {
    /// "Connors RSI", "the Hull average", "the average RSI": an indicator that is read as another.
    func otherIndicators() -> [Range<Int>] {
        tokens.indices.filter { index in
            let word = key(index)
            if word == "kelly", case .kelly? = plan?.settings.tradeSize { return false }
            if Vocabulary.unread.contains(word) { return !isWeight(index) }
            // Connors' strategy of the RSI of 2 bars is none of the indicator that he named so.
            if word == "connors", key(index + 1) == "rsi" { return key(index + 2) != "2" }
            let isBeside = key(index + 1) == "rsi" || key(index - 1) == "rsi"
            if isBeside, ["average", "averaged", "mean"].contains(word) {
                return !compares { quantity in
                    if case .average(_, .rsi, _) = quantity { true } else { false }
                }
            }
            if key(index + 1) == "rsi", ["stochastic", "stoch"].contains(word) {
                return !compares { quantity in
                    if case .indicator(.stochasticRSI, _, _) = quantity { true } else { false }
                }
            }
            return false
        }.map { $0..<$0 + 1 }
    }

    /// "Equally weighted" says how a portfolio is made up, "volume weighted" names the VWAP.
    private func isWeight(_ index: Int) -> Bool {
        key(index) == "weighted"
            && (draft.template != nil || key(index - 1) == "volume" || key(index - 2) == "volume")
    }

    private func compares(_ isMeant: (Quantity) -> Bool) -> Bool {
        var found = false
        for condition in plan?.conditions ?? [] {
            condition.visit { found = found || isMeant($0) }
        }
        return found
    }
}
