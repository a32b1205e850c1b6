/// The columns that a fill loop reads and writes, as bare buffers that outlive one call.
struct FillColumns {
    let open: UnsafeBufferPointer<Double>
    let high: UnsafeBufferPointer<Double>
    let low: UnsafeBufferPointer<Double>
    let close: UnsafeBufferPointer<Double>
    let signals: UnsafeBufferPointer<SignalWord>
    let equity: UnsafeMutableBufferPointer<Double>
    /// Where the notes of each bar go, or empty where nobody asks for them.
    let notes: UnsafeMutableBufferPointer<SignalNotes>

    /// Calls a function with the columns of a market; the close stands for those it lacks.
    static func with(
        _ market: Market, _ signals: SignalWords, _ equity: inout [Double],
        _ notes: inout [SignalNotes], _ body: (FillColumns) -> Void
    ) {
        (market.open ?? market.close).withUnsafeBufferPointer { open in
            (market.high ?? market.close).withUnsafeBufferPointer { high in
                (market.low ?? market.close).withUnsafeBufferPointer { low in
                    market.close.withUnsafeBufferPointer { close in
                        signals.words.withUnsafeBufferPointer { signals in
                            equity.withUnsafeMutableBufferPointer { equity in
                                notes.withUnsafeMutableBufferPointer { notes in
                                    body(
                                        FillColumns(
                                            open: open, high: high, low: low, close: close,
                                            signals: signals, equity: equity, notes: notes))
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    /// Adds notes to a bar, where notes are kept.
    @inline(__always)
    func note(_ bar: Int, _ added: SignalNotes) {
        if bar < notes.count { notes[bar].formUnion(added) }
    }

    /// Notes what was said on the last bar, where fills at the open have no bar to follow.
    func noteLastSignal() {
        guard let last = close.indices.last else { return }
        let code = signals.code(at: last)
        if !code.isEmpty { note(last, code.notes.union(.noNextBar)) }
    }

    /// The bar's prices with a missing one replaced by what the others imply.
    ///
    /// A missing open or close stands for the other; a missing high or low is the outer of open and
    /// close. All are NaN on a bar without any price.
    func bar(_ index: Int) -> (open: Double, high: Double, low: Double, close: Double) {
        var (open, close) = (open[index], close[index])
        if !isPrice(open) { open = isPrice(close) ? close : .nan }
        if !isPrice(close) { close = open }
        let high = isPrice(high[index]) ? high[index] : max(open, close)
        let low = isPrice(low[index]) ? low[index] : min(open, close)
        return (open, high, low, close)
    }
}

/// The values of a level, read at the bar of a signal.
struct LevelReader {
    private let scalar: Double
    private let series: [Double]
    /// Whether there is no such level on any bar.
    let isAbsent: Bool

    /// Makes a reader; an absent level reads as `absent` on every bar.
    init(_ level: Signals.Level, absent: Double = .nan) {
        switch level {
        case .none: (scalar, series, isAbsent) = (absent, [], true)
        case .scalar(let value): (scalar, series, isAbsent) = (value, [], false)
        case .series(let values): (scalar, series, isAbsent) = (absent, values, false)
        }
    }

    /// The value at a bar.
    func callAsFunction(_ bar: Int) -> Double {
        series.isEmpty ? scalar : series[bar]
    }
}
