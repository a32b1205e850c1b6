package import TimeSeries

/// Which stretches of time have to be fetched, given what is there.
package enum PullPlan {
    /// A stretch of time.
    package struct Stretch: Sendable, Equatable {
        /// The first moment, included; nil from the beginning.
        package var from: Timestamp?
        /// The moment before which it ends.
        package var until: Timestamp

        /// Makes a stretch.
        package init(from: Timestamp?, until: Timestamp) {
            (self.from, self.until) = (from, until)
        }

        /// Whether nothing lies between two stretches.
        package func touches(_ other: Stretch) -> Bool {
            (from.map { $0 <= other.until } ?? true) && (other.from.map { $0 <= until } ?? true)
        }

        /// The stretch from the first beginning to the last end of two that touch.
        package func joined(_ other: Stretch) -> Stretch {
            let first: Timestamp? =
                if let from, let start = other.from { min(from, start) } else { nil }
            return Stretch(from: first, until: max(until, other.until))
        }
    }

    /// What is missing of a wanted stretch, oldest first.
    ///
    /// Each reaches into what is there, so that corrections of its edge come along and nothing is
    /// left between.
    /// - Parameters:
    ///   - covered: what is there whole; nil for nothing.
    ///   - overlap: nanoseconds of what is there that are fetched anew.
    ///   - tolerance: nanoseconds by which what is there may end early and still count as current.
    package static func missing(
        of wanted: Stretch, covered: Stretch?, overlap: Int64, tolerance: Int64
    ) -> [Stretch] {
        guard let covered else { return [wanted] }
        var missing: [Stretch] = []
        if let first = covered.from, wanted.from.map({ $0 < first }) ?? true {
            missing.append(
                Stretch(
                    from: wanted.from,
                    until: min(first.advanced(byNanoseconds: overlap), covered.until)))
        }
        if wanted.until > covered.until.advanced(byNanoseconds: tolerance) {
            var start = covered.until.advanced(byNanoseconds: -overlap)
            if let first = covered.from { start = max(start, first) }
            missing.append(Stretch(from: start, until: wanted.until))
        }
        return missing
    }

    /// How far an update reaches back into what is there.
    package static func overlap(_ kind: DataKind, _ frequency: Frequency) -> Int64 {
        let days: Int64 =
            switch (kind, frequency) {
            case (.observations, _): 60
            case (_, .month1), (_, .quarterly): 62
            case (_, .week1): 14
            case (_, .day1), (_, .event): 7
            default: 1
            }
        return days * Timestamp.nanosecondsPerDay
    }

    /// Whether a source can be asked for a stretch of this kind, so that it counts as there whole.
    package static func isRanged(_ kind: DataKind) -> Bool {
        [.bars, .actions, .observations].contains(kind)
    }
}
