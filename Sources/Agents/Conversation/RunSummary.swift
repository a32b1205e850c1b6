import AlmanacCore

/// What a run gave, as far as a talk speaks of it.
public struct RunSummary: Sendable, Equatable {
    /// One trade.
    public struct Trade: Sendable, Equatable {
        /// What was traded.
        public var symbol: String
        /// The day of the entry as `YYYY-MM-DD`.
        public var entry: String
        /// The day of the exit as `YYYY-MM-DD`; nothing while the trade is open.
        public var exit: String?
        /// The mean price of the entry.
        public var entryPrice: Double
        /// The price of the exit; nothing while the trade is open.
        public var exitPrice: Double?
        /// The gain as a fraction of what was put in, after costs.
        public var gain: Double
        /// Whether it was a long one.
        public var isLong: Bool
        /// Why it ended, such as `signal` or `stop_loss`, where that is known.
        public var reason: String?

        /// What made it begin, in words with the values of the bar that decided it, where known.
        public var why: String?
        /// What made it end by a signal, in the same way.
        public var whyEnded: String?

        /// Makes a trade.
        public init(
            symbol: String, entry: String, exit: String?, entryPrice: Double, exitPrice: Double?,
            gain: Double, isLong: Bool, reason: String?, why: String? = nil,
            whyEnded: String? = nil
        ) {
            (self.why, self.whyEnded) = (why, whyEnded)
            self.symbol = symbol
            self.entry = entry
            self.exit = exit
            self.entryPrice = entryPrice
            self.exitPrice = exitPrice
            self.gain = gain
            self.isLong = isLong
            self.reason = reason
        }
    }

    /// The figures by the names of the report: `total_return`, `sharpe` and so on; undefined ones
    /// are left out.
    public var figures: [(name: String, value: Double)]
    /// The first and last day that were traded on.
    public var span: (from: String, to: String)
    /// The trades, oldest first.
    public var trades: [Trade]

    /// What each calendar month gave, oldest first; empty where that is not known.
    public var months: [Month]

    /// What one calendar month gave.
    public struct Month: Sendable, Equatable {
        /// The year.
        public var year: Int
        /// The month from 1 to 12.
        public var month: Int
        /// The gain as a fraction of the equity before it.
        public var gain: Double

        /// Makes a month.
        public init(year: Int, month: Int, gain: Double) {
            (self.year, self.month, self.gain) = (year, month, gain)
        }
    }

    /// Makes a summary.
    public init(
        figures: [(name: String, value: Double)], span: (from: String, to: String),
        trades: [Trade], months: [Month] = []
    ) {
        self.figures = figures
        self.span = span
        self.trades = trades
        self.months = months
    }

    /// The gain over a time that lies within the run; nothing where no month of it is known.
    func gain(in time: SpokenTime) -> Double? {
        let parts = months.filter { time.contains(year: $0.year, month: $0.month) }
        return parts.isEmpty ? nil : parts.reduce(1) { $0 * (1 + $1.gain) } - 1
    }

    /// Whether all figures, days and trades are the same.
    public static func == (left: RunSummary, right: RunSummary) -> Bool {
        left.figures.elementsEqual(right.figures, by: ==) && left.span == right.span
            && left.trades == right.trades && left.months == right.months
    }

    func value(_ name: String) -> Double? { figures.first { $0.name == name }?.value }

    enum Unit { case fraction, ratio, count }

    private static let shown: [(key: String, name: String, unit: Unit)] = [
        ("total_return", "total return", .fraction), ("cagr", "a year", .fraction),
        ("max_drawdown", "worst fall", .fraction), ("sharpe", "Sharpe", .ratio),
        ("trades", "trades", .count), ("win_rate", "won", .fraction),
        ("benchmark_return", "buy and hold", .fraction),
    ]

    static func text(_ value: Double, _ unit: Unit) -> String {
        switch unit {
        case .fraction: NumberText.percent(value)
        case .ratio: NumberText.fixed(value, decimals: 2)
        case .count: NumberText.fixed(value, decimals: 0)
        }
    }

    /// The main figures as one line.
    public var line: String {
        Self.shown.compactMap { key, name, unit in
            value(key).map { "\(name) \(Self.text($0, unit))" }
        }.joined(separator: ", ")
    }

    /// Both runs' main figures side by side.
    static func comparison(
        _ before: RunSummary, _ now: RunSummary, _ names: (String, String) = ("before", "now")
    ) -> String {
        var lines = [head(names)]
        for (key, name, unit) in shown {
            guard let old = before.value(key), let new = now.value(key) else { continue }
            lines.append(row(name, old, new, unit))
        }
        if before.span != now.span {
            lines.append(
                "The days differ: \(before.span.from) to \(before.span.to) \(names.0), "
                    + "\(now.span.from) to \(now.span.to) \(names.1).")
        }
        return lines.joined(separator: "\n")
    }

    /// The run's figures beside those of buying what it trades and holding it, where known.
    var againstHolding: String? {
        let pairs: [(String, String, String, Unit)] = [
            ("total return", "benchmark_return", "total_return", .fraction),
            ("worst fall", "benchmark_max_drawdown", "max_drawdown", .fraction),
            ("Sharpe", "benchmark_sharpe", "sharpe", .ratio),
        ]
        let rows = pairs.compactMap { name, other, own, unit in
            value(other).flatMap { held in
                value(own).map { Self.row(name, held, $0, unit) }
            }
        }
        guard !rows.isEmpty else { return nil }
        return ([Self.head(("hold", "strategy"))] + rows).joined(separator: "\n")
    }

    private static func head(_ names: (String, String)) -> String {
        padded("", 14) + leading(names.0, 10) + leading(names.1, 10)
    }

    private static func row(
        _ name: String, _ old: Double, _ new: Double, _ unit: Unit
    ) -> String {
        padded(name, 14) + leading(text(old, unit), 10) + leading(text(new, unit), 10)
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - text.count))
    }

    private static func leading(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(1, width - text.count)) + text
    }
}
