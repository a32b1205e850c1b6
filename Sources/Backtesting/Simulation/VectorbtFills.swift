/// The fill loop of vectorbt 1.2: one pass over the bars.
struct VectorbtFills {
    var account: VectorbtAccount
    /// The bars at whose close a position was open.
    var barsInPosition = 0
    /// The last known price at the end of the run.
    var lastPrice = Double.nan

    /// Fills every bar and writes the equity at its close.
    mutating func run(_ columns: FillColumns, atOpen: Bool) {
        let count = columns.close.count
        var held = 0
        var mark = Double.nan
        for bar in 0..<count {
            let close = columns.close[bar]
            let signalBar = atOpen ? bar - 1 : bar
            let code = signalBar >= 0 ? columns.signals.code(at: signalBar) : []
            if account.isGuarded, account.guardPosition(columns, bar: bar) {
                if !code.isEmpty { columns.note(bar, .overriddenByStop) }
            } else if !code.isEmpty {
                act(on: code, columns, bar: bar, signalBar: signalBar, mark: &mark)
            }
            if !close.isNaN { mark = close }
            if account.position == 0 {
                columns.equity[bar] = account.cash
            } else {
                columns.equity[bar] = account.cash + account.position * mark
                held += 1
            }
        }
        barsInPosition = held
        lastPrice = mark
        if atOpen { columns.noteLastSignal() }
    }

    @inline(never)
    private mutating func act(
        on code: SignalCode, _ columns: FillColumns, bar: Int, signalBar: Int, mark: inout Double
    ) {
        let price = signalBar < bar ? columns.open[bar] : columns.close[bar]
        let notes = account.act(
            on: code, at: price, reference: columns.close[bar], bar: bar, signalBar: signalBar)
        columns.note(bar, notes)
        if mark.isNaN { mark = price }
    }
}
