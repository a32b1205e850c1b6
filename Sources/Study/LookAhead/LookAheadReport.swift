public import AlmanacCore
public import TimeSeries

/// Which signals of a strategy changed when its data was truncated, delayed or revised.
public struct LookAheadReport: Sendable {
    /// How each kind of change was tried, in the order of the trials.
    public var trials: [Trial]
    /// The bars of the unchanged run.
    public var bars: Int

    /// Why a signal changed.
    public enum Cause: String, Sendable, CaseIterable {
        /// Rows after a bar changed what was said on it.
        case laterRows = "later_rows"
        /// A row came again with other values, and the later version was used from the start.
        case revised = "data_revised"
        /// Rows do not say when they became known.
        case knownAtMissing = "known_at_missing"
        /// Rows claim to be known before the time that they are about.
        case knownAtEarly = "known_at_early"
        /// What came before the windows still shows.
        case warmup = "warmup_not_converged"
        /// The level of adjusted prices counts, which was another one at the time.
        case adjustedLevels = "adjusted_levels"

        /// What to do about it, as one sentence.
        public var advice: String {
            switch self {
            case .laterRows:
                "Give every row a known_at, so that later rows cannot stand for earlier ones."
            case .revised:
                "Keep both versions and give each a known_at, so that each counts from then on."
            case .knownAtMissing:
                "Add a column known_at with the moment of publication; results without it are "
                    + "those of someone who knew at once."
            case .knownAtEarly:
                "Correct known_at: nobody knows a value before the time that it is about."
            case .warmup:
                "Start the data earlier, or run with --warmup, so that signals do not depend on "
                    + "where the data begins; a change years later hangs on rounding at a level."
            case .adjustedLevels:
                "Compare prices with prices, not with fixed numbers, or use raw prices with "
                    + "--actions."
            }
        }

        /// Whether a past signal used what was not known then.
        public var isLookAhead: Bool { self != .warmup }
    }

    /// One run on changed data.
    public struct Trial: Sendable {
        /// What a change of a signal means here.
        public var cause: Cause
        /// What was done to the data.
        public var title: String
        /// How many bars were compared.
        public var comparedBars: Int
        /// The signals that changed, oldest first.
        public var changes: [Change]
        /// Why the run could not be made, where it could not.
        public var failure: String?
    }

    /// One signal that changed.
    public struct Change: Sendable, Equatable {
        /// The bar, by its number in the result.
        public var bar: Int
        /// The bar's time.
        public var time: Timestamp
        /// Which signal: `entries`, `stop_loss` and so on.
        public var signal: String
        /// What it was; NaN for a level that is absent.
        public var before: Double
        /// What it became.
        public var after: Double
    }

    /// The trials that changed a signal.
    public var changed: [Trial] { trials.filter { !$0.changes.isEmpty } }

    /// Whether a past signal used what was not known then.
    public var hasLookAhead: Bool { changed.contains { $0.cause.isLookAhead } }

    /// The report as JSON; of each trial's changes the first hundred are listed.
    public var json: JSON {
        let listed = trials.map { trial -> JSON in
            [
                "cause": .string(trial.cause.rawValue), "trial": .string(trial.title),
                "compared_bars": .integer(trial.comparedBars),
                "changed_signals": .integer(trial.changes.count),
                "changes": .array(trial.changes.prefix(100).map(\.json)),
                "advice": trial.changes.isEmpty ? .null : .string(trial.cause.advice),
                "failure": trial.failure.map(JSON.string) ?? .null,
            ]
        }
        return [
            "success": true, "bars": .integer(bars), "look_ahead": .bool(hasLookAhead),
            "warmup_converged": .bool(!changed.contains { $0.cause == .warmup }),
            "trials": .array(listed),
        ]
    }
}

extension LookAheadReport.Change {
    fileprivate var json: JSON {
        [
            "bar": .integer(bar), "time": .string(time.iso8601), "signal": .string(signal),
            "before": before.isNaN ? .null : .number(before),
            "after": after.isNaN ? .null : .number(after),
        ]
    }
}
