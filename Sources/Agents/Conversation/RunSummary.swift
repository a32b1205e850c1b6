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

        /// Makes a trade.
        public init(
            symbol: String, entry: String, exit: String?, entryPrice: Double, exitPrice: Double?,
            gain: Double, isLong: Bool, reason: String?
        ) {
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

    /// Makes a summary.
    public init(
        figures: [(name: String, value: Double)], span: (from: String, to: String),
        trades: [Trade]
    ) {
        self.figures = figures
        self.span = span
        self.trades = trades
    }

    /// Whether all figures, days and trades are the same.
    public static func == (left: RunSummary, right: RunSummary) -> Bool {
        left.figures.elementsEqual(right.figures, by: ==) && left.span == right.span
            && left.trades == right.trades
    }

    func value(_ name: String) -> Double? { figures.first { $0.name == name }?.value }

    private static let shown = [
        ("total_return", "total return", true), ("cagr", "a year", true),
        ("max_drawdown", "worst fall", true), ("sharpe", "Sharpe", false),
        ("trades", "trades", false), ("win_rate", "won", true),
        ("benchmark_total_return", "buy and hold", true),
    ]

    /// The main figures as one line.
    public var line: String {
        Self.shown.compactMap { key, name, isPercent in
            value(key).map { "\(name) \(Self.text($0, isPercent))" }
        }.joined(separator: ", ")
    }

    static func text(_ value: Double, _ isPercent: Bool) -> String {
        guard value.isFinite else { return "none" }
        let scaled = isPercent ? value * 100 : value
        let rounded = (scaled * 100).rounded() / 100
        return JSON.text(of: rounded) + (isPercent ? " %" : "")
    }

    /// Both runs' main figures side by side.
    static func comparison(_ before: RunSummary, _ now: RunSummary) -> String {
        var lines = ["                 before       now"]
        for (key, name, isPercent) in shown {
            guard let old = before.value(key), let new = now.value(key) else { continue }
            lines.append(
                padded(name, 14) + leading(text(old, isPercent), 10)
                    + leading(text(new, isPercent), 10))
        }
        if before.span != now.span {
            lines.append(
                "The days differ: \(before.span.from) to \(before.span.to) before, "
                    + "\(now.span.from) to \(now.span.to) now.")
        }
        return lines.joined(separator: "\n")
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - text.count))
    }

    private static func leading(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(1, width - text.count)) + text
    }
}
