import AlmanacCore

/// One line while a portfolio runs: its ledger, its prices, and what it waits for.
struct LineAccount {
    /// What a line is to do at its next bar.
    struct Goal {
        var kind: Kind
        /// The bar that decided, at which sizes and stops are sampled.
        var signalBar: Int
        /// The price at which it was decided; NaN before the first.
        var decision = Double.nan

        enum Kind {
            /// Opens or reverses with what the size says, which covers the order's costs.
            case entry(side: Double)
            /// Holds a fraction of the equity that is left after all costs; 0 closes.
            case target(Double)
            /// The same where the position has strayed beyond the band.
            case rebalance(Double)
        }
    }

    let line: PortfolioLine
    let columns: LineColumns
    /// The index of the line's group.
    let group: Int
    /// Position, orders, stops and costs.
    ///
    /// While it acts it has the cash that all lines share, at other times none.
    var account: CostedAccount
    /// What the line has received, less what it has paid.
    var flow = 0.0
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

    /// Makes a line that holds nothing.
    /// - Throws: A `schema_mismatch_error` where its market lacks what a cost model needs.
    init(
        _ line: PortfolioLine, group: Int, _ settings: ExecutionSettings
    ) throws(AlmanacError) {
        self.line = line
        self.group = group
        let signals: Signals
        switch line.content {
        case .signals(let given): signals = given
        case .weights:
            let none = [Bool](repeating: false, count: line.market.count)
            signals = Signals(entries: none, exits: none)
        }
        var words = SignalWords()
        words.encode(signals, direction: settings.direction)
        columns = LineColumns(line.market, words)
        account = CostedAccount(
            settings, signals, line.market,
            try TradingConditions(
                of: line.name, line.market, hasBar: line.hasBar, settings.costs ?? CostModel()),
            orders: [], unit: line.unit)
        account.cash = 0
    }

    /// The line's target weights, where it has them.
    var weights: [Double]? {
        if case .weights(let weights) = line.content { weights } else { nil }
    }

    /// Whether the instrument can be traded on a bar.
    func hasBar(_ bar: Int) -> Bool { line.hasBar?[bar] ?? true }

    /// The fraction that an entry takes: its size, or the line's unit where it has none.
    func fraction(at bar: Int) -> Double { account.sizing.fraction(bar) }

    /// What the line has earned so far, with its position at the last known price.
    var worth: Double { flow + value }

    /// The line's position at the last known price.
    var value: Double { account.position == 0 ? 0 : account.position * mark }
}

/// A line's prices, signals and notes in memory that stays where it is.
final class LineColumns {
    let columns: FillColumns

    init(_ market: Market, _ signals: SignalWords) {
        func copy(_ values: [Double]) -> UnsafeBufferPointer<Double> {
            let buffer = UnsafeMutableBufferPointer<Double>.allocate(capacity: values.count)
            _ = buffer.initialize(from: values)
            return UnsafeBufferPointer(buffer)
        }
        let words = UnsafeMutableBufferPointer<SignalWord>.allocate(
            capacity: signals.words.count)
        _ = words.initialize(from: signals.words)
        let notes = UnsafeMutableBufferPointer<SignalNotes>.allocate(capacity: market.count)
        notes.initialize(repeating: [])
        columns = FillColumns(
            open: copy(market.open ?? market.close), high: copy(market.high ?? market.close),
            low: copy(market.low ?? market.close), close: copy(market.close),
            signals: UnsafeBufferPointer(words),
            equity: UnsafeMutableBufferPointer(start: nil, count: 0), notes: notes)
    }

    deinit {
        columns.open.deallocate()
        columns.high.deallocate()
        columns.low.deallocate()
        columns.close.deallocate()
        columns.signals.deallocate()
        columns.notes.deallocate()
    }
}
