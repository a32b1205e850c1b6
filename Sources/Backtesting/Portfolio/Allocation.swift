public import AlmanacCore
import TimeSeries

/// How a portfolio divides its equity among its groups, and when it comes back to that division.
public struct Allocation: Sendable, Equatable {
    /// How shares are found.
    public var scheme: Scheme = .equal
    /// When positions are brought back to their shares, besides entries and exits.
    public var rebalance: Rebalance = .monthly
    /// How far, as a fraction of equity, a position may stray before a rebalancing trades it.
    public var band = 0.0
    /// The number of returns that variances and correlations are estimated from.
    public var window = 60
    /// How the covariance is estimated.
    public var covariance: CovarianceEstimate = .ledoitWolf
    /// The largest share of a group; `nil` for no cap.
    public var maxWeight: Double?
    /// The fraction of equity that stays in cash.
    public var reserve = 0.0
    /// What becomes of the shares of groups that are out of the market.
    public var idle: Idle = .cash

    /// How shares are found from what is known at a bar.
    public enum Scheme: String, Sendable, CaseIterable {
        /// The same for each.
        case equal
        /// In proportion to one over the standard deviation of returns.
        case inverseVolatility = "inverse-volatility"
        /// Such that each contributes the same to the portfolio's variance.
        case riskParity = "risk-parity"
        /// Such that the portfolio's variance is least.
        case minimumVariance = "minimum-variance"
        /// As given.
        case fixed
    }

    /// When positions are brought back to their shares: on the first bar of each period (UTC date
    /// of the bar's start).
    public enum Rebalance: String, Sendable, CaseIterable {
        case daily, weekly, monthly, quarterly, yearly, never
    }

    /// What becomes of the shares of groups that are out of the market.
    public enum Idle: String, Sendable, CaseIterable {
        /// They stay in cash, so one group's exit trades no other.
        case cash
        /// They are spread over the groups that are in; each entry or exit rebalances.
        case spread
    }

    /// Makes the default: equal shares, rebalanced monthly.
    public init() {}

    /// Checks that every setting is in its range.
    /// - Throws: A `validation_error` that names the setting, its value and range.
    public func check() throws(AlmanacError) {
        let rules: [(String, Double, Bool, String)] = [
            ("band", band, band >= 0 && band < 1, "from 0 to below 1"),
            ("window", Double(window), window >= 2 && window <= 100_000, "from 2 to 100,000"),
            (
                "max_weight", maxWeight ?? 1, (maxWeight ?? 1) > 0 && (maxWeight ?? 1) <= 1,
                "above 0 and at most 1"
            ),
            ("reserve", reserve, reserve >= 0 && reserve < 1, "from 0 to below 1"),
        ]
        for (name, value, holds, range) in rules where !holds {
            throw AlmanacError(
                .validation, "\(name) is \(JSON.text(of: value)); it has to be \(range)",
                details: [
                    "parameter": .string(name), "value": .optional(value),
                    "bounds": .string(range),
                ])
        }
    }

    /// Checks the weights of a fixed allocation: each given and 0 or more, all with the reserve
    /// together 1.
    /// - Throws: A `validation_error` that names the group or the sum.
    func checkFixed(_ groups: [PortfolioGroup]) throws(AlmanacError) {
        var sum = reserve
        for group in groups {
            guard let weight = group.weight, weight >= 0, weight.isFinite else {
                throw AlmanacError(
                    .validation,
                    group.weight.map {
                        "the weight of '\(group.name)' is \(JSON.text(of: $0)); "
                            + "it has to be 0 or more"
                    } ?? "'\(group.name)' has no weight, and others have one",
                    details: ["name": .string(group.name), "weight": .optional(group.weight)],
                    suggestion: "give each a weight of 0 or more, together 1, or choose a scheme: "
                        + Scheme.allCases.dropLast().map(\.rawValue).joined(separator: ", "))
            }
            sum += weight
        }
        guard abs(sum - 1) <= 1e-6 else {
            let rest = reserve > 0 ? " with the cash reserve" : ""
            throw AlmanacError(
                .validation, "the weights\(rest) sum to \(JSON.text(of: sum)), not to 1",
                details: ["sum": .number(sum)],
                suggestion: sum < 1
                    ? "raise a weight, or keep the rest as cash (--cash-reserve, or \"cash\" in a "
                        + "book's file): "
                        + JSON.text(of: ((1 - sum + reserve) * 1e6).rounded() / 1e6)
                    : "lower the weights until they sum to 1")
        }
    }

    /// Whether a bar is the first of a period, the very first bar included.
    func isDue(_ bar: Int, _ times: [Timestamp]) -> Bool {
        if rebalance == .never { return bar == 0 }
        return bar == 0 || period(of: times[bar]) != period(of: times[bar - 1])
    }

    private func period(of time: Timestamp) -> Int {
        let day = time.date.daysSinceEpoch
        switch rebalance {
        case .daily: return day
        // 1970-01-01 was a Thursday, and weeks begin on Monday.
        case .weekly: return (day + 3 - ((day + 3) % 7 + 7) % 7) / 7
        case .monthly, .quarterly, .yearly:
            let month = CivilMonth(day: day)
            if rebalance == .yearly { return month.year }
            let count = month.year * 12 + month.month - 1
            return rebalance == .monthly ? count : count / 3
        case .never: return 0
        }
    }
}
