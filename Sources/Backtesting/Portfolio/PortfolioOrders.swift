/// Turns what lines are to do on one bar into quantities, all from one state of the portfolio.
///
/// Nothing depends on the order of the lines but the last bits of sums. Target weights are
/// fractions of the equity that is left once every order of the bar has paid its costs. Where
/// reaching all goals needs more than the leverage allows, every order that adds to a position is
/// scaled by one factor; what reduces a position always fills. Costs may grow with quantities in
/// any way, so what fits is found by halving intervals.
struct PortfolioOrders {
    /// A line that is to trade on the bar.
    struct Request {
        /// The line's index.
        var line: Int
        /// What it is to do; `nil` works on what is left of an older order.
        var goal: LineAccount.Goal?
        /// The price without costs.
        var price: Double
        /// The line's account, with the turnover that all lines share and no cash.
        var account: CostedAccount
        /// The signed position to end with, as far as the bar's volume allows; a result.
        var aim: Double
        /// The signed quantity to trade on the bar; a result.
        var quantity = 0.0
        /// What is to be noted of the order.
        var notes: SignalNotes = []

        /// The quantity held.
        var held: Double { account.position }
        /// What the line holds at the price.
        var value: Double { held * price }
        /// Whether the bar's volume leaves a part of the order.
        var isCapped: Bool { notes.contains(.partlyFilled) }
    }

    let settings: ExecutionSettings
    let band: Double
    let bar: Int
    var requests: [Request]
    /// The cash.
    let cash: Double
    /// The value of the positions that do not trade.
    let restingValue: Double
    /// The same without regard to direction.
    let restingGross: Double

    /// Finds the quantity of every request.
    ///
    /// - Parameter allowance: The quantity of each line's instrument that the bar lets all of its
    ///   lines trade, with a number for the instrument.
    mutating func size(_ allowance: (_ line: Int) -> (instrument: Int, quantity: Double)) {
        sizeTargets()
        sizeEntries()
        capToVolume(allowance)
        limit()
    }

    /// The price at which a signed quantity fills, and what the order is charged.
    private func outcome(
        _ request: Request, _ quantity: Double
    ) -> (fill: Double, charges: Double) {
        guard quantity != 0 else { return (request.price, 0) }
        let fill = request.account.marketPrice(
            abs(quantity), side: quantity > 0 ? 1 : -1, at: request.price, bar: bar
        ).price
        return (fill, request.account.commission(abs(quantity), at: fill, bar: bar))
    }

    // MARK: - Targets

    /// The target weight of a request, or nil where it has none or stays within its band.
    private func target(_ request: Request, equity: Double) -> Double? {
        let wanted: Double
        switch request.goal?.kind {
        case nil, .entry: return nil
        case .target(let weight), .rebalance(let weight): wanted = weight
        }
        let cap = settings.maxPosition ?? .infinity
        let weight = min(max(wanted, -cap), cap)
        let current = request.value / equity
        if weight == 0 || request.held == 0 || (weight > 0) != (request.held > 0) { return weight }
        return abs(current - weight) <= band ? nil : weight
    }

    private mutating func sizeTargets() {
        let equity = cash + restingValue + requests.reduce(0) { $0 + $1.value }
        guard equity > 0 else {
            for index in requests.indices {
                if case .entry = requests[index].goal?.kind { continue }
                requests[index].aim = 0
            }
            return
        }
        var moves: [(index: Int, weight: Double)] = []
        for (index, request) in requests.enumerated() {
            guard let weight = target(request, equity: equity) else { continue }
            // What rounding alone would trade is left alone.
            let change = weight * equity - request.value
            if weight == 0 ? request.held != 0 : abs(change) > 1e-12 * equity {
                moves.append((index, weight))
            }
        }
        let left = equityAfterCosts(moves, equity: equity)
        for (index, weight) in moves {
            let request = requests[index]
            let wanted = rounded(weight * left / request.price, request)
            requests[index].aim = weight == 0 ? 0 : wanted
            if weight != 0, wanted == 0 { requests[index].notes.insert(.sizeZero) }
        }
    }

    /// The most equity that is left when every move has paid for reaching its weight of it.
    private func equityAfterCosts(
        _ moves: [(index: Int, weight: Double)], equity: Double
    ) -> Double {
        Halving.largest(upTo: equity) { left in
            var paid = 0.0
            for (index, weight) in moves {
                let request = requests[index]
                let change = weight * left / request.price - request.held
                let (fill, charges) = outcome(request, change)
                paid += change * (fill - request.price) + charges
            }
            return left + paid <= equity
        }
    }

    /// A signed quantity brought down to whole lots.
    private func rounded(_ quantity: Double, _ request: Request) -> Double {
        let lots = request.account.sizing.wholeLots(abs(quantity))
        return quantity < 0 ? -lots : lots
    }

    // MARK: - Entries

