import AlmanacCore
import Archive
import Database
import TimeSeries

/// What a pull says about how its source is doing.
enum PullVerdict {
    /// It answered by the tier that was asked first.
    case good
    /// It answered, by another tier than the one that was asked first.
    case late
    /// It did not answer, or not as it should.
    case failed

    /// The verdict on what was brought; nil where the source was not asked.
    init?(_ outcome: PullOutcome, first: SourceTier?) {
        guard outcome.usage.calls > 0 else { return nil }
        self = outcome.tier == first ? .good : .late
    }

    /// The verdict on a failure; nil where it says nothing about the source.
    init?(_ error: AlmanacError, first: SourceTier?) {
        let blamed: [TierVerdict] = [.broken, .unavailable, .timedOut]
        guard first != nil, error.kind != .internalError, error.databaseFailure == nil,
            blamed.contains(TierVerdict(error))
        else { return nil }
        self = .failed
    }

    /// Writes it down.
    func note(
        _ transaction: Transaction, of source: SourceDescription, at now: Timestamp
    ) throws(AlmanacError) {
        switch self {
        case .good: try Sources.setHealth(transaction, source.name, .healthy)
        case .late: try Sources.setHealth(transaction, source.name, .degraded)
        case .failed:
            if try Sources.find(transaction, source.name) == nil {
                // A source that has brought nothing yet is known from now on.
                var row = DataSource(
                    name: source.name, tier: source.tiers.first?.rawValue ?? "")
                row.configuration["registry"] = .object(source.json)
                try Sources.save(transaction, row, at: now)
            }
            try Sources.noteFailure(transaction, source.name)
        }
    }
}
