public import Backtesting

extension Signals {
    /// The signals of several runs over the same bars, each for a part of them; none elsewhere.
    ///
    /// What is open where one part ends stays open: the signals of the next part decide on it, as
    /// they would for someone who changes parameters while holding.
    ///
    /// - Parameters:
    ///   - parts: Ranges that ascend and do not overlap, each with the signals of a run over all
    ///     bars.
    ///   - bars: How many bars there are.
    public init(stitching parts: [(bars: Range<Int>, signals: Signals)], bars: Int) {
        func stitched(_ column: KeyPath<Signals, [Bool]?>) -> [Bool]? {
            guard parts.contains(where: { $0.signals[keyPath: column] != nil }) else { return nil }
            var result = [Bool](repeating: false, count: bars)
            for part in parts {
                guard let values = part.signals[keyPath: column] else { continue }
                result[part.bars] = values[part.bars]
            }
            return result
        }
        func stitched(_ level: KeyPath<Signals, Level>, absent: Double = .nan) -> Level {
            guard let first = parts.first?.signals[keyPath: level] else { return .none }
            if case .series = first {
            } else if parts.allSatisfy({
                $0.signals[keyPath: level] == first
            }) {
                return first
            }
            var result = [Double](repeating: absent, count: bars)
            for part in parts {
                switch part.signals[keyPath: level] {
                case .none: continue
                case .scalar(let value):
                    for bar in part.bars { result[bar] = value }
                case .series(let values): result[part.bars] = values[part.bars]
                }
            }
            return .series(result)
        }
        self.init(
            entries: stitched(\.optionalEntries) ?? [Bool](repeating: false, count: bars),
            exits: stitched(\.optionalExits) ?? [Bool](repeating: false, count: bars),
            shortEntries: stitched(\.shortEntries), shortExits: stitched(\.shortExits),
            size: stitched(\.size, absent: 1), stopLoss: stitched(\.stopLoss),
            takeProfit: stitched(\.takeProfit), trailingStop: stitched(\.trailingStop))
    }

    private var optionalEntries: [Bool]? { entries }
    private var optionalExits: [Bool]? { exits }
}

extension PortfolioLine {
    /// The line with what several runs say about it, each for a part of the bars; nothing
    /// elsewhere.
    ///
    /// - Parameter parts: The lines of runs over all bars, of one market; ranges as for signals.
    init(stitching parts: [(bars: Range<Int>, line: PortfolioLine)]) {
        self = parts[0].line
        let count = market.count
        if case .weights = content {
            var weights = [Double](repeating: .nan, count: count)
            for part in parts {
                if case .weights(let given) = part.line.content {
                    weights[part.bars] = given[part.bars]
                }
            }
            content = .weights(weights)
        } else {
            content = .signals(
                Signals(
                    stitching: parts.compactMap { part in
                        guard case .signals(let signals) = part.line.content else { return nil }
                        return (part.bars, signals)
                    }, bars: count))
        }
    }
}
