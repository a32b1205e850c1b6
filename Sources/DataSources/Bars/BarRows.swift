import AlmanacCore
import TimeSeries

/// Bars as a source tells them, on the way to a part of a batch.
struct BarRows: Sendable {
    /// The start of each bar.
    var times: [Timestamp] = []
    var open: [Double] = []
    var high: [Double] = []
    var low: [Double] = []
    var close: [Double] = []
    var volume: [Double] = []
    /// Columns that only some sources have, such as `vwap`; each as long as `times`.
    var further: [Frame.NamedColumn] = []

    var count: Int { times.count }

    /// The four prices of a row.
    func prices(_ row: Int) -> [Double] { [open[row], high[row], low[row], close[row]] }

    mutating func append(
        _ time: Timestamp, _ open: Double, _ high: Double, _ low: Double, _ close: Double,
        _ volume: Double, _ further: [Double] = []
    ) {
        times.append(time)
        self.open.append(open)
        self.high.append(high)
        self.low.append(low)
        self.close.append(close)
        self.volume.append(volume)
        for (index, value) in further.enumerated() { self.further[index].values.append(value) }
    }

    /// The rows of the given numbers, in their order.
    func gathering(_ rows: [Int]) -> BarRows {
        var result = self
        result.times = rows.map { times[$0] }
        result.open = rows.map { open[$0] }
        result.high = rows.map { high[$0] }
        result.low = rows.map { low[$0] }
        result.close = rows.map { close[$0] }
        result.volume = rows.map { volume[$0] }
        for index in further.indices {
            result.further[index].values = rows.map { further[index].values[$0] }
        }
        return result
    }

    /// What was left out of the rows, by reason.
    struct LeftOut: Equatable {
        var withoutClose = 0
        var repeated = 0
        var unfinished = 0

        var notes: [String] {
            [
                (withoutClose, "left out, without a close"),
                (repeated, "with the time of another; the last one counts"),
                (unfinished, "left out, not closed yet"),
            ].filter { $0.0 > 0 }.map { "\($0.0) \($0.0 == 1 ? "row" : "rows") \($0.1)" }
        }
    }

    /// The rows in time order, each time once, without what has no close price.
    ///
    /// Of rows of one time the one that came last counts, since sources add what is newer behind,
    /// unless the one before says more.
    func ordered() -> (rows: BarRows, leftOut: LeftOut) {
        var leftOut = LeftOut()
        let order = times.indices.sorted {
            times[$0] == times[$1] ? $0 < $1 : times[$0] < times[$1]
        }
        var kept: [Int] = []
        for row in order {
            guard close[row].isFinite else {
                leftOut.withoutClose += 1
                continue
            }
            if let last = kept.last, times[last] == times[row] {
                leftOut.repeated += 1
                if told(last) > told(row) { continue }
                kept.removeLast()
            }
            kept.append(row)
        }
        return (gathering(kept), leftOut)
    }

    /// How many of a row's values are there.
    private func told(_ row: Int) -> Int {
        prices(row).count(where: \.isFinite) + (volume[row].isFinite ? 1 : 0)
    }

    /// The bars that have closed and lie in the range, each known from its close.
    ///
    /// - Parameter now: when the answer was complete.
    func part(
        _ request: DataRequest, symbol: String, slot: String = "prices",
        calendar: TradingCalendar, now: Timestamp, leftOut: inout LeftOut
    ) -> DataBatch.SeriesPart {
        let (ordered, left) = ordered()
        leftOut.withoutClose += left.withoutClose
        leftOut.repeated += left.repeated
        let closes = calendar.closes(
            ofBarsStarting: ordered.times, frequency: request.frequency)
        let wanted = ordered.times.indices.filter { request.covers(ordered.times[$0]) }
        let closed = wanted.filter { closes[$0] <= now }
        leftOut.unfinished += wanted.count - closed.count
        let rows = ordered.gathering(closed)
        let columns =
            [
                ("open", rows.open), ("high", rows.high), ("low", rows.low),
                ("close", rows.close), ("volume", rows.volume),
            ].map { Frame.NamedColumn(name: $0.0, values: $0.1) } + rows.further
        return DataBatch.SeriesPart(
            slot: slot, symbol: symbol, frequency: request.frequency, calendar: calendar,
            frame: Frame(times: rows.times, knownAt: closed.map { closes[$0] }, columns: columns))
    }
}
