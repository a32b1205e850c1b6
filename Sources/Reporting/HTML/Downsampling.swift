/// Which bars of some series a chart shows where it cannot show them all.
///
/// The bars are cut into equal shares; of each share the first lowest and the first highest value
/// of every series stay, so that no peak and no trough is lost. The choice depends on the values
/// alone.
struct PlotBars {
    /// The bars that stay, oldest first; the first and the last are always among them.
    let bars: [Int]
    /// The number of bars that there are.
    let count: Int

    /// Whether every bar is shown.
    var isComplete: Bool { bars.count == count }

    /// Chooses bars.
    ///
    /// - Parameters:
    ///   - limit: About how many may stay, never more by more than two.
    ///   - series: The series to be drawn, all of one length.
    init(limit: Int, of series: [[Double]]) {
        let count = series.first?.count ?? 0
        self.count = count
        guard count > max(limit, 2) else {
            bars = Array(0..<count)
            return
        }
        let shares = max(1, limit / (2 * series.count))
        var chosen: [Int] = [0]
        for share in 0..<shares {
            let range = (share * count / shares)..<((share + 1) * count / shares)
            var picked: [Int] = []
            for values in series {
                var (lowest, highest): (Int?, Int?)
                for bar in range where values[bar].isFinite {
                    if values[bar] < lowest.map({ values[$0] }) ?? .infinity { lowest = bar }
                    if values[bar] > highest.map({ values[$0] }) ?? -.infinity { highest = bar }
                }
                picked += [lowest, highest].compactMap(\.self)
            }
            for bar in picked.sorted() where bar > chosen[chosen.count - 1] { chosen.append(bar) }
        }
        if chosen[chosen.count - 1] < count - 1 { chosen.append(count - 1) }
        bars = chosen
    }
}

/// Bars of one market made into at most so many candles of equally many bars.
struct PlotCandles {
    /// The first bar of each candle.
    private(set) var bars: [Int] = []
    private(set) var open: [Double] = []
    private(set) var high: [Double] = []
    private(set) var low: [Double] = []
    private(set) var close: [Double] = []
    /// How many bars make a candle; the last may have fewer.
    let barsInCandle: Int

    /// Makes candles; a price that is missing on every bar of a candle is NaN.
    init(limit: Int, open: [Double], high: [Double], low: [Double], close: [Double]) {
        barsInCandle = max(1, (close.count + limit - 1) / limit)
        for start in stride(from: 0, to: close.count, by: barsInCandle) {
            let range = start..<min(start + barsInCandle, close.count)
            bars.append(start)
            self.open.append(open[range].first(where: \.isFinite) ?? .nan)
            self.high.append(high[range].filter(\.isFinite).max() ?? .nan)
            self.low.append(low[range].filter(\.isFinite).min() ?? .nan)
            self.close.append(close[range].last(where: \.isFinite) ?? .nan)
        }
    }
}