    /// Sizes entries, and what is left of older ones, as a run over one instrument does: from the
    /// equity after everything else on the bar that closes has paid its costs.
    private mutating func sizeEntries() {
        let worths = requests.map(worthAfterClosing)
        for (index, request) in requests.enumerated() {
            var account = request.account
            account.cash = cash + restingValue
            for other in requests.indices where other != index { account.cash += worths[other] }
            switch request.goal?.kind {
            case .entry(let side):
                let (quantity, notes) = account.sizing.quantity(
                    account, side: side, at: request.price, bar: bar,
                    signalBar: request.goal?.signalBar ?? bar)
                requests[index].notes.formUnion(notes)
                requests[index].aim = quantity > 0 ? side * quantity : 0
            case nil where request.aim != 0:
                // Prices have moved since it was sized.
                let side: Double = request.aim > 0 ? 1 : -1
                let most = account.sizing.most(account, side: side, at: request.price, bar: bar)
                if most < abs(request.aim) * (1 - 1e-12) {
                    requests[index].aim = side * max(most, request.held * side)
                    requests[index].notes.insert(.reduced)
                }
            case nil, .target, .rebalance: break
            }
        }
    }

    /// What a request's position is worth to the others' entries.
    private func worthAfterClosing(_ request: Request) -> Double {
        guard case .entry(let side) = request.goal?.kind else {
            let (fill, charges) = outcome(request, request.aim - request.held)
            return request.held * fill - charges
        }
        guard request.held * side < 0 else { return request.value }
        // The fee of an order is paid once, by the part that opens the new position.
        let (fill, charges) = outcome(request, -request.held)
        return request.held * fill - charges + settings.fixedFees
    }

    // MARK: - Limits

    /// Lets orders trade what the volume allows; lines of one instrument share it in proportion.
    private mutating func capToVolume(
        _ allowance: (_ line: Int) -> (instrument: Int, quantity: Double)
    ) {
        var wanted: [Int: (total: Double, orders: Int)] = [:]
        if settings.costs?.maxParticipation != nil {
            for request in requests where request.aim != request.held {
                let instrument = allowance(request.line).instrument
                let before = wanted[instrument] ?? (0, 0)
                wanted[instrument] = (
                    before.total + abs(request.aim - request.held), before.orders + 1
                )
            }
        }
        for (index, request) in requests.enumerated() {
            let change = request.aim - request.held
            var (instrument, most) = allowance(request.line)
            if let all = wanted[instrument], all.orders > 1, all.total > most {
                most *= abs(change) / all.total
            }
            let quantity = min(abs(change), request.account.sizing.wholeLots(most))
            if quantity < abs(change) { requests[index].notes.insert(.partlyFilled) }
            requests[index].quantity = change > 0 ? quantity : -quantity
        }
    }

    /// Scales what adds to positions so that they are worth at most the leverage times the equity
    /// that is left.
    ///
    /// What is cut off is given up, unless a sale that the volume holds back will bring the money.
    private mutating func limit() {
        guard requests.contains(where: { parts($0).increased != 0 }) else { return }
        guard !fits(1, slack: 1e-12) else { return }
        var factor = Halving.largest(upTo: 1) { fits($0, slack: 0) }
        // So little is no order; halving does not end at nothing.
        if factor < 1e-9 { factor = 0 }
        let awaitsMoney = requests.contains { $0.isCapped && parts($0).reduced != 0 }
        for index in requests.indices {
            let (reduced, increased) = parts(requests[index])
            guard increased != 0 else { continue }
            let allowed = rounded(increased * factor, requests[index])
            requests[index].quantity = reduced + allowed
            if awaitsMoney {
                requests[index].notes.insert(.partlyFilled)
            } else {
                requests[index].aim = requests[index].held + requests[index].quantity
                requests[index].notes.insert(allowed == 0 ? .insufficientEquity : .reduced)
            }
        }
    }

    /// Whether the leverage allows a part of everything that adds to positions.
    private func fits(_ factor: Double, slack: Double) -> Bool {
        var (gross, equity, paid) = (restingGross, cash + restingValue, 0.0)
        for request in requests {
            let (reduced, increased) = parts(request)
            let quantity = factor == 1 ? request.quantity : reduced + increased * factor
            let (fill, charges) = outcome(request, quantity)
            let isWhole = factor == 1 && !request.isCapped
            gross += abs(isWhole ? request.aim : request.held + quantity) * fill
            equity += request.held * fill
            paid += charges
        }
        return gross <= settings.leverage * (equity - paid) + slack * gross
    }

    /// The part of a quantity that brings a position nearer to none, and the part beyond.
    private func parts(_ request: Request) -> (reduced: Double, increased: Double) {
        let (held, quantity) = (request.held, request.quantity)
        if held == 0 || (held > 0) == (quantity > 0) { return (0, quantity) }
        if abs(quantity) <= abs(held) { return (quantity, 0) }
        return (-held, quantity + held)
    }
}
