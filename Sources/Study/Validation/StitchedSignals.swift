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

    /// The signals of some of the bars.
    func cut(_ bars: Range<Int>) -> Signals {
        func cut(_ level: Level) -> Level {
            if case .series(let values) = level { .series(Array(values[bars])) } else { level }
        }
        return Signals(
            entries: Array(entries[bars]), exits: Array(exits[bars]),
            shortEntries: shortEntries.map { Array($0[bars]) },
            shortExits: shortExits.map { Array($0[bars]) }, size: cut(size),
            stopLoss: cut(stopLoss), takeProfit: cut(takeProfit), trailingStop: cut(trailingStop))
    }

    private var optionalEntries: [Bool]? { entries }
    private var optionalExits: [Bool]? { exits }
}
