/// Finds the quantity of an entry under any costs.
///
/// Costs may grow with the quantity in any way, so it is found by halving an interval. For plain
/// fees it is the quantity of ``StandardAccount`` but for rounding.
struct PositionSizing {
    private let sizing: Sizing?
    private let level: LevelReader
    private let leverage: Double
    private let cap: Double
    private let lotSize: Double

    init(_ settings: ExecutionSettings, _ signals: Signals, unit: Double) {
        sizing = settings.sizing
        level = LevelReader(signals.size, absent: unit)
        leverage = settings.leverage
        cap = settings.maxPosition ?? .infinity
        lotSize = settings.lotSize ?? 0
    }

    /// The quantity to hold after an entry, and why it is none or less than was asked for.
    func quantity(
        _ account: CostedAccount, side: Double, at price: Double, bar: Int, signalBar: Int
    ) -> (Double, SignalNotes) {
        var notes: SignalNotes = []
        var quantity = Double.infinity
        let trial = Trial(account, side: side, price: price, bar: bar)
        let request = request(account, bar: bar, signalBar: signalBar)
        switch request {
        case .fraction(let wanted, let most):
            guard wanted >= 0 else { return (0, .sizeInvalid) }
            if wanted == 0 { return (0, .sizeZero) }
            if wanted > most { notes.insert(.reduced) }
            if wanted > cap { notes.insert(.reduced) }
            quantity = trial.quantity(spending: min(wanted, cap, most))
        case .amount(let amount):
            quantity = trial.quantity(spendingAmount: amount)
            if cap.isFinite { quantity = limit(quantity, trial.quantity(spending: cap), &notes) }
        case .quantity(let wanted):
            quantity = wanted
            if cap.isFinite { quantity = limit(quantity, trial.quantity(spending: cap), &notes) }
        }
        let most = trial.quantity(leverage: leverage)
        if case .fraction = request {
            quantity = min(quantity, most)
        } else {
            quantity = limit(quantity, most, &notes)
        }
        guard quantity > 0 else { return (0, notes.union(.insufficientEquity)) }
        quantity = wholeLots(quantity)
        return quantity > 0 ? (quantity, notes) : (0, .sizeZero)
    }

    /// The largest quantity that the equity carries at a price.
    func most(_ account: CostedAccount, side: Double, at price: Double, bar: Int) -> Double {
        wholeLots(
            Trial(account, side: side, price: price, bar: bar).quantity(leverage: leverage))
    }

    /// The largest multiple of the lot that is not above a quantity.
    func wholeLots(_ quantity: Double) -> Double {
        guard lotSize > 0, quantity.isFinite else { return quantity }
        // A hair more than the quotient, so that rounding in it does not lose a whole lot.
        return (quantity / lotSize * (1 + 1e-12)).rounded(.down) * lotSize
    }

    /// The fraction of equity that an entry takes.
    func fraction(_ signalBar: Int) -> Double { level(signalBar) }

    private enum Request {
        /// A fraction of the equity, and the largest that can be had.
        case fraction(Double, most: Double)
        case amount(Double)
        case quantity(Double)
    }

    private func request(_ account: CostedAccount, bar: Int, signalBar: Int) -> Request {
        switch sizing {
        case .amount(let amount): return .amount(amount)
        case .quantity(let quantity): return .quantity(quantity / account.shares(bar))
        case .kelly(let multiple, let trades, let start):
            guard account.record.closed >= trades, let kelly = account.record.kelly else {
                return .fraction(start, most: leverage)
            }
            return .fraction(max(multiple * kelly, 0), most: leverage)
        case nil, .allIn, .fraction, .volatilityTarget, .risk:
            return .fraction(level(signalBar) * leverage, most: leverage)
        }
    }

    private func limit(
        _ quantity: Double, _ most: Double, _ notes: inout SignalNotes
    ) -> Double {
        if quantity <= most * (1 + 1e-12) { return min(quantity, most) }
        notes.insert(.reduced)
        return most
    }
}

/// An entry tried out: what a position and its order would cost.
private struct Trial {
    let account: CostedAccount
    let side: Double
    let price: Double
    let bar: Int
    /// What the order trades beyond the new position: the closing of an opposite one, less what is
    /// held of its own direction already.
    let extra: Double

    init(_ account: CostedAccount, side: Double, price: Double, bar: Int) {
        self.account = account
        self.side = side
        self.price = price
        self.bar = bar
        extra = -side * account.position
    }

    /// The value of a position, its order's charges, those of closing what it reverses, and the
    /// equity before charges, all at the order's fill; `nil` where costs eat half the price.
    private func outcome(
        _ quantity: Double
    ) -> (value: Double, charges: Double, closing: Double, equity: Double)? {
        let traded = max(quantity + extra, 0)
        let (fill, unit) = account.marketPrice(traded, side: side, at: price, bar: bar)
        guard unit.total <= price / 2 else { return nil }
        let charges = traded > 0 ? account.commission(traded, at: fill, bar: bar) : 0
        let closing =
            extra > 0 && quantity > 0
            ? charges - account.commission(quantity, at: fill, bar: bar) : 0
        return (
            quantity * fill, charges, closing, account.cash + account.position * fill
        )
    }

    /// The largest quantity that with its charges is not worth more than a fraction of equity.
    func quantity(spending fraction: Double) -> Double {
        largest { quantity in
            guard let (value, charges, closing, equity) = outcome(quantity) else { return false }
            return value + charges - closing <= fraction * (equity - closing)
        }
    }

    /// The largest quantity that with its charges is not worth more than an amount.
    func quantity(spendingAmount amount: Double) -> Double {
        largest { quantity in
            guard let (value, charges, closing, _) = outcome(quantity) else { return false }
            return value + charges - closing <= amount
        }
    }

    /// The largest quantity not worth more than a multiple of what the equity is after charges.
    func quantity(leverage: Double) -> Double {
        largest { quantity in
            guard let (value, charges, _, equity) = outcome(quantity) else { return false }
            return value <= leverage * (equity - charges)
        }
    }

    /// The largest quantity that fits, found by halving; 0 where nothing does.
    private func largest(_ fits: (Double) -> Bool) -> Double {
        var low = 0.0
        var high = max(account.worth(price), price) / price
        while fits(high), high < 1e300 {
            low = high
            high *= 2
        }
        return Halving.largest(from: low, to: high, fits)
    }
}
