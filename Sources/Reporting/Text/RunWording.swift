import AlmanacCore
import Backtesting
import StrategyLanguage
import TimeSeries

/// What a run is called and what it says in plain words, for every form of report.
///
/// Names come from outside: they are made harmless to terminals here, and each form adds its own
/// escapes.
struct RunWording {
    let run: BacktestRun

    init(_ run: BacktestRun) { self.run = run }

    var strategy: String {
        let name = SafeText.line(run.backtest.definition.name)
        return name.isEmpty ? "strategy" : name
    }

    var symbol: String {
        let name = SafeText.line(run.symbol)
        return name.isEmpty ? "data" : name
    }

    var title: String { "\(strategy) on \(symbol)" }

    /// The first and last bar.
    var period: (first: String, last: String) { (time(0), time(run.count - 1)) }

    /// Whether bars are labelled by their days alone.
    var hasDates: Bool { run.market.times.allSatisfy { $0.nanosecondOfDay == 0 } }

    /// The start of a bar: its date where bars have no time of day, else the minute or second too.
    func time(_ bar: Int) -> String {
        let times = run.market.times
        guard times.indices.contains(bar) else { return "" }
        // Daily bars and coarser ones start their days; the first two of others cannot both.
        if times.prefix(2).allSatisfy({ $0.nanosecondOfDay == 0 }), times[bar].nanosecondOfDay == 0
        {
            return times[bar].date.iso8601
        }
        let bytes = Array(times[bar].iso8601.utf8)
        let hasSeconds = times[bar].nanosecondOfDay % Timestamp.nanosecondsPerMinute != 0
        return String(decoding: bytes[0..<10], as: UTF8.self) + " "
            + String(decoding: bytes[11..<(hasSeconds ? 19 : 16)], as: UTF8.self)
    }

    /// The number of bars with their frequency.
    var bars: String {
        "\(NumberText.whole(run.count)) \(Self.adjectives[run.barFrequency] ?? "") "
            + (run.count == 1 ? "bar" : "bars")
    }

    private static let adjectives: [Frequency: String] = [
        .minute1: "one-minute", .minute5: "five-minute", .minute15: "15-minute",
        .hour1: "hourly", .day1: "daily", .week1: "weekly", .month1: "monthly",
        .quarterly: "quarterly", .event: "irregular",
    ]

    /// What came of the money, beside buying and holding.
    var outcome: String {
        let cash = run.simulation.settings.initialCash
        let end = run.metrics.value(.finalEquity) ?? cash
        let total = run.metrics.value(.totalReturn).map { NumberText.percent($0, signed: true) }
        let held = run.metrics.value(.benchmarkReturn).map { NumberText.percent($0, signed: true) }
        var text =
            "\(strategy) turned \(NumberText.fixed(cash, decimals: 0)) into "
            + "\(NumberText.fixed(end, decimals: 0)) (\(total ?? "undefined")) over \(bars) "
            + "from \(period.first) to \(period.last)."
        if let held {
            text += " Buying \(symbol) at the start and holding it gave \(held)."
        }
        return text
    }

    /// How many trades there were and how they ended.
    var trades: String {
        let trades = run.simulation.trades
        guard !trades.isEmpty else { return "No order was filled." }
        let closed = trades.filter { $0.status == .closed }
        var parts = ["\(NumberText.whole(closed.count)) closed"]
        if !closed.isEmpty {
            let won = closed.filter { $0.pnl > 0 }.count
            parts[0] += " (\(NumberText.whole(won)) with a profit)"
        }
        let open = trades.count - closed.count
        if open > 0 { parts.append("\(NumberText.whole(open)) open at the end") }
        let shorts = trades.filter { $0.direction == .short }.count
        if shorts > 0 { parts.append("\(NumberText.whole(shorts)) short") }
        if let bars = run.metrics.value(.averageHoldingBars) {
            parts.append("held for \(NumberText.metric(bars, .bars)) bars on average")
        }
        if let fees = run.metrics.value(.totalFees) {
            parts.append("\(NumberText.fixed(fees, decimals: 2)) of fees")
        }
        return parts.joined(separator: ", ") + "."
    }

    /// What the run cost against an ideal one, in parts; `nil` for a run with plain fees.
    var costs: String? { run.simulation.costs.flatMap(Self.sentence) }

    /// What a run cost in parts; `nil` where nothing did.
    static func sentence(of costs: CostBreakdown) -> String? {
        let charged = costs.parts.filter { $0.amount != 0 }
        guard !charged.isEmpty else { return nil }
        var text =
            "\(NumberText.fixed(costs.total, decimals: 2)) against trading at decision prices"
        if let points = costs.basisPoints {
            text +=
                " (trading \(NumberText.fixed(points, decimals: 1)) bp of "
                + "\(NumberText.fixed(costs.tradedValue, decimals: 0)) traded)"
        }
        let parts = charged.map { name, amount in
            let words = String(name.map { $0 == "_" ? " " : $0 })
            return "\(words) \(NumberText.fixed(amount, decimals: 2))"
        }
        return text + ": \(parts.joined(separator: ", "))."
    }

    /// Each reason for which signals did not simply fill: its name, sentence and count.
    var ignored: [(note: SignalNotes, name: String, sentence: String, count: Int)] {
        run.simulation.noteCounts.compactMap { note, name, count in
            guard note != .ambiguous else { return nil }
            let sentence = SignalNotes.descriptions.first { $0.note == note }?.sentence ?? name
            return (note, name, sentence, count)
        }
    }

    /// The ambiguous bars with both outcomes; `nil` where there are none.
    var ambiguous: String? {
        let bars = run.simulation.ambiguousBars
        guard !bars.isEmpty else { return nil }
        let stop = bars.reduce(0) { $0 + $1.stopPnL }
        let profit = bars.reduce(0) { $0 + $1.takeProfitPnL }
        let verb = bars.count == 1 ? "reaches" : "reach"
        return "\(NumberText.count(bars.count, "bar")) \(verb) both the stop and the take-profit: "
            + "\(NumberText.fixed(stop, decimals: 2, signed: true)) in these trades with the stop "
            + "first, as counted; \(NumberText.fixed(profit, decimals: 2, signed: true)) with the "
            + "take-profit first."
    }
}
