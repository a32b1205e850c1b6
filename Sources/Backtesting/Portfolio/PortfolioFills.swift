import AlmanacCore
import TimeSeries

/// The loop over the bars of a portfolio, in the order of events that one instrument's run has.
struct PortfolioFills {
    let settings: ExecutionSettings
    let axis: PortfolioAxis
    let shares: AllocationShares?
    let band: Double
    let groupCount: Int
    var lines: [LineAccount]
    var simulation: PortfolioSimulation
    /// What the account holds in cash.
    private var cash: Double
    /// What the account has traded in the month, for tiered commissions.
    private var turnover = MonthlyTurnover()
    /// What the cash has earned and cost.
    private(set) var holding = HoldingCosts()
    /// The groups' shares in force.
    var currentShares: [Double]
    /// The number of each line's instrument, and how much of it the bar still lets all lines trade.
    private let instruments: [Int]
    private var allowances: [Double]
    /// The calendar days from each bar's close to the one before, where time costs or earns.
    private let days: [Double]

    var atOpen: Bool { settings.executionPrice == .open }

    init(
        _ lines: [PortfolioLine], _ groups: [PortfolioGroup], _ axis: PortfolioAxis,
        _ allocation: Allocation?, band: Double, _ settings: ExecutionSettings
    ) throws(AlmanacError) {
        self.settings = settings
        self.axis = axis
        self.band = band
        groupCount = groups.count
        shares = allocation.map { AllocationShares($0, groups) }
        currentShares = [Double](repeating: allocation == nil ? 1 : 0, count: groups.count)
        var accounts: [LineAccount] = []
        for line in lines {
            let group = groups.firstIndex { $0.name == line.group } ?? 0
            accounts.append(try LineAccount(line, group: group, settings))
        }
        self.lines = accounts
        cash = settings.initialCash
        let symbols = lines.map(\.market.symbol)
        instruments = symbols.map { symbols.firstIndex(of: $0) ?? 0 }
        allowances = [Double](repeating: .infinity, count: lines.count)
        days = settings.costs?.accrues == true ? TradingConditions.days(axis.closes) : []
        simulation = PortfolioSimulation(
            settings: settings, axis: axis,
            lines: lines.map {
                PortfolioSimulation.Line(
                    name: $0.name, group: $0.group, symbol: $0.market.symbol)
            }, groups: groups.map(\.name))
    }

    mutating func run() {
        reserve()
        for bar in 0..<axis.count {
            begin(bar)
            if atOpen { fill(bar) }
            let stopped = guardPositions(bar)
            takeCloses(bar)
            if !atOpen, equity > 0 {
                decide(bar, stopped: stopped)
                fill(bar)
            }
            if !(equity > 0) { return liquidate(bar) }
            record(bar)
            if atOpen { decide(bar, stopped: []) }
        }
    }

    private mutating func reserve() {
        simulation.equity.reserveCapacity(axis.count)
        simulation.cash.reserveCapacity(axis.count)
        for index in simulation.lines.indices {
            simulation.lines[index].position.reserveCapacity(axis.count)
            simulation.lines[index].value.reserveCapacity(axis.count)
            simulation.lines[index].profit.reserveCapacity(axis.count)
        }
    }

    /// The cash, and every position at its last known price.
    private var equity: Double { lines.reduce(cash) { $0 + $1.value } }

    // MARK: - A bar

    /// Begins a bar: cash and positions held over from the bar before cost and earn.
    private mutating func begin(_ bar: Int) {
        if settings.costs?.maxParticipation != nil {
            for index in lines.indices {
                allowances[index] =
                    lines[index].hasBar(bar) ? lines[index].account.allowance(bar) : 0
            }
        }
        guard bar > 0 else { return }
        if !days.isEmpty, days[bar] > 0 {
            let years = days[bar] / 365
            var (free, lent) = (cash, 0.0)
            for index in lines.indices where lines[index].account.position < 0 {
                free += lines[index].value
                let paid = lines[index].account.payLender(years: years, mark: lines[index].mark)
                lines[index].flow -= paid
                lent += paid
            }
            cash += holding.accrue(on: free, settings.costs ?? CostModel(), years: years) - lent
        }
        for index in lines.indices {
            let paid = lines[index].account.dividend(bar)
            lines[index].flow += paid
            cash += paid
        }
    }

    /// Lets a line's account act with the cash, and what the bar lets it trade.
    private mutating func spend(_ index: Int, _ act: (inout CostedAccount) -> Void) {
        let before = cash
        lines[index].account.cash = cash
        lines[index].account.turnover = turnover
        lines[index].account.capacity = allowances[instruments[index]]
        act(&lines[index].account)
        allowances[instruments[index]] = lines[index].account.capacity
        turnover = lines[index].account.turnover
        cash = lines[index].account.cash
        lines[index].account.cash = 0
        lines[index].flow += cash - before
    }

    /// Lets stops act; gives back which lines they closed.
    private mutating func guardPositions(_ bar: Int) -> Set<Int> {
        var stopped: Set<Int> = []
        for index in lines.indices where lines[index].account.stops.isSet {
            guard lines[index].hasBar(bar) else { continue }
            let columns = lines[index].columns.columns
            var isReached = false
            spend(index) { isReached = $0.guardPosition(columns, bar: bar) }
            if isReached {
                lines[index].desired = 0
                lines[index].goal = nil
                stopped.insert(index)
            }
        }
        return stopped
    }

