public import AlmanacCore
import TimeSeries

/// What the cost models need to know of each bar of a market.
///
/// It depends on the market and the models, not on the signals: runs over one market, such as those
/// of a sweep, can share it by ``Market/conditions``.
///
/// - Shape: each column that a model needs has one value for each bar; others are empty.
/// - Look-ahead: value *t* uses bars before *t*, but for the volume, which is what bar *t* traded,
///   and the days, which its close dates.
public struct TradingConditions: Sendable, Equatable {
    /// The spread that a fill on the bar meets, as a fraction of the price; NaN while unknown.
    public var spread: [Double] = []
    /// The standard deviation of the returns of the bars before; NaN while unknown.
    public var volatility: [Double] = []
    /// The mean volume of the bars before; NaN while unknown.
    public var usualVolume: [Double] = []
    /// The quantity that the bar traded; 0 where it is missing.
    public var volume: [Double] = []
    /// The calendar days from the close of the bar before to the bar's close.
    public var days: [Double] = []

    /// Looks up and estimates what the models need.
    ///
    /// - Parameters:
    ///   - market: The market with every column that its source has.
    ///   - costs: The models.
    /// - Throws: ``AlmanacError`` of kind `schema_mismatch` where the market lacks a column that a
    ///   model needs.
    /// - Complexity: O(n × window).
    public init(_ market: Market, _ costs: CostModel) throws(AlmanacError) {
        try findSpread(market, costs)
        if costs.needsVolatility {
            volatility = TrailingWindow.volatility(of: market.close, window: costs.historyBars)
        }
        if costs.needsVolume {
            guard let given = market.volume else {
                throw Self.missing("volume", for: costs.impact == nil ? "maximum" : "impact")
            }
            guard market.count == 0 || given.contains(where: { $0 > 0 && $0.isFinite }) else {
                throw AlmanacError(
                    .schemaMismatch,
                    "every bar's volume is zero or missing, so the order's share "
                        + "of the volume has no meaning", details: ["column": "volume"],
                    suggestion: "use data with volumes, or leave --impact and "
                        + "--max-participation out")
            }
            volume = given.map { $0 > 0 && $0.isFinite ? $0 : 0 }
            usualVolume = TrailingWindow.map(
                given.map { $0 >= 0 ? $0 : .nan }, window: costs.historyBars
            ) { $0.reduce(0, +) / Double($0.count) }
        }
        if costs.accrues { days = Self.days(market.closeTimes ?? market.times) }
    }

    /// The calendar days from the bar before, given when bars close.
    static func days(_ closes: [Timestamp]) -> [Double] {
        let dates = closes.map(\.date.daysSinceEpoch)
        return dates.indices.map { $0 == 0 ? 0 : Double(dates[$0] - dates[$0 - 1]) }
    }

    /// Finds out what the models need of an instrument of a portfolio from the instrument's own
    /// bars, as in a run by itself, unless the market has it already.
    ///
    /// - Parameters:
    ///   - name: What to call the instrument in errors.
    ///   - hasBar: On which bars of the market the instrument has one; `nil` for all.
    /// - Throws: As ``init(_:_:)``, with the name.
    init(
        of name: String, _ market: Market, hasBar: [Bool]?, _ costs: CostModel
    ) throws(AlmanacError) {
        do {
            if let known = market.conditions {
                try known.check(market.count, costs)
                self = known
                return
            }
            guard let hasBar, hasBar.contains(false) else {
                try self.init(market, costs)
                return
            }
            try self.init(market.picking(hasBar.indices.filter { hasBar[$0] }), costs)
            expand(to: hasBar)
            if costs.accrues { days = Self.days(market.closeTimes ?? market.times) }
        } catch {
            var error = error
            error.message = "\(name): \(error.message)"
            throw error
        }
    }

    private mutating func findSpread(
        _ market: Market, _ costs: CostModel
    ) throws(AlmanacError) {
        switch costs.spread {
        case nil: break
        case .fraction(let value): spread = [Double](repeating: value, count: market.count)
        case .column(let name):
            guard let quoted = market.quotedSpread else {
                throw Self.missing(name, for: "spread")
            }
            if let bad = quoted.firstIndex(where: { $0 < 0 || $0 >= 1 }) {
                throw AlmanacError(
                    .backtest,
                    "column '\(name)' is \(quoted[bad]) at bar \(bad); a spread is a "
                        + "fraction of the price, from 0 to below 1",
                    details: [
                        "column": .string(name), "bar": .integer(bad),
                        "value": .number(quoted[bad]),
                    ], suggestion: "divide the distance of bid and ask by the price")
            }
            var last = Double.nan
            spread = quoted.map { value in
                defer { if value.isFinite { last = value } }
                return last.isNaN ? value : last
            }
        case .corwinSchultz(let window), .abdiRanaldo(let window):
            guard let high = market.high else { throw Self.missing("high", for: "spread") }
            guard let low = market.low else { throw Self.missing("low", for: "spread") }
            if case .corwinSchultz = costs.spread {
                spread = SpreadEstimate.corwinSchultz(
                    high: high, low: low, close: market.close, window: window)
            } else {
                spread = SpreadEstimate.abdiRanaldo(
                    high: high, low: low, close: market.close, window: window)
            }
        }
    }

    private static var columns: [WritableKeyPath<TradingConditions, [Double]>] {
        [\.spread, \.volatility, \.usualVolume, \.volume, \.days]
    }

    /// The conditions of some of the bars, as they were known with all bars before.
    func cut(_ bars: Range<Int>) -> TradingConditions {
        var cut = self
        for column in Self.columns where !cut[keyPath: column].isEmpty {
            cut[keyPath: column] = Array(self[keyPath: column][bars])
        }
        return cut
    }

    /// Moves the conditions of an instrument's own bars to the bars of an axis that has more; on
    /// the others nothing is known.
    mutating func expand(to hasBar: [Bool]) {
        for column in Self.columns where !self[keyPath: column].isEmpty {
            var own = self[keyPath: column].makeIterator()
            self[keyPath: column] = hasBar.map { $0 ? own.next() ?? .nan : .nan }
        }
    }

    /// Checks that each column that a model needs has a value for each bar.
    func check(_ count: Int, _ costs: CostModel) throws(AlmanacError) {
        let columns: [(String, [Double], Bool)] = [
            ("spread", spread, costs.spread != nil),
            ("volatility", volatility, costs.needsVolatility),
            ("usual volume", usualVolume, costs.needsVolume),
            ("volume", volume, costs.needsVolume), ("days", days, costs.accrues),
        ]
        for (name, values, isNeeded) in columns
        where values.count != count && (isNeeded || !values.isEmpty) {
            throw AlmanacError(
                .backtest,
                "the market has \(count) bars, but its trading conditions have \(values.count) "
                    + "values of \(name)",
                details: ["bars": .integer(count), "column": .string(name)],
                suggestion: "make the conditions anew from this market and these costs")
        }
    }

    private static func missing(_ column: String, for model: String) -> AlmanacError {
        let models = [
            "spread": "the spread model", "impact": "market impact",
            "maximum": "the largest participation",
        ]
        return AlmanacError(
            .schemaMismatch,
            "\(models[model] ?? model) needs the column '\(column)', which the data does not have",
            details: ["column": .string(column), "model": .string(model)],
            suggestion: "bind data with the column '\(column)', or choose another model")
    }
}
