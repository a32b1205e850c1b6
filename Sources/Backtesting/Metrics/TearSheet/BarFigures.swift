import Glibc

/// How the returns of bars gain and lose.
struct BarFigures {
    private(set) var figures: [SheetFigure] = []

    /// The 0.95 quantile of the standard normal distribution, and its density there over 0.05.
    private static let normalTail = (score: 1.6448536269514722, mean: 2.0627128075074257)

    init(_ returns: [Double]) {
        let sides = ReturnSides(returns)
        let isDefined = sides.count == returns.count && returns.count > 1
        let obstacle =
            isDefined
            ? nil
            : returns.count > 1
                ? "The equity was nothing on some bar, and returns on nothing have no meaning."
                : "There are fewer than two bars."
        func figure(_ name: SheetFigure.Name, _ value: Double?, _ reason: String) -> SheetFigure {
            SheetFigure(name, isDefined ? value : nil, unless: obstacle ?? reason)
        }
        let still = "The equity never changed."
        let noGain = "No bar has a positive return."
        let noLoss = "No bar has a negative return."
        let oneSided = sides.gains == 0 ? noGain : noLoss
        let sorted = isDefined ? returns.sorted() : []
        let (low, high) = (quantile(sorted, 0.05), quantile(sorted, 0.95))
        let tail = low.flatMap { low in high.flatMap { low == 0 ? nil : abs($0 / low) } }
        let (gain, decline) = (sides.averageGain, sides.averageDecline)
        let payoff = gain.flatMap { gain in decline.map { gain / -$0 } }
        let factor = sides.lost > 0 ? sides.gained / sides.lost : nil
        let rate = sides.winRate
        let tailless = "The 0.05 quantile of the returns is 0."
        figures = [
            figure(.averageReturn, sides.average, still),
            figure(.averageGain, gain, noGain), figure(.averageDecline, decline, noLoss),
            figure(.barWinRate, rate, still), figure(.payoffRatio, payoff, oneSided),
            figure(.returnProfitFactor, factor, noLoss),
            figure(
                .commonSenseRatio, factor.flatMap { factor in tail.map { factor * $0 } },
                factor == nil ? noLoss : tailless),
            figure(
                .cpcIndex,
                factor.flatMap { factor in
                    rate.flatMap { rate in payoff.map { factor * rate * $0 } }
                }, oneSided),
            figure(.tailRatio, tail, tailless),
            figure(
                .outlierWinRatio, gain.flatMap { gain in quantile(sorted, 0.99).map { $0 / gain } },
                noGain),
            figure(
                .outlierLossRatio,
                decline.flatMap { decline in quantile(sorted, 0.01).map { $0 / decline } }, noLoss),
            figure(
                .returnKelly,
                rate.flatMap { rate in payoff.map { rate - (1 - rate) / $0 } }, oneSided),
            figure(.riskOfRuin, Self.ruin(returns), "The equity was nothing on some bar."),
        ]
        let (mean, deviation) = (sides.mean, sides.deviation)
        figures += [
            figure(
                .normalValueAtRisk95, Self.normalTail.score * deviation - mean, still),
            figure(
                .normalExpectedShortfall95, Self.normalTail.mean * deviation - mean, still),
        ]
    }

    /// The chance that a Brownian motion with the moments of the logarithmic returns ever falls by
    /// ln 2 below its start.
    static func ruin(_ returns: [Double]) -> Double? {
        guard returns.count > 1, returns.allSatisfy({ $0 > -1 }) else { return nil }
        let count = Double(returns.count)
        let mean = returns.reduce(0) { $0 + log1p($1) } / count
        let squares = returns.reduce(0) { sum, change in
            let deviation = log1p(change) - mean
            return sum + deviation * deviation
        }
        if squares == 0 { return mean < 0 ? 1 : 0 }
        return mean > 0 ? exp(-2 * mean * log(2) * (count - 1) / squares) : 1
    }
}

/// The sums of positive and negative returns apart; those that are not finite are not counted.
private struct ReturnSides {
    private(set) var count = 0
    private(set) var gains = 0
    private(set) var losses = 0
    private(set) var gained = 0.0
    private(set) var lost = 0.0
    private(set) var mean = 0.0
    private(set) var deviation = 0.0

    init(_ returns: [Double]) {
        for value in returns where value.isFinite {
            count += 1
            if value > 0 {
                gains += 1
                gained += value
            } else if value < 0 {
                losses += 1
                lost -= value
            }
        }
        guard count > 1 else { return }
        mean = returns.reduce(0) { $0 + ($1.isFinite ? $1 : 0) } / Double(count)
        let squares = returns.reduce(0) {
            $0 + ($1.isFinite ? ($1 - mean) * ($1 - mean) : 0)
        }
        deviation = (squares / Double(count - 1)).squareRoot()
    }

    private var changes: Double { Double(gains + losses) }
    var average: Double? { changes > 0 ? (gained - lost) / changes : nil }
    var averageGain: Double? { gains > 0 ? gained / Double(gains) : nil }
    var averageDecline: Double? { losses > 0 ? -lost / Double(losses) : nil }
    var winRate: Double? { changes > 0 ? Double(gains) / changes : nil }
}

/// The quantile of values in ascending order by linear interpolation (NumPy's default); `nil` of
/// none.
func quantile(_ sorted: [Double], _ share: Double) -> Double? {
    guard let last = sorted.last else { return nil }
    let position = share * Double(sorted.count - 1)
    let rank = Int(position)
    guard rank + 1 < sorted.count else { return last }
    return sorted[rank] + (sorted[rank + 1] - sorted[rank]) * (position - Double(rank))
}