    private mutating func takeCloses(_ bar: Int) {
        for index in lines.indices {
            let close = lines[index].columns.columns.close[bar]
            if isPrice(close) { lines[index].mark = close }
        }
    }

    private mutating func record(_ bar: Int) {
        var (value, isInvested) = (0.0, false)
        for (index, line) in lines.enumerated() {
            value += line.value
            isInvested = isInvested || line.account.position != 0
            simulation.lines[index].position.append(line.account.position)
            simulation.lines[index].value.append(line.value)
            simulation.lines[index].profit.append(line.worth)
        }
        simulation.cash.append(cash)
        simulation.cashProfit.append(holding.net)
        simulation.equity.append(cash + value)
        if isInvested { simulation.barsInPosition += 1 }
    }

    /// Closes everything because the equity is gone, and lets the rest of the run stand still.
    private mutating func liquidate(_ bar: Int) {
        simulation.marginCallBar = bar
        for index in lines.indices where lines[index].account.position != 0 {
            let mark = lines[index].mark
            spend(index) { $0.liquidate(at: mark, bar: bar) }
        }
        for later in bar..<axis.count {
            record(later)
            for line in lines {
                let code = line.columns.columns.signals.code(
                    at: atOpen ? max(later - 1, 0) : later)
                if !code.isEmpty { line.columns.columns.note(later, .afterMarginCall) }
            }
        }
    }

    // MARK: - Orders

    /// Fills the goals of every line that can be traded on a bar, and what is left of older orders,
    /// all from one state.
    private mutating func fill(_ bar: Int) {
        var requests: [PortfolioOrders.Request] = []
        for index in lines.indices where lines[index].hasBar(bar) {
            let columns = lines[index].columns.columns
            let left = lines[index].account.working.flatMap { $0.sentBar < bar ? $0 : nil }
            guard lines[index].goal != nil || left != nil else { continue }
            let price = atOpen ? columns.open[bar] : columns.close[bar]
            let goal = lines[index].goal
            lines[index].goal = nil
            guard isPrice(price) else {
                if goal != nil {
                    columns.note(bar, .noPrice)
                    if shares == nil { settle(index) }
                }
                continue
            }
            var account = lines[index].account
            account.turnover = turnover
            requests.append(
                .init(
                    line: index, goal: goal, price: price, account: account,
                    aim: goal == nil ? left?.target ?? account.position : account.position))
        }
        guard !requests.isEmpty else { return }
        let before = turnover
        var after = turnover
        for request in sized(requests, bar) {
            turnover = before
            let filled = lines[request.line].account.orders.count
            place(request, bar)
            for order in lines[request.line].account.orders.dropFirst(filled) {
                after.add(order.size * order.price, in: lines[request.line].account.month(bar))
            }
        }
        turnover = after
    }

    /// The requests with their quantities, all from one state.
    private func sized(
        _ requests: [PortfolioOrders.Request], _ bar: Int
    ) -> [PortfolioOrders.Request] {
        var (resting, gross) = (0.0, 0.0)
        var next = requests.makeIterator()
        var trading = next.next()
        for index in lines.indices {
            if index == trading?.line {
                trading = next.next()
            } else {
                resting += lines[index].value
                gross += abs(lines[index].value)
            }
        }
        var orders = PortfolioOrders(
            settings: settings, band: band, bar: bar, requests: requests, cash: cash,
            restingValue: resting, restingGross: gross)
        orders.size { (instruments[$0], allowances[instruments[$0]]) }
        return orders.requests
    }

    private mutating func place(_ request: PortfolioOrders.Request, _ bar: Int) {
        let index = request.line
        lines[index].columns.columns.note(bar, request.notes)
        defer { if shares == nil { settle(index) } }
        var order: CostedAccount.WorkingOrder
        if let goal = request.goal {
            if request.aim == 0, request.held == 0 {
                // Nothing of the order that this one ends had filled.
                if lines[index].account.working != nil, isExit(goal) {
                    lines[index].columns.columns.note(bar, .nothingToExit)
                }
                lines[index].account.working = nil
                return
            }
            order = CostedAccount.WorkingOrder(
                target: request.aim,
                decision: isPrice(goal.decision) ? goal.decision : request.price, reason: .signal,
                signalBar: goal.signalBar, sentBar: bar)
            if case .rebalance = goal.kind,
                lines[index].weights == nil || (request.held != 0 && request.aim != 0)
            {
                order.reason = .rebalance
            }
        } else {
            guard let left = lines[index].account.working else { return }
            order = left
            order.target = request.aim
        }
        spend(index) { $0.trade(order, abs(request.quantity), at: request.price, bar: bar) }
        // Should the bar have no close, the price just traded at is the last one known.
        if request.quantity != 0, lines[index].mark.isNaN { lines[index].mark = request.price }
    }

    private func isExit(_ goal: LineAccount.Goal) -> Bool {
        if case .target(0) = goal.kind { true } else { false }
    }

    /// Without an allocation a line that did not get what it wanted wants it no longer.
    private mutating func settle(_ index: Int) {
        let aim = lines[index].account.working?.target ?? lines[index].account.position
        lines[index].desired = aim > 0 ? 1 : aim < 0 ? -1 : 0
    }
}
