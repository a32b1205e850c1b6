import AlmanacCore
public import TimeSeries

/// The bars that all instruments of a portfolio share.
///
/// - Shape: one start and one close for each bar, ascending.
public struct PortfolioAxis: Sendable, Equatable {
    /// The start of each bar.
    public var times: [Timestamp]
    /// The moment at which each bar closes, by which everything on it was known.
    public var closes: [Timestamp]

    /// Makes an axis.
    public init(times: [Timestamp], closes: [Timestamp]) {
        self.times = times
        self.closes = closes
    }

    /// The number of bars.
    public var count: Int { times.count }
}

/// One position that a portfolio may hold: an instrument, and what a strategy says about it.
///
/// Two strategies that trade one symbol have a line each; their orders are not netted.
public struct PortfolioLine: Sendable {
    /// The line's name, unlike any other of its portfolio; lines are worked through in its order.
    public var name: String
    /// The group whose share of the equity the line draws on: a symbol or a strategy.
    public var group: String
    /// The instrument's prices on the portfolio's axis, carried forward where it has no bar.
    public var market: Market
    /// On which bars of the axis the instrument can be traded; `nil` for all of them.
    public var hasBar: [Bool]?
    /// What is said.
    public var content: Content
    /// The fraction of the group's share that an entry without a size of its own takes.
    public var unit: Double

    /// Signals, or a target weight on every bar.
    public enum Content: Sendable {
        /// When to enter and leave, with sizes and stops.
        case signals(Signals)
        /// The fraction of the group's share to hold, negative for short; NaN leaves the position.
        case weights([Double])
    }

    /// Makes a line.
    public init(
        name: String, group: String, market: Market, hasBar: [Bool]? = nil, content: Content,
        unit: Double = 1
    ) {
        self.name = name
        self.group = group
        self.market = market
        self.hasBar = hasBar
        self.content = content
        self.unit = unit
    }
}

/// A part of a portfolio that gets one share of the equity: a symbol, or a strategy of a book.
public struct PortfolioGroup: Sendable {
    /// The group's name, which lines refer to.
    public var name: String
    /// What its variance is estimated from: a price or an equity for each bar, NaN before the
    /// first.
    public var levels: [Double]
    /// Its share under fixed weights.
    public var weight: Double?

    /// Makes a group.
    public init(name: String, levels: [Double], weight: Double? = nil) {
        self.name = name
        self.levels = levels
        self.weight = weight
    }
}

extension PortfolioLine {
    /// Checks that lines fit an axis and each other.
    /// - Throws: A `backtest_error` that names the line.
    static func check(_ lines: [PortfolioLine], _ axis: PortfolioAxis) throws(AlmanacError) {
        guard !lines.isEmpty else {
            throw AlmanacError(
                .backtest, "the portfolio has nothing to trade", suggestion: "add symbols to it")
        }
        for (line, next) in zip(lines, lines.dropFirst()) where line.name == next.name {
            throw AlmanacError(
                .validation, "'\(line.name)' is in the portfolio twice",
                details: ["name": .string(line.name)], suggestion: "give it once")
        }
        for line in lines {
            var lengths = [line.market.count, line.market.times.count, line.hasBar?.count]
            if case .weights(let weights) = line.content { lengths.append(weights.count) }
            for length in lengths where length != nil && length != axis.count {
                throw AlmanacError(
                    .backtest,
                    "'\(line.name)' has \(length ?? 0) values on \(axis.count) bars",
                    details: ["name": .string(line.name), "bars": .integer(axis.count)])
            }
            if case .weights(let weights) = line.content,
                let bar = weights.firstIndex(where: \.isInfinite)
            {
                throw AlmanacError(
                    .backtest,
                    "the weight of '\(line.name)' is infinite at bar \(bar) "
                        + "(\(axis.times[bar].iso8601))",
                    details: [
                        "name": .string(line.name), "bar": .integer(bar),
                        "time": .string(axis.times[bar].iso8601),
                    ],
                    suggestion: "guard the division that makes it; NaN leaves a position as it is")
            }
        }
    }
}
