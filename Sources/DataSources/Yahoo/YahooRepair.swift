package import TimeSeries

/// Mends the known faults of Yahoo's prices where what is right can be told from the rows
/// themselves; what cannot be told is left as it is.
///
/// - Prices of some rows, or of all up to a day, in a hundred times or a hundredth of the unit
///   (pence for pounds, cents for rands). The unit of the last bar that traded counts.
/// - Rows before a split that were not divided by it, or that were while their neighbours were not.
///
/// A price is only ever moved by exactly 100, 1/100 or the split's ratio, and only where that
/// brings it near its neighbours. The method is this program's own; the faults are those that
/// yfinance's tests collect.
struct YahooRepair {
    /// How many rows were mended.
    struct Outcome: Equatable {
        var splitRows = 0
        var unitRows = 0

        var notes: [String] {
            [
                (splitRows, "were divided by a split that the source had missed"),
                (unitRows, "were brought from a unit a hundred times off"),
            ].filter { $0.0 > 0 }.map { "\($0.0) \($0.0 == 1 ? "row" : "rows") \($0.1)" }
        }
    }

    /// Mends rows that stand in time order.
    ///
    /// - Parameter splits: The splits with the first bar's time from which prices are after it.
    static func mend(
        _ rows: inout BarRows, splits: [(time: Timestamp, ratio: Double)]
    ) -> Outcome {
        var outcome = Outcome()
        for split in splits { outcome.splitRows += mendSplit(&rows, split.time, split.ratio) }
        outcome.unitRows = mendUnits(&rows)
        return outcome
    }

    // MARK: - Splits

    /// How far a jump may lie from a split's ratio, as a share of the ratio's logarithm.
    private static let splitTolerance = 0.25

    /// Divides the rows that a split passed by: going back from it, a jump by the ratio begins
    /// them and a jump the other way ends them.
    private static func mendSplit(
        _ rows: inout BarRows, _ time: Timestamp, _ ratio: Double
    ) -> Int {
        guard ratio > 0, ratio != 1,
            let first = rows.times.firstIndex(where: { $0 >= time }), rows.count > first + 1
        else { return 0 }
        let size = logarithm(ratio)
        // Ordinary moves must not look like the split.
        guard abs(size) > 6 * typicalMove(rows.close) else { return 0 }
        var isMissed = false
        var missed: [Int] = []
        for row in stride(from: first, through: 0, by: -1) {
            let jump = logarithm(rows.close[row] / rows.close[row + 1])
            let isNear = abs(abs(jump) - abs(size)) < splitTolerance * abs(size)
            let isAtSplit = row >= first - 1 && abs(jump) > abs(size) / 2
            if isNear || isAtSplit || (isMissed && abs(jump) > abs(size) / 2) {
                let isTowards = (jump > 0) == (size > 0)
                if !isMissed && isTowards {
                    isMissed = true
                } else if isMissed && !isTowards {
                    isMissed = false
                }
            }
            if isMissed { missed.append(row) }
        }
        for row in missed {
            scale(&rows, row, 1 / ratio)
            rows.volume[row] *= ratio
        }
        return missed.count
    }

    private static func scale(_ rows: inout BarRows, _ row: Int, _ factor: Double) {
        rows.open[row] *= factor
        rows.high[row] *= factor
        rows.low[row] *= factor
        rows.close[row] *= factor
        for index in rows.further.indices where rows.further[index].name == "adj_close" {
            rows.further[index].values[row] *= factor
        }
    }

    // MARK: - Units

    /// How far a price may lie from its neighbours, as a factor, once it is in the right unit.
    private static let unitReach = 4.0

    private static func mendUnits(_ rows: inout BarRows) -> Int {
        guard rows.count > 1 else { return 0 }
        let anchor = rows.volume.lastIndex { $0 > 0 } ?? rows.count - 1
        var mended = 0
        var reference = middle(rows.prices(anchor))
        for row in stride(from: anchor - 1, through: 0, by: -1) {
            mended += mendUnit(&rows, row, &reference)
        }
        reference = middle(rows.prices(anchor))
        for row in (anchor + 1)..<max(rows.count, anchor + 1) {
            mended += mendUnit(&rows, row, &reference)
        }
        return mended
    }

    /// Brings each price of a row to the unit of its neighbour; returns 1 where one was moved.
    private static func mendUnit(
        _ rows: inout BarRows, _ row: Int, _ reference: inout Double
    ) -> Int {
        let old = rows.prices(row)
        let factors = old.map { factor($0, reference) }
        let isMended = factors.contains { $0 != 1 }
        if isMended {
            rows.open[row] *= factors[0]
            rows.high[row] *= factors[1]
            rows.low[row] *= factors[2]
            rows.close[row] *= factors[3]
            for index in rows.further.indices where rows.further[index].name == "adj_close" {
                rows.further[index].values[row] *= factors[3]
            }
            // Where only some prices were off, the others bound them again.
            let prices = rows.prices(row)
            if Set(factors).count > 1 {
                rows.high[row] = prices.max() ?? rows.high[row]
                rows.low[row] = prices.min() ?? rows.low[row]
            }
        }
        let centre = middle(rows.prices(row))
        if centre > 0, isNear(centre, reference) { reference = centre }
        return isMended ? 1 : 0
    }

    private static func factor(_ price: Double, _ reference: Double) -> Double {
        guard price > 0, reference > 0, !isNear(price, reference) else { return 1 }
        for factor in [100, 0.01] where isNear(price * factor, reference) { return factor }
        return 1
    }

    private static func isNear(_ price: Double, _ reference: Double) -> Bool {
        price < reference * unitReach && price > reference / unitReach
    }

    // MARK: - Figures

    private static func middle(_ values: [Double]) -> Double {
        let sorted = values.filter(\.isFinite).sorted()
        return sorted.isEmpty
            ? .nan : (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }

    /// The middle size of the moves from row to row: jumps do not move it.
    private static func typicalMove(_ close: [Double]) -> Double {
        let moves = zip(close, close.dropFirst()).map { abs(logarithm($1 / $0)) }
        let middle = middle(moves)
        return middle.isFinite ? middle : 0
    }
}

/// Mends a frame of open, high, low, close and volume, for tests and measurements.
package enum YahooRepairProbe {
    /// The frame as a fetch from Yahoo would store it.
    package static func mend(
        _ frame: Frame, splits: [(time: Timestamp, ratio: Double)]
    ) -> Frame {
        var rows = BarRows()
        let columns = ["open", "high", "low", "close", "volume"].map { frame[$0] ?? [] }
        for row in 0..<frame.count {
            rows.append(
                frame.times[row], columns[0][row], columns[1][row], columns[2][row],
                columns[3][row], columns[4][row])
        }
        _ = YahooRepair.mend(&rows, splits: splits)
        var result = frame
        for index in result.columns.indices {
            switch result.columns[index].name {
            case "open": result.columns[index].values = rows.open
            case "high": result.columns[index].values = rows.high
            case "low": result.columns[index].values = rows.low
            case "close": result.columns[index].values = rows.close
            default: break
            }
        }
        return result
    }
}
