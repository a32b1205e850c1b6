/// The fill loop of the standard rules: one pass over the bars.
struct StandardFills {
    var account: StandardAccount
    var marginCallBar: Int?
    /// The bars at whose close a position was open.
    var barsInPosition = 0
    /// The last known price at the end of the run.
    var lastPrice = Double.nan

    /// Fills every bar and writes the equity at its close.
    mutating func run(_ columns: FillColumns, atOpen: Bool) {
        let count = columns.close.count
        var held = 0
        // The last known price, at which the position is valued.
        var mark = Double.nan
        for bar in 0..<count {
            let close = columns.close[bar]
            var code: UInt8 = 0
            if !atOpen {
                code = columns.codes[bar]
            } else if bar > 0, columns.codes[bar - 1] != 0 {
                fillAtOpen(columns, bar: bar, mark: &mark)
            }
            if account.isGuarded, account.guardPosition(columns, bar: bar), code != 0 {
                columns.note(bar, .overriddenByStop)
                code = 0
            }
            if isPrice(close) { mark = close }
            if code != 0, account.worth(mark) > 0 {
                let notes = account.act(on: code, at: close, bar: bar, signalBar: bar)
                columns.note(bar, notes)
                code = 0
            }
            let equity = account.worth(mark)
            columns.equity[bar] = equity
            if !(equity > 0) {
                liquidate(columns, bar: bar, mark: mark, atOpen: atOpen, unheard: code)
                break
            }
            if account.position != 0 { held += 1 }
        }
        barsInPosition = held
        lastPrice = mark
        if atOpen, let last = columns.codes.last, last != 0 {
            columns.note(count - 1, SignalCodes.notes(of: last).union(.noNextBar))
        }
    }

    /// Lets the signals of the bar before act at this bar's open.
    @inline(never)
    private mutating func fillAtOpen(_ columns: FillColumns, bar: Int, mark: inout Double) {
        let filled = account.orders.count
        let notes = account.act(
            on: columns.codes[bar - 1], at: columns.open[bar], bar: bar, signalBar: bar - 1)
        columns.note(bar, notes)
        // Should this bar have no close, the price just traded at is the last one known.
        if account.orders.count > filled, mark.isNaN { mark = columns.open[bar] }
    }

    /// Closes everything because the equity is gone, and lets the rest of the run stand still.
    @inline(never)
    private mutating func liquidate(
        _ columns: FillColumns, bar: Int, mark: Double, atOpen: Bool, unheard: UInt8
    ) {
        if account.position != 0 {
            account.close(at: mark, bar: bar, reason: .marginCall, slipping: true)
        }
        marginCallBar = bar
        if unheard != 0 { columns.note(bar, .afterMarginCall) }
        columns.equity[bar] = account.cash
        for later in (bar + 1)..<max(columns.equity.count, bar + 1) {
            columns.equity[later] = account.cash
            let code = columns.codes[atOpen ? later - 1 : later]
            if code != 0 { columns.note(later, .afterMarginCall) }
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
