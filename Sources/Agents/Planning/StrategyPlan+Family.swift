import AlmanacCore

/// What kind of strategy a plan is, and which sources it reads.
extension StrategyPlan {
    /// The family after what decides the entry; `rules` where it is none of the well-known ones.
    var family: String {
        guard let condition = entry ?? shortEntry else { return "none" }
        let leaves = condition.leaves
        if let outside = leaves.compactMap(Self.outsideFamily).first { return outside }
        // Averages that lie in order only filter what else is waited for, whatever comes first.
        let filters = ["trend", "crossover"]
        let trigger =
            leaves.first(where: \.isEvent)
            ?? leaves.first { !filters.contains(Self.family(of: $0) ?? "") }
            ?? leaves.first { Self.family(of: $0) == "trend" } ?? leaves.first
        return trigger.flatMap(Self.family(of:)) ?? "rules"
    }

    private static func outsideFamily(_ leaf: Condition) -> String? {
        switch leaf {
        case .happens: return "event"
        case .calendar: return "seasonality"
        default: break
        }
        guard let left = leaf.sides?.left else { return nil }
        let source: Quantity = if case .difference(let inner, _) = left { inner } else { left }
        guard case .signal(let sources, let column) = source else { return nil }
        guard column == .value else { return "sentiment" }
        switch sources.first?.row {
        case "facts_pe", "facts_pb", "facts_ps", "facts_yield", "facts_growth", "cape":
            return "value"
        case "fear_greed", "put_call", "trends", "wikipedia", "short_interest":
            return "sentiment"
        default: return "rules"
        }
    }

    private static func family(of leaf: Condition) -> String? {
        switch leaf {
        case .firstBar: return "buy_and_hold"
        case .within(.zscore(let source, _), _): return isPair(source) ? "pairs" : "mean_reversion"
        default: break
        }
        guard let (left, _, right) = leaf.sides else { return nil }
        switch (left, right) {
        case (.zscore(let source, _), _): return isPair(source) ? "pairs" : "mean_reversion"
        case (.ratio, _), (.spread, _): return "pairs"
        case (_, .extreme(_, _, _)): return "breakout"
        case (_, .band), (.band, _): return "bollinger"
        case (.rsi, _): return "rsi"
        case (.macd, _): return "macd"
        case (.change, .number(0)): return "momentum"
        case (.average(_, .price(.close, _), _), .average(_, .price(.close, _), _)):
            return "crossover"
        case (.price(.close, _), .average): return "trend"
        case (.volatility, _), (.change(_, _), .change(_, _)): return "momentum"
        case (.indicator(.stochasticK, _, _, _), _), (.indicator(.stochasticD, _, _, _), _),
            (.indicator(.stochasticRSI, _, _, _), _):
            return "stochastic"
        case (_, .indicator(.keltnerUpper, _, _, _)), (_, .indicator(.keltnerLower, _, _, _)):
            return "keltner"
        case (_, .indicator(.supertrend, _, _, _)): return "supertrend"
        case (_, .indicator(.parabolicSAR, _, _, _)): return "parabolic_sar"
        case (.indicator(let indicator, _, _, _), .number):
            return [.adx, .plusDI, .minusDI].contains(indicator) ? nil : indicator.rawValue
        default: return nil
        }
    }

    private static func isPair(_ quantity: Quantity) -> Bool {
        switch quantity {
        case .ratio, .spread: true
        default: false
        }
    }

    // MARK: Sources

    /// The sources outside of prices that the conditions speak of, in order of first use.
    var mentions: [SourceMention] {
        var found: [SourceMention] = []
        func note(_ mentions: [SourceMention]) {
            for mention in mentions where !found.contains(mention) { found.append(mention) }
        }
        for condition in conditions {
            for leaf in condition.leaves {
                if case .happens(let mentions) = leaf { note(mentions) }
            }
            condition.visit { if case .signal(let mentions, _) = $0 { note(mentions) } }
        }
        return found
    }

    /// The signals of the strategy with their sources.
    var signals: [SentenceReading.Signal] {
        mentions.compactMap { mention in
            mention.planned(
                for: traded, history: settings.period.words
            ).map { SentenceReading.Signal(slot: mention.slot, source: $0) }
        }
    }
}

extension SentenceReading.Period {
    /// The span in words: "all", "2010-01-01 to 2020-12-31", "the last 5 years".
    var words: String {
        if let last { return "the last \(last.noun)" }
        switch (from, to) {
        case (let from?, let to?): return "\(from) to \(to)"
        case (let from?, nil): return "since \(from)"
        case (nil, let to?): return "until \(to)"
        default: return "all"
        }
    }
}
