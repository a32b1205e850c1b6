/// The figure by which a fold chooses among trials.
public enum SelectionMeasure: String, Sendable, CaseIterable {
    case sharpe
    case sortino
    case calmar
    case totalReturn = "total_return"
    case maxDrawdown = "max_drawdown"

    /// The figure of some returns, or nil where it is undefined.
    public func value(of returns: ReturnSegment, barsPerYear: Double) -> Double? {
        switch self {
        case .sharpe: returns.sharpe(barsPerYear: barsPerYear)
        case .sortino: returns.sortino(barsPerYear: barsPerYear)
        case .calmar: returns.calmar(barsPerYear: barsPerYear)
        case .totalReturn: returns.growth.isFinite ? returns.growth - 1 : nil
        case .maxDrawdown: returns.maxDrawdown.isFinite ? returns.maxDrawdown : nil
        }
    }

    /// Whether one value is better than another.
    public func prefers(_ value: Double, to other: Double) -> Bool {
        self == .maxDrawdown ? value < other : value > other
    }
}
