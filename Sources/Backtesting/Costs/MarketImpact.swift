public import AlmanacCore
import Glibc

/// How far a market order moves the price against itself, by its share of the usual volume.
public enum MarketImpact: Sendable, Equatable {
    /// A coefficient times the volatility times the square root of the order's share of the volume.
    ///
    /// Volatility and volume are those of a bar: the law is the same on every time scale on which
    /// one grows with the root and the other in proportion.
    /// - Source: Tóth et al. (2011), "Anomalous Price Impact and the Critical Nature of Liquidity
    ///   in Financial Markets", Physical Review X 1, 021006, where the coefficient is about one;
    ///   the same rule with one stands in Grinold and Kahn (2000), "Active Portfolio Management",
    ///   chapter 16.
    case squareRoot(coefficient: Double)
    /// Half the permanent impact and the temporary impact of an order spread over one bar.
    ///
    /// In volatility σ and volume V of a day, X units over T days cost
    /// 0.314 σ/2 · X/V · (Θ/V)^¼ + 0.142 σ · (X/(V T))^⅗ of the price; the first term needs the
    /// shares outstanding Θ, in the units of the volume, and is left out without them.
    /// - Source: Almgren, Thum, Hauptmann and Li (2005), "Direct Estimation of Equity Market
    ///   Impact", Risk 18(7), 58-62.
    case almgren(sharesOutstanding: Double?)

    private static let forms = "square-root[:COEFFICIENT], almgren[:SHARES-OUTSTANDING]"

    /// Reads an impact such as `square-root`, `square-root:0.7` or `almgren:1.7e9`.
    ///
    /// - Throws: ``AlmanacError`` of kind `validation` that names what cannot be read.
    public init(_ text: String) throws(AlmanacError) {
        let model = try ModelText(text, of: "impact", forms: Self.forms)
        switch model.name {
        case "square-root": self = .squareRoot(coefficient: try model.number(default: 1))
        case "almgren":
            self = .almgren(sharesOutstanding: model.value == nil ? nil : try model.number())
        default: throw model.unknown
        }
        try model.allow()
        try check()
    }

    /// The text that gives the impact again.
    public var text: String {
        switch self {
        case .squareRoot(let coefficient): "square-root:\(JSON.text(of: coefficient))"
        case .almgren(nil): "almgren"
        case .almgren(let shares?): "almgren:\(JSON.text(of: shares))"
        }
    }

    func check() throws(AlmanacError) {
        switch self {
        case .squareRoot(let coefficient):
            try requireSetting("impact", coefficient, coefficient >= 0, "0 or more")
        case .almgren(let shares):
            try requireSetting("shares outstanding", shares ?? 1, (shares ?? 1) > 0, "above 0")
        }
    }

    /// The impact of an order as a fraction of the price.
    ///
    /// - Parameters:
    ///   - quantity: The traded quantity.
    ///   - volatility: The standard deviation of a bar's returns.
    ///   - volume: The usual traded quantity of a bar.
    ///   - barsPerDay: How many bars a trading day has.
    /// - Complexity: O(1).
    public func fraction(
        quantity: Double, volatility: Double, volume: Double, barsPerDay: Double = 1
    ) -> Double {
        let share = quantity / volume
        switch self {
        case .squareRoot(let coefficient):
            return coefficient * volatility * share.squareRoot()
        case .almgren(let shares):
            let daily = volatility * barsPerDay.squareRoot()
            // Over one bar the volume of the order's time is the volume of the bar.
            let temporary = 0.142 * daily * pow(share, 0.6)
            guard let shares else { return temporary }
            let dailyVolume = volume * barsPerDay
            let permanent =
                0.314 * daily * (quantity / dailyVolume)
                * (shares / dailyVolume).squareRoot().squareRoot()
            return permanent / 2 + temporary
        }
    }
}
