package import AlmanacCore
package import Jobs
import TimeSeries

/// What a source costs a month by one tier, before anything is fetched.
///
/// Calls a month are targets × pages a look × looks a month; looks a month are 2,629,800 seconds
/// (a twelfth of 365.25 days) by the schedule's period, and strategies that share a source share
/// its looks. Money is calls × units a call × price a unit, over all of the source's prices.
package struct CostEstimate: Sendable, Equatable {
    /// The source.
    package var source: String
    /// The tier.
    package var tier: SourceTier
    /// Calls a month.
    package var callsPerMonth: Double
    /// What the calls cost.
    package var microdollarsPerMonth: Int64
    /// Calls a month that the source's limits leave room for; nil without a limit.
    package var callsAllowed: Double?
    /// Of which plans the prices are.
    package var notes: [String]

    /// Seconds of a twelfth of 365.25 days.
    package static let secondsPerMonth = 2_629_800.0

    /// Estimates a source that is looked at by its schedule.
    ///
    /// - Parameters:
    ///   - targets: how many symbols, subreddits or addresses.
    ///   - pagesPerLook: answers that one look at one target takes.
    ///   - schedule: how often; nil for the source's own.
    package init(
        _ source: SourceDescription, tier: SourceTier? = nil, targets: Int = 1,
        pagesPerLook: Int = 1, schedule: SourceSchedule? = nil
    ) {
        self.source = source.name
        self.tier = tier ?? source.tiers.first ?? .static
        let period = Double((schedule ?? source.schedule).lifetimeSeconds)
        callsPerMonth = Double(targets * pagesPerLook) * Self.secondsPerMonth / period
        microdollarsPerMonth = Int64(
            (callsPerMonth * Double(source.microdollarsPerCall(by: self.tier))).rounded(.up))
        // A further tier of a source that needs no key is asked without one.
        let isKeyed = self.tier == source.tiers.first || !source.needsNoKey
        callsAllowed = source.rates(hasKeys: isKeyed).map {
            Double($0.count) * Self.secondsPerMonth
                / (Double($0.periodNanoseconds) / 1_000_000_000)
        }.min()
        notes = source.costs.map(\.note)
    }

    /// Whether the source's limits leave room for the calls.
    package var isWithinLimits: Bool { callsAllowed.map { callsPerMonth <= $0 } ?? true }

    /// The estimate as an object of a command's output.
    package var json: JSONObject {
        [
            "source": .string(source), "tier": .string(tier.rawValue),
            "calls_per_month": .number(callsPerMonth.rounded()),
            "dollars_per_month": .number(Double(microdollarsPerMonth) / 1e6),
            "calls_allowed_per_month": callsAllowed.map { .number($0.rounded()) } ?? .null,
            "within_limits": .bool(isWithinLimits),
            "notes": .array(notes.map(JSON.string)),
        ]
    }
}

extension SourceDescription {
    /// What one call costs by a tier; hosted tiers alone are charged for where there are others.
    package func microdollarsPerCall(by tier: SourceTier) -> Int64 {
        if tier == .browser, tiers.count > 1 { return 0 }
        let price = costs.reduce(0.0) { $0 + Double($1.microdollars) * $1.unitsPerCall }
        return Int64(price.rounded(.up))
    }

    /// The limits on requests as the queue keeps them, one for each period.
    ///
    /// - Parameter hasKeys: whether keys are sent, for sources that allow more to whoever has one.
    package func rates(hasKeys: Bool) -> [RateLimit] {
        let withKey = limits.filter { $0.unit == "oauth" }
        let chosen =
            hasKeys && !withKey.isEmpty ? withKey : limits.filter { $0.unit != "oauth" }
        var rates: [RateLimit] = []
        for limit in chosen where limit.count > 0 && limit.seconds > 0 {
            let rate = RateLimit(
                count: limit.count, periodNanoseconds: Int64(limit.seconds) * 1_000_000_000)
            let same = rates.firstIndex { $0.periodNanoseconds == rate.periodNanoseconds }
            if let same {
                if rate.count < rates[same].count { rates[same] = rate }
            } else {
                rates.append(rate)
            }
        }
        return rates
    }
}
