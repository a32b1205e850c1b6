extension Frame {
    /// Returns coarser bars of rows that carry `knownAt`, with a version for each later correction.
    ///
    /// A period's bar is known once every row in it is; each moment at which a row of it is
    /// corrected makes another version, of the rows as they were known then. So a correction a year
    /// later neither delays the bar nor changes what it said before.
    ///
    /// - Precondition: the frame is sorted, without repeated rows, and has `knownAt`.
    /// - Complexity: O(rows × columns) where no row is corrected; a period of r rows with v moments
    ///   of correction costs r × v.
    func resampledVersions(
        to target: Frequency, spacing: BarSpacing, clock: MarketClock
    ) -> Frame {
        let known = knownAt ?? times
        let starts = periodStarts(of: times, target: target, spacing: spacing, clock: clock)
        var output = Frame(
            times: [], knownAt: [], columns: columns.map { NamedColumn(name: $0.name, values: []) })
        let rules = columns.map { Aggregation(column: $0.name) }
        let hasMissing = columns.map { $0.values.contains { $0.isNaN } }
        var scratch: [Double] = []
        for period in 0..<max(0, starts.count - 1) {
            let rows = starts[period]..<starts[period + 1]
            for version in periodVersions(rows, known: known) {
                guard let last = version.rows.last else { continue }
                output.times.append(times[last])
                output.knownAt?.append(version.knownAt)
                for index in columns.indices {
                    scratch.removeAll(keepingCapacity: true)
                    for row in version.rows { scratch.append(columns[index].values[row]) }
                    let value = scratch.withUnsafeBufferPointer {
                        rules[index].value(of: $0, hasMissing: hasMissing[index])
                    }
                    output.columns[index].values.append(value)
                }
            }
        }
        return output
    }

    /// The rows that make a period's bar at each moment from its first complete one on.
    private func periodVersions(
        _ rows: Range<Int>, known: [Timestamp]
    ) -> [(knownAt: Timestamp, rows: [Int])] {
        // The first version of each time; sorted rows put it first.
        var current = rows.filter { $0 == rows.lowerBound || times[$0] != times[$0 - 1] }
        guard let complete = current.map({ known[$0] }).max() else { return [] }
        if current.count == rows.count { return [(complete, current)] }
        var slot = -1
        var corrections: [(knownAt: Timestamp, slot: Int, row: Int)] = []
        for row in rows {
            let isFirst = row == rows.lowerBound || times[row] != times[row - 1]
            if isFirst {
                slot += 1
            } else {
                corrections.append((known[row], slot, row))
            }
        }
        corrections.sort { ($0.knownAt, $0.row) < ($1.knownAt, $1.row) }
        var versions: [(knownAt: Timestamp, rows: [Int])] = []
        var next = 0
        while next < corrections.count, corrections[next].knownAt <= complete {
            current[corrections[next].slot] = corrections[next].row
            next += 1
        }
        versions.append((complete, current))
        while next < corrections.count {
            let moment = corrections[next].knownAt
            while next < corrections.count, corrections[next].knownAt == moment {
                current[corrections[next].slot] = corrections[next].row
                next += 1
            }
            versions.append((moment, current))
        }
        return versions
    }
}
