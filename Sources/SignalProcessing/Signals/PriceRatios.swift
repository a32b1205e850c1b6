package import TimeSeries

/// Ratios of an unadjusted price to what a share earned or paid in the year before.
package enum PriceRatio {
    /// Earnings per share of periods, each known from a moment on.
    package struct Earned: Sendable, Equatable {
        /// The last day of the period.
        package var end: Timestamp
        /// How many quarters the period has: 1 to 4, counted from the beginning of the fiscal year.
        package var quarters: Int
        /// From when it was known.
        package var knownAt: Timestamp
        /// Per share as counted when it was filed.
        package var perShare: Double

        /// Makes the earnings of a period.
        package init(end: Timestamp, quarters: Int, knownAt: Timestamp, perShare: Double) {
            (self.end, self.quarters) = (end, quarters)
            (self.knownAt, self.perShare) = (knownAt, perShare)
        }
    }

    /// The price to what a share earned in the latest four quarters, at the close of each bar.
    ///
    /// The four quarters are the latest year, and where a part of the next year is known, that part
    /// in place of the same part of the year before. Missing before a first year is known, 15
    /// months after the end of what is known last, and where a share lost money.
    /// - Look-ahead: None; figures and splits count from when they were known.
    /// - Complexity: O(bars × periods).
    package static func priceToEarnings(
        _ closes: [Double], knownAt: [Timestamp], _ earned: [Earned],
        _ actions: CorporateActionLedger?
    ) -> [Double] {
        let sorted = earned.sorted { ($0.knownAt, $0.end) < ($1.knownAt, $1.end) }
        return closes.indices.map { bar in
            let moment = knownAt[bar]
            let known = sorted.prefix { $0.knownAt <= moment }
            guard
                let sum = trailing(
                    Array(known), moment, share: { shares($0.knownAt, moment, actions) })
            else { return .nan }
            return sum > 0 ? closes[bar] / sum : .nan
        }
    }

    /// What a share paid in the 365 days before each bar's close, by its price.
    ///
    /// - Look-ahead: None; a payment counts from its ex-date.
    package static func dividendYield(
        _ closes: [Double], knownAt: [Timestamp], _ actions: CorporateActionLedger
    ) -> [Double] {
        closes.indices.map { bar in
            let moment = knownAt[bar]
            let start = moment.advanced(byNanoseconds: -365 * Timestamp.nanosecondsPerDay)
            let paid = actions.actions(after: start, through: moment, knownBy: moment).reduce(0) {
                $0 + $1.cash(forHolding: 1) / shares($1.effective, moment, actions)
            }
            return closes[bar] > 0 ? paid / closes[bar] : .nan
        }
    }

    /// How many shares one of an earlier moment has become by a later one.
    private static func shares(
        _ start: Timestamp, _ end: Timestamp, _ actions: CorporateActionLedger?
    ) -> Double {
        actions?.actions(after: start, through: end, knownBy: end).reduce(1) {
            $0 * $1.shareRatio
        } ?? 1
    }

    private static func trailing(
        _ known: [Earned], _ moment: Timestamp, share: (Earned) -> Double
    ) -> Double? {
        // The last that became known of a period says what it earned.
        func latest(_ isWanted: (Earned) -> Bool) -> Earned? {
            known.filter(isWanted).max { ($0.end, $0.knownAt) < ($1.end, $1.knownAt) }
        }
        func days(_ first: Timestamp, _ second: Timestamp) -> Int64 {
            (second.nanoseconds - first.nanoseconds) / Timestamp.nanosecondsPerDay
        }
        guard let year = latest({ $0.quarters == 4 }) else { return nil }
        var sum = year.perShare / share(year)
        var end = year.end
        let parts = known.filter { $0.quarters < 4 && $0.end > year.end }
        if let part = parts.max(by: {
            ($0.end, $0.quarters, $0.knownAt) < ($1.end, $1.quarters, $1.knownAt)
        }), days(year.end, part.end) < 310 {
            let before = latest {
                $0.quarters == part.quarters && (355...375).contains(days($0.end, part.end))
            }
            if let before {
                sum += part.perShare / share(part) - before.perShare / share(before)
                end = part.end
            }
        }
        return days(end, moment) <= 456 ? sum : nil
    }
}
