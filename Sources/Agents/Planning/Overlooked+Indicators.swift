/// Indicators that a sentence names and its plan lacks.
extension Overlooked {
    /// "Connors RSI", "the Hull average", "the average RSI": an indicator that is read as another.
    func otherIndicators() -> [Range<Int>] {
        fallsBought()
            + tokens.indices.filter { index in
                let word = key(index)
                if word == "kelly", case .kelly? = plan?.settings.tradeSize { return false }
                if Vocabulary.unread.contains(word) { return true }
                if Vocabulary.nameable.contains(word) { return !isWeight(index) && !isMeant(word) }
                // Connors' strategy of the RSI of 2 bars is none of the indicator that he named so.
                if word == "connors", key(index + 1) == "rsi" {
                    return key(index + 2) != "2" && !compares(.crsi)
                }
                let isBeside = key(index + 1) == "rsi" || key(index - 1) == "rsi"
                if isBeside, ["average", "averaged", "mean"].contains(word) {
                    return !compares { quantity in
                        if case .average(_, .rsi, _) = quantity { true } else { false }
                    }
                }
                if key(index + 1) == "rsi", ["stochastic", "stoch"].contains(word) {
                    return !compares(.stochasticRSI)
                }
                return false
            }.map { $0..<$0 + 1 }
    }

    private static let bearish: Set<String> = [
        "bearish", "shooting", "hanging", "evening", "crows",
    ]
    private static let buying: Set<String> = [
        "buy", "buys", "buying", "bought", "long", "enter", "entry", "purchase",
    ]

    /// "A bearish engulfing, hold 5 days": nobody said that what is to fall is bought.
    private func fallsBought() -> [Range<Int>] {
        guard plan?.entry?.leaves.contains(where: \.isBearishShape) == true,
            !tokens.contains(where: { Self.buying.contains($0.key) }),
            let index = tokens.indices.first(where: { Self.bearish.contains(key($0)) })
        else { return [] }
        return [index..<index + 1]
    }

    /// "Equally weighted" says how a portfolio is made up, "volume weighted" names the VWAP.
    private func isWeight(_ index: Int) -> Bool {
        key(index) == "weighted"
            && (draft.template != nil || key(index - 1) == "volume" || key(index - 2) == "volume")
    }

    private static let averages: [String: AverageKind] = [
        "dema": .doubleExponential, "hma": .hull, "hull": .hull, "kama": .kaufman,
        "kaufman": .kaufman, "lsma": .leastSquares, "lwma": .weighted, "rma": .smoothed,
        "smma": .smoothed, "smoothed": .smoothed, "tema": .tripleExponential,
        "weighted": .weighted, "wma": .weighted, "zlema": .zeroLag,
    ]
    private static let indicators: [String: [Indicator]] = [
        "ashi": [.heikinClose, .heikinOpen], "heikin": [.heikinClose, .heikinOpen],
        "heiken": [.heikinClose, .heikinOpen],
        "chaikin": [.chaikinMoneyFlow, .chaikinOscillator], "cmf": [.chaikinMoneyFlow],
        "choppiness": [.choppiness], "cmo": [.cmo], "coppock": [.coppock], "ppo": [.ppo],
        "trix": [.trix], "tsi": [.tsi], "vwma": [.volumeAverage], "tenkan": [.tenkan],
        "kijun": [.kijun], "squeeze": [.bandWidth],
    ]

    /// Whether the plan has what a word names.
    private func isMeant(_ word: String) -> Bool {
        if let kind = Self.averages[word] {
            return compares { quantity in
                if case .average(kind, _, _) = quantity { true } else { false }
            }
        }
        if let meant = Self.indicators[word] {
            return meant.contains { compares($0) } || word == "squeeze" && squeezes
        }
        if word == "chikou" {
            return compares { quantity in
                if case .change(.price, Lookback(count: 26, unit: .bar)) = quantity {
                    true
                } else {
                    false
                }
            }
        }
        if word == "ichimoku" || word == "kumo" {
            return compares { quantity in
                if case .indicator(let found, _, _, _) = quantity {
                    found.isIchimoku
                } else {
                    false
                }
            }
        }
        let patterns = (plan?.conditions ?? []).flatMap(\.leaves).compactMap { leaf in
            if case .pattern(let pattern, _) = leaf { pattern } else { nil }
        }
        return patterns.contains { pattern in
            switch word {
            case "doji": pattern == .doji
            case "engulfing": pattern == .engulfing(.up) || pattern == .engulfing(.down)
            case "harami": pattern == .harami(.up) || pattern == .harami(.down)
            case "hammer": pattern == .hammer || pattern == .invertedHammer
            case "soldiers": pattern == .three(.up)
            default: true
            }
        }
    }

    /// Whether the Bollinger bands lie within the Keltner channel.
    private var squeezes: Bool {
        (plan?.conditions ?? []).flatMap(\.leaves).contains { leaf in
            switch leaf.sides {
            case (.band(.upper, _, _, _), .down, .indicator(.keltnerUpper, _, _, _))?: true
            default: false
            }
        }
    }

    private func compares(_ indicator: Indicator) -> Bool {
        compares { quantity in
            if case .indicator(indicator, _, _, _) = quantity { true } else { false }
        }
    }

    private func compares(_ isMeant: (Quantity) -> Bool) -> Bool {
        var found = false
        for condition in plan?.conditions ?? [] {
            condition.visit { found = found || isMeant($0) }
        }
        return found
    }
}
