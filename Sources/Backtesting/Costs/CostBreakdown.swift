public import AlmanacCore

/// The distance between an ideal run and the real one, split into its causes.
///
/// The ideal run trades the same quantities at the prices at which they were decided, at once and
/// for nothing, and neither pays nor earns anything for what it holds. The parts add up:
/// `idealPnL - realPnL = delay + spread + slippage + impact + commission + borrow + marginInterest
/// - interest - dividends`, but for rounding.
///
/// - Units: quote currency; costs are positive, `interest` and `dividends` are what was earned.
/// - Source: the implementation shortfall of Perold (1988), "The Implementation Shortfall: Paper
///   versus Reality", Journal of Portfolio Management 14(3), without the cost of what never filled.
public struct CostBreakdown: Sendable, Equatable {
    /// The profit at decision prices and without costs.
    public var idealPnL: Double
    /// The profit of the run.
    public var realPnL: Double
    /// What prices moved between decisions and fills.
    public var delay = 0.0
    /// Half the spread of each market order.
    public var spread = 0.0
    /// The slippage.
    public var slippage = 0.0
    /// The market impact.
    public var impact = 0.0
    /// Commissions and fees.
    public var commission = 0.0
    /// What borrowed shares cost.
    public var borrow = 0.0
    /// What borrowed cash cost.
    public var marginInterest = 0.0
    /// What cash earned.
    public var interest = 0.0
    /// The dividends received less those paid.
    public var dividends = 0.0
    /// The value of all orders at their fills.
    public var tradedValue = 0.0

    /// What the run lost against the ideal one.
    public var total: Double { idealPnL - realPnL }

    /// What trading cost: everything but what was paid and earned for holding.
    public var trading: Double { delay + spread + slippage + impact + commission }

    /// The trading costs in hundredths of a percent of the traded value; `nil` without trades.
    public var basisPoints: Double? { tradedValue > 0 ? trading / tradedValue * 10_000 : nil }

    /// Every part with its name in results, costs positive and earnings negative: they add up to
    /// ``total``.
    public var parts: [(name: String, amount: Double)] {
        [
            ("delay", delay), ("spread", spread), ("slippage", slippage), ("impact", impact),
            ("commission", commission), ("borrow", borrow), ("margin_interest", marginInterest),
            ("interest", -interest), ("dividends", -dividends),
        ]
    }

    /// Makes a breakdown without costs.
    init(idealPnL: Double, realPnL: Double) {
        self.idealPnL = idealPnL
        self.realPnL = realPnL
    }

    /// Adds up what orders and holding cost.
    init(
        _ orders: [Order], _ costs: [OrderCosts], holding: HoldingCosts, lastPrice: Double,
        realPnL: Double
    ) {
        self.realPnL = realPnL
        var ideal = 0.0
        for (order, cost) in zip(orders, costs) {
            ideal += (order.side == .buy ? -1 : 1) * order.size * cost.decisionPrice
            delay += cost.delay
            spread += cost.spread
            slippage += cost.slippage
            impact += cost.impact
            commission += cost.commission
            tradedValue += order.size * order.price
        }
        let held = orders.last?.positionAfter ?? 0
        idealPnL = held == 0 ? ideal : ideal + held * lastPrice
        borrow = holding.borrow
        marginInterest = holding.marginInterest
        interest = holding.interest
        dividends = holding.dividends
    }

    /// The costs of a portfolio: those of its lines, and what its cash earned and cost.
    init(sumOf lines: [CostBreakdown], cash: HoldingCosts, realPnL: Double) {
        self.init(idealPnL: 0, realPnL: realPnL)
        for line in lines {
            for part in Self.sums { self[keyPath: part] += line[keyPath: part] }
        }
        interest += cash.interest
        marginInterest += cash.marginInterest
    }

    /// What adds up over instruments.
    private static var sums: [WritableKeyPath<CostBreakdown, Double>] {
        [
            \.idealPnL, \.delay, \.spread, \.slippage, \.impact, \.commission, \.borrow,
            \.marginInterest, \.interest, \.dividends, \.tradedValue,
        ]
    }

    /// The costs of a run, also of one with plain fees and slippage only.
    ///
    /// Where the run kept no record of its decisions, a stop's level counts as decided at the price
    /// that it met, so that its delay is nothing.
    /// - Parameters:
    ///   - simulation: The run.
    ///   - market: The market that it ran in.
    /// - Complexity: O(orders + bars).
    public init(of simulation: Simulation, in market: Market) {
        if let costs = simulation.costs {
            self = costs
            return
        }
        let closes = LastPrices(market.close)
        let settings = simulation.settings
        let costs = simulation.orders.map { order in
            Self.plainCosts(of: order, settings, closes)
        }
        let last = closes[market.count - 1] ?? simulation.orders.last?.price ?? 0
        let end = simulation.equity.last ?? settings.initialCash
        self.init(
            simulation.orders, costs, holding: HoldingCosts(), lastPrice: last,
            realPnL: end - settings.initialCash)
    }

    private static func plainCosts(
        of order: Order, _ settings: ExecutionSettings, _ closes: LastPrices
    ) -> OrderCosts {
        let isStop = order.reason == .stopLoss || order.reason == .trailingStop
        let isLimit =
            order.reason == .takeProfit || (settings.fillRules == .vectorbt && isStop)
        let side: Double = order.side == .buy ? 1 : -1
        let reference = isLimit ? order.price : order.price / (1 + side * settings.slippage)
        let atOpen = settings.executionPrice == .open && order.reason == .signal
        let decision = (atOpen ? closes[order.bar - 1] : nil) ?? reference
        return OrderCosts(
            decisionPrice: decision, referencePrice: reference,
            delay: side * order.size * (reference - decision), spread: 0,
            slippage: side * order.size * (order.price - reference), impact: 0,
            commission: order.fees)
    }

    /// The breakdown as JSON with the models that charged it.
    func json(under settings: ExecutionSettings, unpriced: Int) -> JSON {
        guard case .object(var object) = json else { return json }
        var models = JSONObject()
        for part in settings.costs?.parts ?? [] { models[part.name] = .string(part.text) }
        if let sizing = settings.sizing { models["size"] = .string(sizing.text) }
        object["models"] = .object(models)
        object["unpriced_orders"] = .integer(unpriced)
        return .object(object)
    }

    /// The breakdown as JSON, earnings as positive amounts.
    public var json: JSON {
        [
            "ideal_pnl": .number(idealPnL), "real_pnl": .number(realPnL),
            "total": .number(total), "delay": .number(delay), "spread": .number(spread),
            "slippage": .number(slippage), "impact": .number(impact),
            "commission": .number(commission), "borrow": .number(borrow),
            "margin_interest": .number(marginInterest), "interest": .number(interest),
            "dividends": .number(dividends), "traded_value": .number(tradedValue),
            "basis_points": .optional(basisPoints),
        ]
    }
}

/// The last known price at each bar.
private struct LastPrices {
    private let prices: [Double]

    init(_ closes: [Double]) {
        var last = Double.nan
        prices = closes.map { close in
            if isPrice(close) { last = close }
            return last
        }
    }

    subscript(bar: Int) -> Double? {
        guard prices.indices.contains(bar), !prices[bar].isNaN else { return nil }
        return prices[bar]
    }
}
