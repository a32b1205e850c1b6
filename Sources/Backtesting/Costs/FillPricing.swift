/// Prices a market order: by how much it fills worse than the price that it met.
struct FillPricing {
    let conditions: TradingConditions
    private let fraction: Double
    private let slippage: Slippage?
    private let impact: MarketImpact?
    private let barsPerDay: Double
    private let sharesPerUnit: [Double]

    /// What a unit of an order costs, in quote currency.
    struct UnitCosts {
        var spread = 0.0
        var slippage = 0.0
        var impact = 0.0
        /// Whether a model knew too little to charge anything.
        var isPartial = false

        var total: Double { spread + slippage + impact }
    }

    init(
        _ settings: ExecutionSettings, _ costs: CostModel, _ conditions: TradingConditions,
        sharesPerUnit: [Double]
    ) {
        self.sharesPerUnit = sharesPerUnit
        self.conditions = conditions
        fraction = settings.slippage
        slippage = costs.slippage
        impact = costs.impact
        // A year has 252 trading days wherever a yearly figure is turned into a daily one.
        barsPerDay = settings.barsPerYear / 252
    }

    /// What a unit of a market order costs that meets a price.
    func unitCosts(_ quantity: Double, at reference: Double, bar: Int) -> UnitCosts {
        var costs = UnitCosts()
        func known(_ value: Double) -> Double {
            if value.isFinite { return value }
            costs.isPartial = true
            return 0
        }
        let spread = conditions.spread.isEmpty ? 0 : known(conditions.spread[bar])
        costs.spread = reference * spread / 2
        costs.slippage = reference * fraction
        switch slippage {
        case nil: break
        case .fixed(let amount):
            costs.slippage += sharesPerUnit.isEmpty ? amount : amount * sharesPerUnit[bar]
        case .spreadShare(let share): costs.slippage += reference * spread * share
        case .volatilityShare(let share):
            costs.slippage += reference * known(conditions.volatility[bar]) * share
        }
        if let impact {
            let volume = conditions.usualVolume[bar]
            costs.impact =
                reference
                * known(
                    impact.fraction(
                        quantity: quantity, volatility: conditions.volatility[bar],
                        volume: volume > 0 ? volume : .nan, barsPerDay: barsPerDay))
        }
        return costs
    }
}
