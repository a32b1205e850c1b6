public import AlmanacCore

/// What trading and holding cost, beyond a fraction of the value and an amount for each order.
///
/// The parts add up, also with the fees and the slippage of ``ExecutionSettings``. A model looks at
/// bars before a fill only; what it needs and cannot know yet costs nothing and is counted.
public struct CostModel: Sendable, Equatable {
    /// What the broker charges for an order.
    public var commission: Commission?
    /// The distance between bid and ask, of which a market order pays half.
    public var spread: Spread?
    /// By how much a market order fills worse than the quote that it met.
    public var slippage: Slippage?
    /// How far a market order moves the price against itself.
    public var impact: MarketImpact?
    /// The largest share of a bar's volume that the run may trade; the rest follows on later bars.
    public var maxParticipation: Double?
    /// What borrowed shares cost in a year, as a fraction of their value.
    public var borrowRate: Double = 0
    /// What cash earns in a year; the proceeds of short sales earn nothing.
    public var interestRate: Double = 0
    /// What borrowed cash costs in a year; `nil` for the interest rate.
    public var marginRate: Double?
    /// The bars over which volatility and volume are measured, 2 or more.
    ///
    /// - Source: a month of daily bars, as Moreira and Muir (2017) measure volatility.
    public var historyBars = 21

    /// Makes a model that charges nothing.
    public init() {}

    /// Checks that every part is in its range.
    ///
    /// - Throws: ``AlmanacError`` of kind `validation` that names the part, its value and range.
    public func check() throws(AlmanacError) {
        try commission?.check()
        try spread?.check()
        try slippage?.check()
        try impact?.check()
        if case .spreadShare = slippage, spread == nil {
            throw AlmanacError(
                .validation, "slippage as a share of the spread needs a spread",
                details: ["parameter": "slippage"],
                suggestion: "give one: --spread 0.0005 or --spread corwin-schultz")
        }
        let rules: [(String, Double, Bool, String)] = [
            (
                "max_participation", maxParticipation ?? 1,
                (maxParticipation ?? 1) > 0 && (maxParticipation ?? 1) <= 1, "above 0 and at most 1"
            ),
            ("borrow", borrowRate, borrowRate >= 0, "0 or more"),
            ("interest", interestRate, interestRate > -1, "above -1"),
            ("margin_interest", marginRate ?? 0, (marginRate ?? 0) > -1, "above -1"),
            ("history_bars", Double(historyBars), historyBars >= 2, "2 or more"),
        ]
        for (name, value, holds, range) in rules {
            try requireSetting(name, value, holds, range)
        }
    }

    /// Each part that is set, as its name and the text that gives it again.
    public var parts: [(name: String, text: String)] {
        var parts: [(String, String)] = []
        if let commission { parts.append(("commission", commission.text)) }
        if let spread { parts.append(("spread", spread.text)) }
        if let slippage { parts.append(("slippage", slippage.text)) }
        if let impact { parts.append(("impact", impact.text)) }
        if let maxParticipation {
            parts.append(("max_participation", JSON.text(of: maxParticipation)))
        }
        if borrowRate != 0 { parts.append(("borrow", JSON.text(of: borrowRate))) }
        if interestRate != 0 { parts.append(("interest", JSON.text(of: interestRate))) }
        if let marginRate { parts.append(("margin_interest", JSON.text(of: marginRate))) }
        return parts
    }

    /// Whether an order costs anything.
    var chargesTrading: Bool {
        commission != nil || spread != nil || slippage != nil || impact != nil
    }

    /// Whether time costs or earns anything.
    var accrues: Bool { borrowRate != 0 || interestRate != 0 || (marginRate ?? 0) != 0 }

    /// Whether a part needs the traded quantity of each bar.
    var needsVolume: Bool { impact != nil || maxParticipation != nil }

    /// Whether a part needs the volatility before each bar.
    var needsVolatility: Bool {
        if case .volatilityShare = slippage { return true }
        return impact != nil
    }
}
