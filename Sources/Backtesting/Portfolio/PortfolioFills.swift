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
    /// The groups' shares in force.
    private var currentShares: [Double]

    private var atOpen: Bool { settings.executionPrice == .open }

    init(
        _ lines: [PortfolioLine], _ groups: [PortfolioGroup], _ axis: PortfolioAxis,
        _ allocation: Allocation?, band: Double, _ settings: ExecutionSettings
    ) {
        self.settings = settings
        self.axis = axis
        self.band = band
        groupCount = groups.count
        shares = allocation.map { AllocationShares($0, groups) }
        currentShares = [Double](repeating: allocation == nil ? 1 : 0, count: groups.count)
        self.lines = lines.map { line in
            LineAccount(
                line, group: groups.firstIndex { $0.name == line.group } ?? 0, settings)
        }
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
    private var equity: Double { lines.reduce(settings.initialCash) { $0 + $1.worth } }

    // MARK: - A bar

    /// Lets stops act; gives back which lines they closed.
    private mutating func guardPositions(_ bar: Int) -> Set<Int> {
        var stopped: Set<Int> = []
        for index in lines.indices where lines[index].account.isGuarded {
            guard lines[index].hasBar(bar) else { continue }
            if lines[index].account.guardPosition(lines[index].columns.columns, bar: bar) {
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
        var (cash, value, isInvested) = (settings.initialCash, 0.0, false)
        for (index, line) in lines.enumerated() {
            cash += line.account.cash
            value += line.value
            isInvested = isInvested || line.account.position != 0
            simulation.lines[index].position.append(line.account.position)
            simulation.lines[index].value.append(line.value)
            simulation.lines[index].profit.append(line.worth)
        }
        simulation.cash.append(cash)
        simulation.equity.append(cash + value)
        if isInvested { simulation.barsInPosition += 1 }
    }

    /// Closes everything because the equity is gone, and lets the rest of the run stand still.
    private mutating func liquidate(_ bar: Int) {
        simulation.marginCallBar = bar
        for index in lines.indices where lines[index].account.position != 0 {
            let mark = lines[index].mark
            lines[index].account.close(at: mark, bar: bar, reason: .marginCall, slipping: true)
        }
        for later in bar..<axis.count {
            record(later)
            for line in lines {
                let code = line.columns.columns.codes[atOpen ? max(later - 1, 0) : later]
                if code != 0 { line.columns.columns.note(later, .afterMarginCall) }
            }
        }
    }

    // MARK: - Decisions

    /// Reads what strategies say at a bar's close, and turns it into goals.
    private mutating func decide(_ bar: Int, stopped: Set<Int>) {
        let isDue = shares?.allocation.isDue(bar, axis.times) ?? false
        let isFresh = shares != nil && (isDue || bar == 0)
        var entering: [Int] = []
        var leaving: [Int] = []
        for index in lines.indices {
            if let weight = lines[index].weights?[bar] {
                if !weight.isNaN {
                    lines[index].lastWeight = allowed(weight, index, bar)
                    entering.append(index)
                }
                continue
            }
            guard let enters = hear(index, bar, isStopped: stopped.contains(index)) else {
                continue
            }
            if enters { entering.append(index) } else { leaving.append(index) }
        }
        let spreads = shares?.allocation.idle == .spread
        let changed =
            lines.indices.contains { lines[$0].weights == nil } && spreads
            && !(entering.isEmpty && leaving.isEmpty && stopped.isEmpty)
        let hasEntry = entering.contains { lines[$0].weights == nil }
        if shares != nil, isFresh || changed || hasEntry { updateShares(bar) }
        if isFresh || changed { rebalance(bar) }
        for index in leaving { lines[index].goal = .init(kind: .target(0), signalBar: bar) }
        for index in entering { lines[index].goal = entry(index, bar) }
    }

    /// A weight, or none where its direction is switched off.
    private func allowed(_ weight: Double, _ index: Int, _ bar: Int) -> Double {
        let refused =
            settings.direction == .long && weight < 0 || settings.direction == .short && weight > 0
        guard refused else { return weight }
        let noteBar = min(atOpen ? bar + 1 : bar, axis.count - 1)
        lines[index].columns.columns.note(noteBar, .directionNotAllowed)
        return 0
    }

    /// Hears a line's signals: whether it enters, leaves, or (nil) does neither.
    private mutating func hear(_ index: Int, _ bar: Int, isStopped: Bool) -> Bool? {
        let columns = lines[index].columns.columns
        let code = columns.codes[bar]
        guard code != 0 else { return nil }
        let noteBar = atOpen ? bar + 1 : bar
        guard noteBar < axis.count else {
            columns.note(bar, SignalCodes.notes(of: code).union(.noNextBar))
            return nil
        }
        if isStopped {
            columns.note(noteBar, .overriddenByStop)
            return nil
        }
        let intent = SignalIntent(code, held: lines[index].desired)
        columns.note(noteBar, intent.notes)
        guard intent.acts else { return nil }
        lines[index].desired = intent.enters ? (intent.buys ? 1 : -1) : 0
        if intent.enters { lines[index].entryBar = bar }
        return intent.enters
    }

    /// The goal of a line that enters, or that gives a new weight.
    private func entry(_ index: Int, _ bar: Int) -> LineAccount.Goal? {
        let line = lines[index]
        if line.weights != nil || shares != nil {
            let target = target(index)
            // A weight is given again and again, so its band holds for it as for a rebalancing.
            return .init(
                kind: line.weights != nil ? .rebalance(target) : .target(target), signalBar: bar)
        }
        // An exit still waited for a bar: nothing is left to do.
        if line.account.position * line.desired > 0 { return nil }
        return .init(kind: .entry(side: line.desired), signalBar: bar)
    }

    /// The fraction of the portfolio that a line is to hold.
    private func target(_ index: Int) -> Double {
        let line = lines[index]
        let share = currentShares[line.group]
        if line.weights != nil { return line.lastWeight * share }
        guard line.desired != 0 else { return 0 }
        let fraction = line.fraction(at: line.entryBar)
        return fraction > 0 ? line.desired * fraction * share : 0
    }

    private mutating func updateShares(_ bar: Int) {
        guard let shares else { return }
        var (isKnown, isIn) = ([Bool](repeating: false, count: groupCount), [Bool]())
        isIn = isKnown
        for line in lines {
            if !line.mark.isNaN { isKnown[line.group] = true }
            if line.weights != nil ? line.lastWeight != 0 : line.desired != 0 {
                isIn[line.group] = true
            }
        }
        if shares.allocation.idle == .spread {
            for index in isKnown.indices { isKnown[index] = isKnown[index] && isIn[index] }
        }
        currentShares = shares.shares(at: bar, among: isKnown)
    }

    private mutating func rebalance(_ bar: Int) {
        simulation.rebalanceBars.append(bar)
        simulation.shares.append(currentShares)
        for index in lines.indices {
            // A goal that still waits for a bar gets the new share too.
            if lines[index].account.position == 0, lines[index].desired == 0,
                lines[index].weights == nil || lines[index].lastWeight == 0
            {
                continue
            }
            lines[index].goal = .init(
                kind: .rebalance(target(index)),
                signalBar: lines[index].weights == nil ? lines[index].entryBar : bar)
        }
    }

    // MARK: - Orders

    /// Fills the goals of every line that can be traded on a bar, all from one state.
    private mutating func fill(_ bar: Int) {
        var requests: [PortfolioOrders.Request] = []
        for index in lines.indices where lines[index].goal != nil && lines[index].hasBar(bar) {
            let columns = lines[index].columns.columns
            let price = atOpen ? columns.open[bar] : columns.close[bar]
            guard let goal = lines[index].goal else { continue }
            lines[index].goal = nil
            guard isPrice(price) else {
                columns.note(bar, .noPrice)
                if shares == nil { settle(index) }
                continue
            }
            requests.append(
                .init(
                    line: index, goal: goal, price: price,
                    held: lines[index].account.position,
                    fraction: lines[index].fraction(at: goal.signalBar)))
        }
        guard !requests.isEmpty else { return }
        var orders = orders(requests)
        orders.size()
        for request in orders.requests { place(request, orders, bar) }
    }

    /// The state that all orders of a bar are computed from.
    private func orders(_ requests: [PortfolioOrders.Request]) -> PortfolioOrders {
        var (cash, resting, gross) = (settings.initialCash, 0.0, 0.0)
        var next = requests.makeIterator()
        var trading = next.next()
        for index in lines.indices {
            cash += lines[index].account.cash
            if index == trading?.line {
                trading = next.next()
            } else {
                resting += lines[index].value
                gross += abs(lines[index].value)
            }
        }
        return PortfolioOrders(
            settings: settings, band: band, requests: requests, cash: cash, restingValue: resting,
            restingGross: gross)
    }

    private mutating func place(
        _ request: PortfolioOrders.Request, _ orders: PortfolioOrders, _ bar: Int
    ) {
        let index = request.line
        lines[index].columns.columns.note(bar, request.notes)
        defer { if shares == nil { settle(index) } }
        guard request.quantity != 0 else { return }
        let fill = orders.fill(request, buys: request.quantity > 0)
        let paid = abs(request.quantity) * fill * settings.fees + settings.fixedFees
        var reason = Order.Reason.signal
        if case .rebalance = request.goal.kind,
            lines[index].weights == nil || (request.held != 0 && request.quantity != -request.held)
        {
            reason = .rebalance
        }
        lines[index].account.trade(
            request.quantity, at: fill, price: request.price, paid: paid, bar: bar,
            signalBar: request.goal.signalBar, reason: reason)
        // Should the bar have no close, the price just traded at is the last one known.
        if lines[index].mark.isNaN { lines[index].mark = request.price }
    }

    /// Without an allocation a line that did not get what it wanted wants it no longer.
    private mutating func settle(_ index: Int) {
        let held = lines[index].account.position
        lines[index].desired = held > 0 ? 1 : held < 0 ? -1 : 0
    }
}
