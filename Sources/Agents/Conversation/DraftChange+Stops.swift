/// Stops in the few words of a talk: "sl 8", "stop 5% trailing", "make the stop trailing".
extension SentenceParser {
    private static let briefStops = PhraseTable<KnownNumber.Stop>([
        "stop": .stop, "stop loss": .stop, "sl": .stop, "exit": .stop, "target": .target,
        "take profit": .target, "tp": .target, "profit target": .target,
        "trailing stop": .trailing, "trailing": .trailing, "trail": .trailing,
    ])

    /// Consumes a stop that says no unit, or behind its number that it trails.
    ///
    /// - Parameter before: The strategy with the stops that it has.
    mutating func briefStop(_ before: SentenceDraft) -> Bool? {
        first([{ $0.trailedStop(before) }, { $0.stopByNumber() }])
    }

    /// Consumes "the stop trailing": the distance stays.
    private mutating func trailedStop(_ before: SentenceDraft) -> Bool? {
        let isOrder = accept("trail")
        skip("the", "my", "it", "loss", "stop", "sl", "into", "a")
        // "A trailing stop" alone is another one beside it.
        let isOfStop =
            position > 0 && ["it", "stop", "loss", "sl"].contains(tokens[position - 1].key)
        guard isOfStop, isOrder || accept("trailing"), let distance = before.stopLoss else {
            return nil
        }
        skip("stop", "one", "instead")
        draft.trailingStop = distance
        return isAtEnd ? true : nil
    }

    private mutating func stopByNumber() -> Bool? {
        guard let named = accept(Self.briefStops) else { return nil }
        let isExit = tokens[position - 1].key == "exit"
        skip("of", "at", "to", "is", "with", "a", "the", "by")
        let fraction: Double
        if let part = percentage() {
            fraction = part
        } else if !isExit, let value = number(.plain), endsClauseHere, value > 0,
            value <= (named == .target ? 100 : 50)
        {
            // A greater number may be a price.
            fraction = Quantity.rounded(value / 100)
            draft.assume("a stop or target without a unit is so many percent")
        } else {
            return nil
        }
        let trails = accept("trailing")
        if trails { skip("stop") }
        // What says both its unit and its kind is a clause of the grammar.
        guard fraction > 0, fraction <= 1, trails || tokens[position - 1].isPercentage == false
        else { return nil }
        (trails && named == .stop ? .trailing : named).set(fraction, in: &draft)
        return true
    }

    /// Whether no unit or noun follows that a number would belong to.
    var endsClauseHere: Bool {
        isAtEnd || mark().map { [",", ".", ";", "!", "?"].contains($0) } ?? false
            || ["and", "then", "please", "instead", "now", "with", "tp", "sl", "stop", "take"]
                .contains(word())
    }
}
