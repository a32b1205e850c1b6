/// What a portfolio became: equity, cash, and for each line its orders, trades and profit.
public struct PortfolioSimulation: Sendable {
    /// The settings of the run.
    public var settings: ExecutionSettings
    /// The bars.
    public var axis: PortfolioAxis
    /// The lines, in the order of their names.
    public var lines: [Line]
    /// The groups' names, in order.
    public var groups: [String]
    /// The cash and the value of all positions at each bar's close.
    public var equity: [Double] = []
    /// The cash at each bar's close.
    public var cash: [Double] = []
    /// What cash has earned so far at each bar's close, less what borrowed cash has cost: the part
    /// of the profit that no line has.
    public var cashProfit: [Double] = []
    /// The bars that decided on a rebalancing.
    public var rebalanceBars: [Int] = []
    /// The groups' shares of the equity on each of ``rebalanceBars``; 1 without an allocation.
    public var shares: [[Double]] = []
    /// The bar on which the equity was gone and everything was closed, where that happened.
    public var marginCallBar: Int?
    /// The bars at whose close a position was open.
    public var barsInPosition = 0
    /// The costs in parts, and the profit of an ideal run without them.
    public var costs: CostBreakdown
    /// The orders that a cost model knew too little of the bars before to charge in full.
    public var unpricedOrders = 0

    /// Makes an empty result.
    init(settings: ExecutionSettings, axis: PortfolioAxis, lines: [Line], groups: [String]) {
        self.settings = settings
        self.axis = axis
        self.lines = lines
        self.groups = groups
        costs = CostBreakdown(idealPnL: 0, realPnL: 0)
    }

    /// One line's part of a portfolio.
    public struct Line: Sendable {
        /// The line's name.
        public var name: String
        /// The group that it belongs to.
        public var group: String
        /// The instrument's symbol.
        public var symbol: String
        /// The filled orders, oldest first.
        public var orders: [Order] = []
        /// The trades in the order of their exits; an open one is last.
        public var trades: [Trade] = []
        /// What became of each bar's signals where they did not simply fill.
        public var notes: [SignalNotes] = []
        /// The bars whose range reached both the stop and the take-profit.
        public var ambiguousBars: [Simulation.AmbiguousBar] = []
        /// The signed quantity held at each bar's close.
        public var position: [Double] = []
        /// The position's value at each bar's close; negative for a short.
        public var value: [Double] = []
        /// The profit so far at each bar's close, after fees, in quote currency.
        public var profit: [Double] = []
        /// What each order cost, part by part.
        public var orderCosts: [OrderCosts] = []
        /// The costs in parts, and the profit of an ideal run without them.
        public var costs = CostBreakdown(idealPnL: 0, realPnL: 0)

        /// The fees of all orders.
        public var fees: Double { orders.reduce(0) { $0 + $1.fees } }
    }

    /// The number of bars.
    public var count: Int { equity.count }

    /// A line's part of the equity at each bar's close; negative for a short.
    public func weights(of line: Line) -> [Double] {
        zip(line.value, equity).map { $1 != 0 ? $0 / $1 : 0 }
    }

    /// What lines added to each bar's return: their profit on the bar over the equity before it.
    ///
    /// The contributions of all lines, and what cash earns, sum to the portfolio's return on every
    /// bar.
    public func contributions(of lines: [Line]) -> [Double] {
        var contributions = [Double](repeating: 0, count: count)
        for line in lines {
            for (bar, contribution) in self.contributions(of: line.profit).enumerated() {
                contributions[bar] += contribution
            }
        }
        return contributions
    }

    /// What a profit that grew from bar to bar added to each bar's return.
    func contributions(of profit: [Double]) -> [Double] {
        var (before, equityBefore) = (0.0, settings.initialCash)
        return profit.indices.map { bar in
            defer { (before, equityBefore) = (profit[bar], equity[bar]) }
            return equityBefore > 0 ? (profit[bar] - before) / equityBefore : 0
        }
    }

    /// The lines of a group.
    public func lines(of group: String) -> [Line] { lines.filter { $0.group == group } }
}

extension PortfolioSimulation {
    /// The portfolio as one run, and which line each of its orders and trades is of.
    public struct Combined: Sendable {
        /// The equity, and every line's orders, trades and notes.
        ///
        /// Orders are in the order of bars and, within one, of lines; trades in that of their
        /// exits, open ones last. Positions of different lines cannot be told apart in it.
        public var simulation: Simulation
        /// The index of each order's line.
        public var orderLines: [Int] = []
        /// The index of each trade's line.
        public var tradeLines: [Int] = []
    }

    /// The portfolio as one run.
    public var combined: Combined {
        var run = Combined(simulation: Simulation(settings: settings))
        run.simulation.equity = equity
        run.simulation.marginCallBar = marginCallBar
        run.simulation.barsInPosition = barsInPosition
        run.simulation.costs = costs
        run.simulation.unpricedOrders = unpricedOrders
        run.simulation.notes = [SignalNotes](repeating: [], count: count)
        var orders: [(rank: [Int], line: Int, order: Order)] = []
        var trades: [(rank: [Int], line: Int, trade: Trade)] = []
        var ambiguous: [(rank: [Int], bar: Simulation.AmbiguousBar)] = []
        for (index, line) in lines.enumerated() {
            for (place, order) in line.orders.enumerated() {
                orders.append(([order.bar, index, place], index, order))
            }
            for (place, trade) in line.trades.enumerated() {
                let isOpen = trade.status == .open ? 1 : 0
                trades.append(([isOpen, trade.exitBar, index, place], index, trade))
            }
            for bar in line.ambiguousBars { ambiguous.append(([bar.bar, index], bar)) }
            for bar in line.notes.indices { run.simulation.notes[bar].formUnion(line.notes[bar]) }
        }
        orders.sort { $0.rank.lexicographicallyPrecedes($1.rank) }
        trades.sort { $0.rank.lexicographicallyPrecedes($1.rank) }
        ambiguous.sort { $0.rank.lexicographicallyPrecedes($1.rank) }
        run.simulation.orders = orders.map(\.order)
        run.simulation.trades = trades.map(\.trade)
        run.simulation.ambiguousBars = ambiguous.map(\.bar)
        run.orderLines = orders.map(\.line)
        run.tradeLines = trades.map(\.line)
        return run
    }
}
