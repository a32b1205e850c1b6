public import AlmanacCore
public import Backtesting

/// What one combination gave on one symbol.
public struct SweepRow: Sendable, Equatable {
    /// The number of the symbol in the sweep.
    public var symbol: Int
    /// The number of the combination in the grid.
    public var combination: Int
    /// What came of it.
    public var outcome: Outcome

    /// A combination's figures, or why there are none.
    public enum Outcome: Sendable, Equatable {
        /// The main figures, to the bit those of a single run, and the ranked metric where it is
        /// not one of them.
        case figures(QuickResult, metric: Double?)
        /// The run ended with an error.
        case failure(kind: AlmanacError.Kind, message: String)
    }

    /// Makes a row.
    public init(symbol: Int, combination: Int, outcome: Outcome) {
        self.symbol = symbol
        self.combination = combination
        self.outcome = outcome
    }

    /// The main figures, where the run had any.
    public var figures: QuickResult? {
        if case .figures(let figures, _) = outcome { figures } else { nil }
    }

    /// The value of the ranked metric, where it is defined.
    public func value(_ metric: SweepMetric) -> Double? {
        guard case .figures(let figures, let other) = outcome else { return nil }
        return metric.value(of: figures) ?? other
    }
}

/// The figure by which a sweep ranks its rows.
public struct SweepMetric: Sendable, Equatable {
    /// Which figure.
    public let name: Metric.Name

    /// Makes a metric of any figure of a run.
    public init(_ name: Metric.Name) { self.name = name }

    /// Whether less of it is better, as of drawdowns.
    public var isLowerBetter: Bool { Self.lowerIsBetter.contains(name) }

    /// Whether it is one of the figures that every row has.
    public var isQuick: Bool { Self.quick.contains(name) }

    private static let quick: Set<Metric.Name> = [
        .finalEquity, .totalReturn, .sharpe, .maxDrawdown, .closedTrades,
    ]
    private static let lowerIsBetter: Set<Metric.Name> = [
        .maxDrawdown, .longestDrawdownBars, .annualVolatility, .valueAtRisk95,
        .conditionalValueAtRisk95, .averageLoss, .averageAdverseExcursion, .totalFees, .turnover,
    ]

    /// The figure out of a row's own ones; `nil` where it is undefined or not one of them.
    func value(of figures: QuickResult) -> Double? {
        let value: Double? =
            switch name {
            case .finalEquity: figures.finalEquity
            case .totalReturn: figures.totalReturn
            case .sharpe: figures.sharpe
            case .maxDrawdown: figures.maxDrawdown
            case .closedTrades: Double(figures.closedTrades)
            default: nil
            }
        return value.flatMap { $0.isFinite ? $0 : nil }
    }

    /// Whether one value is better than another.
    public func isBetter(_ a: Double, than b: Double) -> Bool { isLowerBetter ? a < b : a > b }
}

extension Sequence<SweepRow> {
    /// The rows from the best to the worst; those without the metric come last.
    ///
    /// Equal rows keep the order of symbols and combinations, so that the ranking is one.
    public func ranked(by metric: SweepMetric) -> [SweepRow] {
        let keyed = map { (row: $0, value: $0.value(metric)) }
        let sorted = keyed.sorted { a, b in
            switch (a.value, b.value) {
            case (let x?, let y?) where x != y: metric.isBetter(x, than: y)
            case (_?, nil): true
            case (nil, _?): false
            default: (a.row.symbol, a.row.combination) < (b.row.symbol, b.row.combination)
            }
        }
        return sorted.map(\.row)
    }

    /// The best rows, best first, found in one pass.
    public func best(_ count: Int, by metric: SweepMetric) -> [SweepRow] {
        var best: [SweepRow] = []
        var held: [SweepRow] = []
        for row in self {
            held.append(row)
            if held.count >= Swift.max(1_024, 4 * count) {
                best = Array((best + held).ranked(by: metric).prefix(count))
                held.removeAll(keepingCapacity: true)
            }
        }
        return Array((best + held).ranked(by: metric).prefix(count))
    }
}
