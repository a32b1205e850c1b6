extension Simulation {
    /// Writes down what the run takes for granted and what deserves a warning.
    mutating func describe(_ market: Market, _ signals: Signals) {
        assumptions = Self.assumptions(settings)
        if settings.executionPrice == .open, market.open == nil {
            assumptions.append("The data has no opens, so a bar's close stands for its open.")
        }
        let usesStops =
            signals.stopLoss != .none || signals.takeProfit != .none
            || signals.trailingStop != .none
        if usesStops, market.high == nil || market.low == nil {
            assumptions.append(
                "The data has no highs and lows, so stops see closes only and fill at them.")
        }
        assumptions += costAssumptions(market)
        if let bar = marginCallBar {
            warnings.append(
                "Margin call: the equity was gone at bar \(bar); everything was closed there and "
                    + "nothing traded after it.")
        }
        if let warning = unpricedWarning { warnings.append(warning) }
        if !ambiguousBars.isEmpty {
            let (bars, verb) = ambiguousBars.count == 1 ? ("bar", "reaches") : ("bars", "reach")
            warnings.append(
                "\(ambiguousBars.count) \(bars) \(verb) both the stop and the take-profit; the "
                    + "stop was taken to come first.")
        }
        let warned: [(SignalNotes, String)] = [
            (.noPrice, "had signals but no price to fill at"),
            (.insufficientEquity, "had an entry that the equity could not pay for"),
            (.sizeInvalid, "had an entry whose size was negative or missing"),
            (.reduced, "had an entry that was filled for less than was asked for"),
            (.partlyFilled, "left a part of an order for the next bar"),
        ]
        let counts = noteCounts
        for (note, phrase) in warned {
            guard let count = counts.first(where: { $0.note == note })?.count else { continue }
            warnings.append("\(count) \(count == 1 ? "bar" : "bars") \(phrase).")
        }
    }

    private static func assumptions(_ settings: ExecutionSettings) -> [String] {
        var sentences = [
            settings.executionPrice == .close
                ? "A signal fills at the close of the bar that made it, which assumes trading at "
                    + "the very close that completes the signal."
                : "A signal fills at the open of the bar after it."
        ]
        if settings.fillRules == .vectorbt {
            sentences.append("Fills follow the rules of vectorbt 1.2.")
        }
        let isFree = settings.fees == 0 && settings.fixedFees == 0 && settings.slippage == 0
        if isFree, settings.costs?.chargesTrading != true {
            sentences.append("Trading costs nothing: no fees and no slippage are set.")
        }
        if settings.lotSize == nil {
            sentences.append("Quantities are fractional.")
        }
        return sentences
    }
}
