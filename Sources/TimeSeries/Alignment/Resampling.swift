/// Bars made of finer bars.
public struct ResampledBars: Sendable {
    /// One row for each period that has bars, labelled with the start of the last bar in it.
    public var frame: Frame
    /// When each row's last source bar closes.
    public var closes: [Timestamp]
}

extension Frame {
    /// Returns bars of a coarser frequency: open first, high max, low min, volume sum, others last.
    ///
    /// Periods are clock-aligned within a day, sessions or UTC dates for days, Monday to Sunday for
    /// weeks, calendar months. A period without rows makes no bar, one whose rows are all missing
    /// makes a bar of missing values and no volume. Values are those of pandas 3.1's grouped
    /// `first max min last sum`, to the bit.
    ///
    /// - Missing: NaN is passed over in every column; a sum of nothing is 0.
    /// - Look-ahead: a bar is complete, and known, at its close.
    /// - Parameters:
    ///   - target: One of `Frequency.executable`.
    ///   - source: The frequency of the frame's own bars, for their closes.
    ///   - clock: The market's calendar.
    /// - Precondition: the frame is sorted and has one row for each time; its `knownAt` is dropped.
    /// - Complexity: O(rows × columns), one allocation for each column.
    public func resampled(
        to target: Frequency, from source: Frequency, clock: MarketClock = .utc
    ) -> ResampledBars {
        resampled(to: target, spacing: BarSpacing(source), clock: clock)
    }

    func resampled(to target: Frequency, spacing: BarSpacing, clock: MarketClock) -> ResampledBars {
        let starts = periodStarts(of: times, target: target, spacing: spacing, clock: clock)
        var labels: [Timestamp] = []
        labels.reserveCapacity(max(0, starts.count - 1))
        for end in starts.dropFirst() { labels.append(times[end - 1]) }
        let columns = self.columns.map { column in
            NamedColumn(
                name: column.name,
                values: aggregated(
                    column.values, starts: starts, by: Aggregation(column: column.name)))
        }
        return ResampledBars(
            frame: Frame(times: labels, columns: columns),
            closes: labels.map { spacing.close(of: $0, clock: clock) })
    }
}

/// Where each period's rows begin, followed by the number of rows; empty without rows.
///
/// - Parameter times: The starts of the bars, ascending; repeats belong together.
func periodStarts(
    of times: [Timestamp], target: Frequency, spacing: BarSpacing, clock: MarketClock
) -> [Int] {
    guard !times.isEmpty else { return [] }
    var starts = [0]
    if !target.isShorterThanDay, spacing.frequency.isShorterThanDay,
        let sessionDay = clock.sessionDay
    {
        var day = sessionDay(times[0])
        var period = sessionPeriod(of: day, target: target)
        for row in times.indices.dropFirst() {
            let rowDay = sessionDay(times[row])
            guard rowDay != day else { continue }
            day = rowDay
            let rowPeriod = sessionPeriod(of: day, target: target)
            if rowPeriod != period { starts.append(row) }
            period = rowPeriod
        }
    } else {
        var end = periodEnd(of: times[0], target: target)
        for row in times.indices.dropFirst() where times[row] >= end {
            starts.append(row)
            end = periodEnd(of: times[row], target: target)
        }
    }
    starts.append(times.count)
    return starts
}

private func periodEnd(of moment: Timestamp, target: Frequency) -> Timestamp {
    Period(containing: moment, frequency: target)?.end ?? moment
}

private func sessionPeriod(of day: Int, target: Frequency) -> Int {
    switch target {
    case .week1: CivilDate.week(ofDay: day)
    case .month1: CivilMonth(day: day).index
    default: day
    }
}

/// One value for each run of rows between neighbouring `starts`.
private func aggregated(
    _ values: [Double], starts: [Int], by rule: Aggregation
) -> [Double] {
    let hasMissing = rule == .sum && values.contains { $0.isNaN }
    let count = max(0, starts.count - 1)
    return values.withUnsafeBufferPointer { values in
        Array(unsafeUninitializedCapacity: count) { output, initialized in
            for period in 0..<count {
                let rows = UnsafeBufferPointer(
                    rebasing: values[starts[period]..<starts[period + 1]])
                output.initializeElement(
                    at: period, to: rule.value(of: rows, hasMissing: hasMissing))
            }
            initialized = count
        }
    }
}
