package import AlmanacCore
package import TimeSeries

/// From when to when there is data of something.
package struct DataSpan: Sendable, Equatable {
    /// What the data is of.
    package var name: String
    /// The first moment.
    package var first: Timestamp
    /// The last moment.
    package var last: Timestamp

    /// Makes a span; nil where there are no moments.
    package init?(_ name: String, _ moments: [Timestamp]) {
        guard let first = moments.min(), let last = moments.max() else { return nil }
        (self.name, self.first, self.last) = (name, first, last)
    }

    /// The stretch that all spans have in common.
    ///
    /// - Throws: `validation_error` that names each span where there is none: a result over data
    ///   that do not meet would be made of one of them alone.
    package static func overlap(
        of spans: [DataSpan]
    ) throws(AlmanacError) -> (first: Timestamp, last: Timestamp)? {
        guard let first = spans.map(\.first).max(), let last = spans.map(\.last).min() else {
            return nil
        }
        guard first > last else { return (first, last) }
        let list = spans.map {
            "\($0.name) \($0.first.date.iso8601) to \($0.last.date.iso8601)"
        }
        throw AlmanacError(
            .validation, "the spans of the data do not overlap: \(list.joined(separator: ", "))",
            details: [
                "spans": .array(
                    spans.map {
                        [
                            "name": .string($0.name), "first": .string($0.first.iso8601),
                            "last": .string($0.last.iso8601),
                        ]
                    })
            ], suggestion: "leave one of them out, or find data of a common time")
    }
}
