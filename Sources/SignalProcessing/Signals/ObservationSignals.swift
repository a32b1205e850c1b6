package import AlmanacCore
package import TimeSeries

/// A number that a record tells of a symbol, such as a trade that was disclosed or earnings as
/// they were filed.
package struct Observation: Sendable, Equatable {
    /// What it is about.
    package var symbol: String
    /// What it measures, such as `eps`.
    package var name: String
    /// What time it is about.
    package var time: Timestamp
    /// From when it could be known.
    package var knownAt: Timestamp
    /// The number.
    package var value: Double

    /// Makes an observation.
    package init(
        symbol: String, name: String, time: Timestamp, knownAt: Timestamp, value: Double
    ) {
        (self.symbol, self.name, self.time) = (symbol, name, time)
        (self.knownAt, self.value) = (knownAt, value)
    }
}

/// Makes one row for each bar of the numbers that became known in it.
package struct ObservationSignals: Sendable {
    /// How the numbers of a bar, or of the bars up to it, become one.
    package enum Reduction: String, Sendable, CaseIterable {
        /// The sum of the bar's numbers; 0 where there is none.
        case sum
        /// How many numbers the bar has.
        case count
        /// The mean of the bar's numbers; missing where there is none.
        case mean
        /// The number about the latest time, kept for the bars after it; an older time's late
        /// restatement does not replace a newer one.
        case last
    }

    /// One column.
    package struct Column: Sendable, Equatable {
        /// What the column is called.
        package var name: String
        /// The observations that it is made of.
        package var of: String
        /// How.
        package var reduction: Reduction

        /// Makes a column.
        package init(_ name: String, of observation: String, _ reduction: Reduction) {
            (self.name, self.of, self.reduction) = (name, observation, reduction)
        }
    }

    /// The rows of one symbol, from the bar of its first observation through the last moment.
    ///
    /// - Throws: `validation_error` for an observation that is known before its time.
    /// - Look-ahead: None; a row holds what was known by its bar's close.
    /// - Complexity: O(n log n + bars × columns).
    package static func frame(
        _ observations: [Observation], symbol: String, columns: [Column], grid: BarGrid,
        through end: Timestamp
    ) throws(AlmanacError) -> Frame {
        let own = observations.filter { $0.symbol == symbol && $0.value.isFinite }
        if let early = own.first(where: { $0.knownAt < $0.time }) {
            throw AlmanacError(
                .validation, "an observation of \(symbol) is known before the time it is about",
                details: [
                    "time": .string(early.time.iso8601), "known_at": .string(early.knownAt.iso8601),
                ], suggestion: "leave such records out: one of the two moments is wrong")
        }
        let order = own.indices.sorted {
            (own[$0].knownAt, own[$0].time, $0) < (own[$1].knownAt, own[$1].time, $1)
        }
        var frame = Frame(
            times: [], knownAt: [],
            columns: columns.map { Frame.NamedColumn(name: $0.name, values: []) })
        guard let first = order.first else { return frame }
        var latest: [String: Observation] = [:]
        var bar = grid.bar(at: own[first].knownAt)
        var position = 0
        while bar.close <= end {
            var inBar: [Observation] = []
            while position < order.count, own[order[position]].knownAt <= bar.close {
                let observation = own[order[position]]
                inBar.append(observation)
                if observation.time >= latest[observation.name]?.time ?? observation.time {
                    latest[observation.name] = observation
                }
                position += 1
            }
            frame.times.append(bar.start)
            frame.knownAt?.append(bar.close)
            for (index, column) in columns.enumerated() {
                let values = inBar.filter { $0.name == column.of }.map(\.value)
                let sum = values.reduce(0, +)
                let value =
                    switch column.reduction {
                    case .sum: sum
                    case .count: Double(values.count)
                    case .mean: values.isEmpty ? .nan : sum / Double(values.count)
                    case .last: latest[column.of]?.value ?? .nan
                    }
                frame.columns[index].values.append(value)
            }
            bar = grid.next(after: bar)
        }
        return frame
    }
}
