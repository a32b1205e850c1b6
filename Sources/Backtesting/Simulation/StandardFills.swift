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
        // The last known price, at which the position is valued.
        var mark = Double.nan
        var bar = 0
        while bar < count {
            if !account.isGuarded {
                let quiet = columns.codes.firstSignal(from: max(0, atOpen ? bar - 1 : bar))
                bar = valueQuietBars(
                    columns, bar..<(atOpen ? min(quiet + 1, count) : quiet), mark: &mark)
                if bar == count { break }
            }
            if fill(columns, bar: bar, atOpen: atOpen, mark: &mark) { break }
            bar += 1
        }
        lastPrice = mark
        if atOpen, let last = columns.codes.last, last != 0 {
            columns.note(count - 1, SignalCodes.notes(of: last).union(.noNextBar))
        }
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
            columns.equity[bars].update(repeating: cash)
            if let last = bars.last(where: { isPrice(columns.close[$0]) }) {
                mark = columns.close[last]
            }
            return bars.upperBound
        }
        var price = mark
        var bar = bars.lowerBound
        while bar < bars.upperBound {
            if bar &+ 8 <= bars.upperBound,
                columns.value(bar..<bar &+ 8, cash: cash, position: position)
            {
                bar &+= 8
                price = columns.close[bar &- 1]
                continue
            }
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

extension FillColumns {
    /// Values a position on a few bars, in a loop that runs on whole vectors.
    ///
    /// - Returns: Whether every bar had a price and left something; else their equity is not valid.
    @inline(__always)
    fileprivate func value(_ bars: Range<Int>, cash: Double, position: Double) -> Bool {
        // Counted apart: taken together the first two become a test of bits, which is slow on
        // vectors.
        var (low, high, broke) = (0, 0, 0)
        for bar in bars {
            let value = cash + position * close[bar]
            equity[bar] = value
            low |= close[bar] > 0 ? 0 : 1
            high |= close[bar] < .infinity ? 0 : 1
            broke |= value > 0 ? 0 : 1
        }
        return low | high | broke == 0
    }
}

extension StandardAccount {
    /// The cash and the position at a price.
    @inline(__always)
    func worth(_ mark: Double) -> Double {
        position == 0 ? cash : cash + position * mark
    }
}
