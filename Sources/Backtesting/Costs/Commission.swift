public import AlmanacCore

/// What a broker charges for an order.
///
/// - Units: quote currency; fractions are of the traded value.
public struct Commission: Sendable, Equatable {
    /// How the charge grows with the order.
    public var schedule: Schedule
    /// The least that an order costs.
    public var minimum: Double = 0
    /// The most that an order costs; it goes before the minimum.
    public var maximum: Double?
    /// The most that an order costs as a fraction of its traded value; it goes before the minimum.
    public var maximumFraction: Double?

    /// How a charge grows with the order.
    public enum Schedule: Sendable, Equatable {
        /// A fraction of the traded value.
        case fraction(Double)
        /// An amount for each unit.
        case perShare(Double)
        /// An amount for each contract begun, of so many units.
        case perContract(Double, units: Double)
        /// An amount for each order.
        case perOrder(Double)
        /// A fraction of the traded value that changes with how much has been traded.
        case tiered([Tier], over: Span)
    }

    /// One step of a tiered charge: it holds for the value traded from a threshold on.
    public struct Tier: Sendable, Equatable {
        /// The traded value from which on the fraction holds.
        public var threshold: Double
        /// The fraction of the value above the threshold.
        public var fraction: Double

        /// Makes a step.
        public init(threshold: Double, fraction: Double) {
            self.threshold = threshold
            self.fraction = fraction
        }
    }

    /// Over what the traded value of a tiered charge is counted.
    public enum Span: String, Sendable, CaseIterable {
        /// Each order begins at the first step.
        case order
        /// What was traded in the calendar month (UTC) counts.
        case month
    }

    /// Makes a commission without a minimum or a maximum.
    public init(_ schedule: Schedule) {
        self.schedule = schedule
    }

    /// The charge for an order.
    ///
    /// It never falls as the quantity grows.
    /// - Parameters:
    ///   - quantity: The traded quantity, 0 or more.
    ///   - price: The price of the fill.
    ///   - tradedBefore: The value traded before within the span of a tiered charge.
    /// - Complexity: O(1), for a tiered charge O(tiers).
    public func amount(quantity: Double, price: Double, tradedBefore: Double = 0) -> Double {
        let value = quantity * price
        var charge =
            switch schedule {
            case .fraction(let fraction): value * fraction
            case .perShare(let amount): quantity * amount
            case .perContract(let amount, let units):
                // A hair less, so that rounding in the quotient does not begin another contract.
                (quantity / units * (1 - 1e-12)).rounded(.up) * amount
            case .perOrder(let amount): amount
            case .tiered(let tiers, let span):
                Self.charge(tiers, from: span == .month ? tradedBefore : 0, value)
            }
        charge = max(charge, minimum)
        if let maximum { charge = min(charge, maximum) }
        if let maximumFraction { charge = min(charge, value * maximumFraction) }
        return charge
    }

    private static func charge(_ tiers: [Tier], from start: Double, _ value: Double) -> Double {
        var charge = 0.0
        for (index, tier) in tiers.enumerated() {
            let end = index + 1 < tiers.count ? tiers[index + 1].threshold : .infinity
            let part = min(start + value, end) - max(start, tier.threshold)
            if part > 0 { charge += part * tier.fraction }
        }
        return charge
    }

    func check() throws(AlmanacError) {
        switch schedule {
        case .fraction(let value):
            try requireSetting("commission", value, value >= 0 && value < 1, "from 0 to below 1")
        case .perShare(let value), .perOrder(let value):
            try requireSetting("commission", value, value >= 0, "0 or more")
        case .perContract(let value, let units):
            try requireSetting("commission", value, value >= 0, "0 or more")
            try requireSetting("commission units", units, units > 0, "above 0")
        case .tiered(let tiers, _):
            try requireSetting(
                "commission tiers", Double(tiers.count), !tiers.isEmpty, "one or more")
            var before = -1.0
            for tier in tiers {
                try requireSetting(
                    "commission tier", tier.fraction, tier.fraction >= 0 && tier.fraction < 1,
                    "from 0 to below 1")
                try requireSetting(
                    "commission threshold", tier.threshold, tier.threshold > before,
                    before < 0 ? "0 or more" : "above the one before, \(before)")
                before = tier.threshold
            }
        }
        try requireSetting("commission min", minimum, minimum >= 0, "0 or more")
        try requireSetting("commission max", maximum ?? 0, (maximum ?? 0) >= 0, "0 or more")
        let share = maximumFraction ?? 0
        try requireSetting("commission max", share, share >= 0 && share < 1, "from 0 to below 1")
    }
}

extension Commission {
    private static let forms =
        "0.001, per-share=0.005,min=1,max=1%, per-order=5, per-contract=0.65,units=100, "
        + "tiered=0:0.001/1000000:0.0005,by=month"

    /// Reads a commission such as `per-share=0.005,min=1,max=1%`.
    ///
    /// - Throws: ``AlmanacError`` of kind `validation` that names what cannot be read.
    public init(_ text: String) throws(AlmanacError) {
        let model = try ModelText(text, of: "commission", forms: Self.forms)
        switch model.name {
        case "", "fraction": schedule = .fraction(try model.number())
        case "per-share": schedule = .perShare(try model.number())
        case "per-order": schedule = .perOrder(try model.number())
        case "per-contract":
            let units = try model.numberOption("units")?.value ?? 1
            schedule = .perContract(try model.number(), units: units)
        case "tiered":
            guard let span = Span(rawValue: model.option("by") ?? "order") else {
                throw model.fault("by='\(model.option("by") ?? "")' is neither order nor month")
            }
            schedule = .tiered(try Self.tiers(model), over: span)
        default: throw model.unknown
        }
        switch model.name {
        case "per-contract": try model.allow(["units", "min", "max"])
        case "tiered": try model.allow(["by", "min", "max"])
        default: try model.allow(["min", "max"])
        }
        minimum = try model.numberOption("min")?.value ?? 0
        if let most = try model.numberOption("max") {
            if most.isPercent { maximumFraction = most.value } else { maximum = most.value }
        }
        try check()
    }

    private static func tiers(_ model: ModelText) throws(AlmanacError) -> [Tier] {
        var tiers: [Tier] = []
        for part in (model.value ?? "").split(separator: "/", omittingEmptySubsequences: false) {
            let sides = part.split(separator: ":")
            guard sides.count == 2, let threshold = ModelText.parse(sides[0]),
                let fraction = ModelText.parse(sides[1])
            else { throw model.fault("'\(part)' is no THRESHOLD:FRACTION") }
            tiers.append(Tier(threshold: threshold, fraction: fraction))
        }
        return tiers
    }

    /// The text that gives the commission again.
    public var text: String {
        var text =
            switch schedule {
            case .fraction(let value): "fraction=\(JSON.text(of: value))"
            case .perShare(let value): "per-share=\(JSON.text(of: value))"
            case .perOrder(let value): "per-order=\(JSON.text(of: value))"
            case .perContract(let value, let units):
                "per-contract=\(JSON.text(of: value)),units=\(JSON.text(of: units))"
            case .tiered(let tiers, let span):
                "tiered="
                    + tiers.map {
                        "\(JSON.text(of: $0.threshold)):\(JSON.text(of: $0.fraction))"
                    }
                    .joined(separator: "/") + ",by=\(span.rawValue)"
            }
        if minimum != 0 { text += ",min=\(JSON.text(of: minimum))" }
        if let maximum { text += ",max=\(JSON.text(of: maximum))" }
        if let maximumFraction { text += ",max=\(JSON.text(of: maximumFraction * 100))%" }
        return text
    }
}
