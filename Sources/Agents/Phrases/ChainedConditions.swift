/// What stands on the right side of a comparison of indicators.
extension SentenceParser {
    /// Consumes what follows in a chain: "EMA 8 > EMA 21 > EMA 55".
    mutating func chained(
        _ first: Condition, _ middle: Quantity, _ comparator: Comparator
    ) -> Condition {
        guard let sign = mark(), sign == ">" || sign == "<",
            comparator.direction == (sign == ">" ? .up : .down)
        else { return first }
        return attempt { parser in
            parser.position += 1
            guard let next = parser.rightSide(of: middle, comparator.direction), next != middle
            else { return nil }
            if case .number = next { return nil }
            let second = Condition.compare(
                middle, comparator.direction ?? .up, next, inclusive: false)
            guard case .all(let more) = parser.chained(second, next, comparator) else {
                return .all([first, second])
            }
            return .all([first] + more)
        } ?? first
    }

    /// Consumes "its signal line" of an oscillator whose line that is.
    mutating func ownSignalLine(of left: Quantity) -> Quantity? {
        guard case .indicator(let found, _, _, _) = left, found == .trix || found == .ppo else {
            return nil
        }
        skip("its", "the")
        guard accept(phrase: "signal line") || accept("signal") else { return nil }
        return signalLine(of: left)
    }

    /// Whether a rate of change or a relative range was named last, which is counted in percent.
    var isOfRate: Bool {
        tokens[max(0, position - 9)..<position].contains {
            ["roc", "natr"].contains($0.key)
        }
            || position >= 3
                && tokens[max(0, position - 9)..<position].map(\.key).joined(separator: " ")
                    .contains("rate of change")
    }
}
