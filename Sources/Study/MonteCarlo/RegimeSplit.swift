public import AlmanacCore

/// A strategy's returns apart for each kind of market.
public struct RegimeSplit: Sendable, Equatable {
    /// By trend: the bars after the benchmark closed above its average, and below it.
    public var trend: [Part]
    /// By volatility: the bars after low, middling and high volatility.
    public var volatility: [Part]
    /// The bars in a year.
    public var barsPerYear: Double

    /// The returns of one kind of market.
    public struct Part: Sendable, Equatable {
        /// What the kind is called, such as `above`; `unknown` before enough is known.
        public var name: String
        /// The number of bars.
        public var bars: Int
        /// The compounded return of these bars.
        public var totalReturn: Double
        /// The mean return of a bar times the bars in a year; `nil` without bars.
        public var annualReturn: Double?
        /// The yearly Sharpe ratio; `nil` where it is undefined.
        public var sharpe: Double?
        /// The probability that the true ratio is above 0.
        public var probabilityAboveZero: Double?
        /// The part of the bars with a gain among those that are not flat; `nil` where all are.
        public var gainingBars: Double?

        init(name: String, _ returns: [Double], barsPerYear: Double) {
            self.name = name
            bars = returns.count
            totalReturn = returns.reduce(1) { $0 * (1 + $1) } - 1
            annualReturn =
                bars > 0 ? returns.reduce(0, +) / Double(bars) * barsPerYear : nil
            let estimate = SharpeEstimate(returns: returns)
            sharpe = estimate?.annual(barsPerYear: barsPerYear)
            probabilityAboveZero = estimate?.probability()
            let moving = returns.count { $0 != 0 }
            gainingBars = moving > 0 ? Double(returns.count { $0 > 0 }) / Double(moving) : nil
        }
    }

    /// Splits returns by what the closes of a benchmark said before each bar.
    ///
    /// - Parameters:
    ///   - returns: The strategy's return of each bar.
    ///   - benchmark: The closes of a market on the same bars, such as the traded one.
    ///   - barsPerYear: The bars in a year.
    ///   - trendWindow: The bars of the average.
    ///   - volatilityWindow: The returns that a volatility is measured over.
    /// - Look-ahead: as ``Regimes``.
    /// - Throws: A `validation_error` where there are not as many closes as returns.
    public init(
        returns: [Double], benchmark: [Double], barsPerYear: Double, trendWindow: Int = 200,
        volatilityWindow: Int = 20
    ) throws(AlmanacError) {
        guard returns.count == benchmark.count else {
            throw AlmanacError(
                .validation, "a regime split needs the benchmark's close of every bar",
                details: [
                    "returns": .integer(returns.count), "closes": .integer(benchmark.count),
                ])
        }
        self.barsPerYear = barsPerYear
        trend = Self.parts(
            returns, Regimes.trend(benchmark, window: trendWindow), barsPerYear)
        volatility = Self.parts(
            returns, Regimes.volatility(benchmark, window: volatilityWindow), barsPerYear)
    }

    private static func parts<Kind: RawRepresentable & CaseIterable & Equatable>(
        _ returns: [Double], _ kinds: [Kind?], _ barsPerYear: Double
    ) -> [Part] where Kind.RawValue == String {
        var parts = Kind.allCases.map { kind in
            Part(
                name: kind.rawValue,
                returns.indices.filter { kinds[$0] == kind }.map { returns[$0] },
                barsPerYear: barsPerYear)
        }
        let unknown = returns.indices.filter { kinds[$0] == nil }.map { returns[$0] }
        parts.append(Part(name: "unknown", unknown, barsPerYear: barsPerYear))
        return parts
    }

    /// The split as JSON.
    public var json: JSON {
        ["trend": .array(trend.map(\.json)), "volatility": .array(volatility.map(\.json))]
    }
}

extension RegimeSplit.Part {
    fileprivate var json: JSON {
        [
            "regime": .string(name), "bars": .integer(bars), "total_return": .optional(totalReturn),
            "annual_return": .optional(annualReturn), "sharpe": .optional(sharpe),
            "probability_above_zero": .optional(probabilityAboveZero),
            "gaining_bars": .optional(gainingBars),
        ]
    }
}
