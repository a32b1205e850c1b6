/// The fill loop of the standard rules with every model of costs and sizes: one pass over the bars.
struct CostedFills {
    var account: CostedAccount
    var marginCallBar: Int?
    /// The bars at whose close a position was open.
    var barsInPosition = 0
    /// The last known price at the end of the run.
    var lastPrice = Double.nan

    /// Fills every bar and writes the equity at its close.
    mutating func run(_ columns: FillColumns, atOpen: Bool) {
        let count = columns.close.count
        // The last known price, at which the position is valued.
        var mark = Double.nan
        for bar in 0..<count where marginCallBar == nil {
            fill(columns, bar: bar, atOpen: atOpen, mark: &mark)
        }
        lastPrice = mark
        if atOpen, let last = columns.codes.last, last != 0 {
            columns.note(count - 1, SignalCodes.notes(of: last).union(.noNextBar))
        }
    }

    private mutating func fill(
        _ columns: FillColumns, bar: Int, atOpen: Bool, mark: inout Double
    ) {
        let close = columns.close[bar]
        account.begin(bar: bar, mark: mark)
        var code: UInt8 = atOpen ? 0 : columns.codes[bar]
        if atOpen {
            fillAtOpen(columns, bar: bar, mark: &mark)
        }
        if account.guardPosition(columns, bar: bar), code != 0 {
            columns.note(bar, .overriddenByStop)
            code = 0
        }
        if isPrice(close) { mark = close }
        if !atOpen, account.worth(mark) > 0 {
            let sent = account.working?.sentBar
            if code != 0 {
                let notes = account.act(
                    on: code, at: close, decision: close, bar: bar, signalBar: bar)
                columns.note(bar, notes)
                code = 0
            }
            // What was left of an older order, unless a new one has taken its place.
            if let sent, sent < bar, account.working?.sentBar == sent {
                columns.note(bar, account.work(at: close, bar: bar))
            }
        }
        let equity = account.worth(mark)
        columns.equity[bar] = equity
        if !(equity > 0) {
            liquidate(columns, bar: bar, mark: mark, atOpen: atOpen, unheard: code)
        } else if account.position != 0 {
            barsInPosition += 1
        }
    }

    /// Lets the signals of the bar before, and what is left of older orders, fill at the open.
    private mutating func fillAtOpen(_ columns: FillColumns, bar: Int, mark: inout Double) {
        let open = columns.open[bar]
        let filled = account.orders.count
        let sent = account.working?.sentBar
        if bar > 0, columns.codes[bar - 1] != 0 {
            let notes = account.act(
                on: columns.codes[bar - 1], at: open, decision: mark, bar: bar, signalBar: bar - 1)
            columns.note(bar, notes)
        }
        if let sent, account.working?.sentBar == sent {
            columns.note(bar, account.work(at: open, bar: bar))
        }
        // Should this bar have no close, the price just traded at is the last one known.
        if account.orders.count > filled, mark.isNaN { mark = open }
    }

    /// Closes everything because the equity is gone, and lets the rest of the run stand still.
    private mutating func liquidate(
        _ columns: FillColumns, bar: Int, mark: Double, atOpen: Bool, unheard: UInt8
    ) {
        account.liquidate(at: mark, bar: bar)
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
