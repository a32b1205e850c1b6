/// The fill loop of the standard rules: one pass over the bars.
struct StandardFills {
    var account: StandardAccount
    var marginCallBar: Int?
    /// The bars at whose close a position was open.
    var barsInPosition = 0
    /// The last known price, at which the position is valued.
    var lastPrice = Double.nan
    /// The first bar that is not done.
    private var next = 0

    /// Begins before the first bar.
    init(account: StandardAccount) {
        self.account = account
    }

    /// Fills the next bars up to one and writes the equity at their closes.
    mutating func run(_ columns: FillColumns, until end: Int, atOpen: Bool) {
        var (mark, bar) = (lastPrice, next)
        // What a signal without effect is noted as is all that it changes.
        let hearsAll = !columns.notes.isEmpty
        while bar < end {
            if !account.isGuarded {
                let quiet = columns.signals.firstSignal(
                    from: max(0, atOpen ? bar - 1 : bar), count: end, held: account.position,
                    hearsAll: hearsAll)
                bar = valueQuietBars(
                    columns, bar..<(atOpen ? min(quiet + 1, end) : quiet), mark: &mark)
                if bar == end { break }
            }
            if fill(columns, bar: bar, atOpen: atOpen, mark: &mark) {
                bar = columns.close.count
            } else {
                bar += 1
            }
        }
        (lastPrice, next) = (mark, bar)
        if atOpen, end == columns.close.count { columns.noteLastSignal() }
    }

    /// Values bars without signals and without stops.
    ///
    /// - Returns: The first bar that is not done: the end of the range, or one on which the equity
    ///   is gone.
    @inline(__always)
    private mutating func valueQuietBars(
        _ columns: FillColumns, _ bars: Range<Int>, mark: inout Double
    ) -> Int {
        let (cash, position) = (account.cash, account.position)
        if position == 0 {
            guard cash > 0 else { return bars.lowerBound }
            columns.write(cash, bars)
            if let last = bars.last(where: { isPrice(columns.close[$0]) }) {
                mark = columns.close[last]
            }
            return bars.upperBound
        }
        let valuation = Valuation(cash: cash, position: position)
        var bar = valuation.write(at: columns.close, bars, into: columns.equity)
        var price = bar > bars.lowerBound ? columns.close[bar &- 1] : mark
        while bar < bars.upperBound {
            let close = columns.close[bar]
            let next = isPrice(close) ? close : price
            let equity = cash + position * next
            if !(equity > 0) { break }
            price = next
            columns.equity[bar] = equity
            bar &+= 1
        }
        mark = price
        barsInPosition += bar - bars.lowerBound
        return bar
    }

    /// Fills one bar and writes the equity at its close.
    ///
    /// - Returns: Whether the equity is gone, and the rest of the run with it.
    private mutating func fill(
        _ columns: FillColumns, bar: Int, atOpen: Bool, mark: inout Double
    ) -> Bool {
        let close = columns.close[bar]
        var code = SignalCode()
        if !atOpen {
            code = columns.signals.code(at: bar)
        } else if bar > 0, !columns.signals.code(at: bar - 1).isEmpty {
            fillAtOpen(columns, bar: bar, mark: &mark)
        }
        if account.isGuarded, account.guardPosition(columns, bar: bar), !code.isEmpty {
            columns.note(bar, .overriddenByStop)
            code = []
        }
        if isPrice(close) { mark = close }
        if !code.isEmpty, account.worth(mark) > 0 {
            let notes = account.act(on: code, at: close, bar: bar, signalBar: bar)
            columns.note(bar, notes)
            code = []
        }
        let equity = account.worth(mark)
        columns.equity[bar] = equity
        if !(equity > 0) {
            liquidate(columns, bar: bar, mark: mark, atOpen: atOpen, unheard: code)
            return true
        }
        if account.position != 0 { barsInPosition += 1 }
        return false
    }

    /// Lets the signals of the bar before act at this bar's open.
    @inline(never)
    private mutating func fillAtOpen(_ columns: FillColumns, bar: Int, mark: inout Double) {
        let filled = account.orders.count
        let notes = account.act(
            on: columns.signals.code(at: bar - 1), at: columns.open[bar], bar: bar,
            signalBar: bar - 1)
        columns.note(bar, notes)
        // Should this bar have no close, the price just traded at is the last one known.
        if account.orders.count > filled, mark.isNaN { mark = columns.open[bar] }
    }

    /// Closes everything because the equity is gone, and lets the rest of the run stand still.
    @inline(never)
    private mutating func liquidate(
        _ columns: FillColumns, bar: Int, mark: Double, atOpen: Bool, unheard: SignalCode
    ) {
        if account.position != 0 {
            account.close(at: mark, bar: bar, reason: .marginCall, slipping: true)
        }
        marginCallBar = bar
        if !unheard.isEmpty { columns.note(bar, .afterMarginCall) }
        columns.equity[bar] = account.cash
        for later in (bar + 1)..<max(columns.equity.count, bar + 1) {
            columns.equity[later] = account.cash
            let code = columns.signals.code(at: atOpen ? later - 1 : later)
            if !code.isEmpty { columns.note(later, .afterMarginCall) }
        }
    }
}

// Whole vectors may reach beyond the bars asked for: what comes after them is written later, and
// so once more.
extension FillColumns {
    /// Writes the same equity on some bars.
    @inline(__always)
    fileprivate func write(_ value: Double, _ bars: Range<Int>) {
        guard let equity = equity.baseAddress else { return }
        let values = Lanes(repeating: value)
        var bar = bars.lowerBound
        while bar < bars.upperBound, bar &+ Lanes.count <= close.count {
            values.store(at: equity + bar)
            bar &+= Lanes.count
        }
        while bar < bars.upperBound {
            equity[bar] = value
            bar &+= 1
        }
    }
}

extension StandardAccount {
    /// The cash and the position at a price.
    @inline(__always)
    func worth(_ mark: Double) -> Double {
        position == 0 ? cash : cash + position * mark
    }
}
