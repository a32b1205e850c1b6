/// Turns what lines are to do on one bar into quantities, all from one state of the portfolio.
///
/// Nothing depends on the order of the lines but the last bits of sums. Target weights are
/// fractions of the equity that is left once every order of the bar has paid its fees and slippage.
/// Where reaching all goals needs more than the leverage allows, every order that adds to a
/// position is scaled by one factor; what reduces a position always fills.
struct PortfolioOrders {
    /// A line that is to trade on the bar.
    struct Request {
        /// The line's index.
        var line: Int
        var goal: LineAccount.Goal
        /// The price without slippage.
        var price: Double
        /// The quantity held.
        var held: Double
        /// The fraction of an entry.
        var fraction: Double
        /// The signed quantity to trade; the result.
        var quantity = 0.0
        /// What is to be noted of the order.
        var notes: SignalNotes = []

        /// What the line holds at the price.
        var value: Double { held * price }
    }

    let settings: ExecutionSettings
    let band: Double
    var requests: [Request]
    /// The cash, and the value of the positions that do not trade.
    let cash: Double
    let restingValue: Double
    /// The same without regard to direction.
    let restingGross: Double

    /// Finds the quantity of every request.
    mutating func size() {
        sizeTargets()
        sizeEntries()
        limit()
    }

    /// The price at which an order fills.
    func fill(_ request: Request, buys: Bool) -> Double {
        request.price * (buys ? 1 + settings.slippage : 1 - settings.slippage)
    }

    private func fees(_ value: Double, orders: Int = 1) -> Double {
        abs(value) * settings.fees + Double(orders) * settings.fixedFees
    }

    // MARK: - Targets

    /// The target weight of a request, or nil where it is an entry or stays within its band.
    private func target(_ request: Request, equity: Double) -> Double? {
        let wanted: Double
        switch request.goal.kind {
        case .entry: return nil
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
                if case .entry = requests[index].goal.kind { continue }
                requests[index].quantity = -requests[index].held
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
        let left = max(0, equityAfterCosts(moves, equity: equity))
        for (index, weight) in moves {
            let request = requests[index]
            let wanted = rounded(weight * left / request.price)
            requests[index].quantity = weight == 0 ? -request.held : wanted - request.held
            if weight != 0, wanted == 0 { requests[index].notes.insert(.sizeZero) }
        }
    }

    /// The equity that is left when every move has paid for reaching its weight of that equity.
    ///
    /// The costs are convex and piecewise linear in it, so Newton's method ends after as many steps
    /// as there are bends at most.
    private func equityAfterCosts(
        _ moves: [(index: Int, weight: Double)], equity: Double
    ) -> Double {
        let rate = (
            buy: settings.slippage + settings.fees * (1 + settings.slippage),
            sell: settings.slippage + settings.fees * (1 - settings.slippage)
        )
        let fixed = Double(moves.count) * settings.fixedFees
        var left = equity
        for _ in 0..<(2 * moves.count + 4) {
            var (paid, slope) = (left + fixed, 1.0)
            for (index, weight) in moves {
                let change = weight * left - requests[index].value
                paid += change * (change > 0 ? rate.buy : -rate.sell)
                slope += weight * (change > 0 ? rate.buy : -rate.sell)
            }
            guard slope > 0.01 else { break }
            let next = left + (equity - paid) / slope
            if abs(next - left) <= 1e-15 * equity { return next }
            left = next
        }
        return left
    }

    /// A signed quantity brought down to whole lots.
    private func rounded(_ quantity: Double) -> Double {
        guard let lot = settings.lotSize else { return quantity }
        // A hair more than the quotient, so that rounding in it does not lose a whole lot.
        let lots = (abs(quantity) / lot * (1 + 1e-12)).rounded(.down)
        return quantity < 0 ? -lots * lot : lots * lot
    }

    // MARK: - Entries

    /// Sizes entries as a run over one instrument does: the position and its order's fees together
    /// use the entry's fraction of the equity after everything that closes has paid its fees.
    private mutating func sizeEntries() {
        var equity = cash + restingValue
        for request in requests {
            switch request.goal.kind {
            case .entry(let side):
                let fill = fill(request, buys: side > 0)
                equity += request.held * fill - abs(request.held) * fill * settings.fees
            case .target, .rebalance:
                let fill = fill(request, buys: request.quantity > 0)
                equity += request.held * fill
                if request.quantity != 0 { equity -= fees(request.quantity * fill) }
            }
        }
        for index in requests.indices {
            guard case .entry(let side) = requests[index].goal.kind else { continue }
            let request = requests[index]
            let (value, notes) = entryValue(request.fraction, equity: equity)
            var wanted = rounded(side * value / fill(request, buys: side > 0))
            requests[index].notes.formUnion(notes)
            if value > 0, wanted == 0 { requests[index].notes.insert(.sizeZero) }
            if value <= 0 { wanted = 0 }
            requests[index].quantity = wanted - request.held
        }
    }

    private func entryValue(_ wanted: Double, equity: Double) -> (Double, SignalNotes) {
        guard wanted >= 0 else { return (0, .sizeInvalid) }
        if wanted == 0 { return (0, .sizeZero) }
        var notes: SignalNotes = wanted > 1 ? .reduced : []
        var fraction = wanted * settings.leverage
        if let cap = settings.maxPosition, fraction > cap {
            fraction = cap
            notes.insert(.reduced)
        }
        let value = (fraction * equity - settings.fixedFees) / (1 + settings.fees)
        return value > 0 ? (value, notes) : (0, notes.union(.insufficientEquity))
    }

    // MARK: - Limit

    /// Scales what adds to positions so that they are worth at most the leverage times the equity
    /// that is left.
    private mutating func limit() {
        var (gross, equity, added) = (restingGross, cash + restingValue, 0.0)
        var orders = 0
        for request in requests {
            guard request.quantity != 0 else {
                gross += abs(request.value)
                equity += request.value
                continue
            }
            let fill = fill(request, buys: request.quantity > 0)
            let (reduced, increased) = parts(request)
            gross += abs(request.held + reduced) * fill
            equity += request.held * fill - abs(reduced) * fill * settings.fees
            added += abs(increased) * fill
            orders += 1
        }
        guard added > 0 else { return }
        let most = settings.leverage * (equity - Double(orders) * settings.fixedFees) - gross
        let factor = most / (added * (1 + settings.leverage * settings.fees))
        guard factor < 1 - 1e-12 else { return }
        for index in requests.indices where requests[index].quantity != 0 {
            let (reduced, increased) = parts(requests[index])
            guard increased != 0 else { continue }
            let allowed = rounded(increased * max(factor, 0))
            requests[index].quantity = reduced + allowed
            requests[index].notes.insert(allowed == 0 ? .insufficientEquity : .reduced)
        }
    }

    /// The part of a quantity that brings a position nearer to none, and the part beyond.
    private func parts(_ request: Request) -> (reduced: Double, increased: Double) {
        let (held, quantity) = (request.held, request.quantity)
        if held == 0 || (held > 0) == (quantity > 0) { return (0, quantity) }
        if abs(quantity) <= abs(held) { return (quantity, 0) }
        return (-held, quantity + held)
    }
}
