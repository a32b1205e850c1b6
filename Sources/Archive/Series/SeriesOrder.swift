import TimeSeries

/// Puts rows that arrived in any order into the order of time.
enum SeriesOrder {
    /// The rows of a window as they stood: the version known last of each time.
    static func latest(_ rows: SeriesRows, _ window: SeriesStore.Window) -> SeriesRows {
        let range = bounds(window)
        if let run = ascendingRun(rows, range) { return rows[run] }
        let order = sorted(rows, range)
        var kept: [Int32] = []
        kept.reserveCapacity(order.count)
        for row in order {
            if let last = kept.last, rows.times[Int(last)] == rows.times[Int(row)] {
                kept.removeLast()
            }
            kept.append(row)
        }
        return rows.gathering(kept)
    }

    /// All versions of the rows of a window.
    static func all(_ rows: SeriesRows, _ window: SeriesStore.Window) -> SeriesRows {
        let range = bounds(window)
        if let run = ascendingRun(rows, range) { return rows[run] }
        return rows.gathering(sorted(rows, range))
    }

    private struct Bounds {
        var from: Int64
        var through: Int64
        var asOf: Int64
    }

    private static func bounds(_ window: SeriesStore.Window) -> Bounds {
        Bounds(
            from: window.from?.nanoseconds ?? .min, through: window.through?.nanoseconds ?? .max,
            asOf: window.asOf?.nanoseconds ?? .max)
    }

    /// The rows that a window keeps where they already stand in order and together: the usual case.
    private static func ascendingRun(_ rows: SeriesRows, _ bounds: Bounds) -> Range<Int>? {
        let count = rows.count
        return rows.times.withUnsafeBufferPointer { times in
            rows.knownAt.withUnsafeBufferPointer { known in
                var start = 0
                while start < count, times[start] < bounds.from { start += 1 }
                var end = start
                while end < count, times[end] <= bounds.through, known[end] <= bounds.asOf {
                    if end > start, times[end] <= times[end - 1] { return nil }
                    end += 1
                }
                // What comes later may not belong between.
                for row in end..<count
                where times[row] >= bounds.from && times[row] <= bounds.through
                    && known[row] <= bounds.asOf
                {
                    return nil
                }
                return start..<end
            }
        }
    }

    /// The rows of a window by time, then by moment, then by arrival.
    private static func sorted(_ rows: SeriesRows, _ bounds: Bounds) -> [Int32] {
        let (times, known) = (rows.times, rows.knownAt)
        let visible = (0..<Int32(rows.count)).filter { index in
            let row = Int(index)
            return times[row] >= bounds.from && times[row] <= bounds.through
                && known[row] <= bounds.asOf
        }
        return visible.sorted { left, right in
            let (a, b) = (Int(left), Int(right))
            if times[a] != times[b] { return times[a] < times[b] }
            if known[a] != known[b] { return known[a] < known[b] }
            return a < b
        }
    }
}
