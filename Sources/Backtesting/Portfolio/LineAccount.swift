/// One line while a portfolio runs: its ledger, its prices, and what it waits for.
struct LineAccount {
    /// What a line is to do at its next bar.
    struct Goal {
        var kind: Kind
        /// The bar that decided, at which sizes and stops are sampled.
        var signalBar: Int

        enum Kind {
            /// Opens or reverses with a fraction of the equity that covers the order's fees.
            case entry(side: Double)
            /// Holds a fraction of the equity that is left after all fees; 0 closes.
            case target(Double)
            /// The same where the position has strayed beyond the band.
            case rebalance(Double)
        }
    }

    let line: PortfolioLine
    let columns: LineColumns
    /// The index of the line's group.
    let group: Int
    /// Position, orders and stops; its cash is what the line has paid and received.
    var account: StandardAccount
    /// The last known price; NaN before the first.
    var mark = Double.nan
    /// Which way the line's signals want to be: 1, 0 or -1.
    var desired = 0.0
    /// What waits for the line's next bar.
    var goal: Goal?
    /// The bar of the entry whose size counts.
    var entryBar = 0
    /// The target weight that was given last.
    var lastWeight = 0.0
    private let size: LevelReader

    init(_ line: PortfolioLine, group: Int, _ settings: ExecutionSettings) {
        self.line = line
        self.group = group
        let signals: Signals
        switch line.content {
        case .signals(let given): signals = given
        case .weights:
            let none = [Bool](repeating: false, count: line.market.count)
            signals = Signals(entries: none, exits: none)
        }
        var codes = SignalCodes()
        codes.encode(signals, direction: settings.direction)
        columns = LineColumns(line.market, codes)
        account = StandardAccount(settings, signals, orders: [])
        account.cash = 0
        size = LevelReader(signals.size, absent: line.unit)
    }

    /// The line's target weights, where it has them.
    var weights: [Double]? {
        if case .weights(let weights) = line.content { weights } else { nil }
    }

    /// Whether the instrument can be traded on a bar.
    func hasBar(_ bar: Int) -> Bool { line.hasBar?[bar] ?? true }

    /// The fraction that an entry takes: its size, or the line's unit where it has none.
    func fraction(at bar: Int) -> Double { size(bar) }

    /// What the line has earned so far, with its position at the last known price.
    var worth: Double { account.worth(mark) }

    /// The line's position at the last known price.
    var value: Double { account.position == 0 ? 0 : account.position * mark }
}

/// A line's prices, signals and notes in memory that stays where it is.
final class LineColumns {
    let columns: FillColumns

    init(_ market: Market, _ codes: SignalCodes) {
        func copy(_ values: [Double]) -> UnsafeBufferPointer<Double> {
            let buffer = UnsafeMutableBufferPointer<Double>.allocate(capacity: values.count)
            _ = buffer.initialize(from: values)
            return UnsafeBufferPointer(buffer)
        }
        let bytes = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: codes.codes.count)
        _ = bytes.initialize(from: codes.codes)
        let notes = UnsafeMutableBufferPointer<SignalNotes>.allocate(capacity: market.count)
        notes.initialize(repeating: [])
        columns = FillColumns(
            open: copy(market.open ?? market.close), high: copy(market.high ?? market.close),
            low: copy(market.low ?? market.close), close: copy(market.close),
            codes: UnsafeBufferPointer(bytes),
            equity: UnsafeMutableBufferPointer(start: nil, count: 0), notes: notes)
    }

    deinit {
        columns.open.deallocate()
        columns.high.deallocate()
        columns.low.deallocate()
        columns.close.deallocate()
        columns.codes.deallocate()
        columns.notes.deallocate()
    }
}

extension StandardAccount {
    /// Trades a signed quantity at a price, and sets stops where that opens a position.
    ///
    /// - Parameters:
    ///   - quantity: Above zero buys.
    ///   - fill: The price of the fill, slippage included.
    ///   - price: The price without slippage.
    mutating func trade(
        _ quantity: Double, at fill: Double, price: Double, paid: Double, bar: Int, signalBar: Int,
        reason: Order.Reason
    ) {
        let before = position
        cash -= quantity * fill + paid
        position = quantity == -before ? 0 : before + quantity
        orders.append(
            Order(
                bar: bar, side: quantity > 0 ? .buy : .sell, reason: reason, size: abs(quantity),
                price: fill, fees: paid, positionAfter: position))
        if position == 0 {
            isGuarded = false
        } else if before == 0 || (before > 0) != (position > 0) {
            entryPrice = fill
            entryFees = paid * (abs(position) / abs(quantity))
            setStops(
                from: stopsFromFill ? fill : price, side: position > 0 ? 1 : -1,
                signalBar: signalBar)
        }
    }
}
