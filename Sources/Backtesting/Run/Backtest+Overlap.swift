import AlmanacCore
import StrategyLanguage
import TimeSeries

extension Backtest {
    /// Refuses bars of another slot that lie beside those of the traded one, so that the strategy
    /// would see nothing of them, or one old value for ever.
    ///
    /// Observations such as earnings may be absent for a whole run, and are not checked.
    /// - Throws: A `backtest_error` that names both periods.
    func checkOverlap(_ aligned: AlignedData) throws(AlmanacError) {
        guard let first = aligned.times.first, let last = aligned.times.last else { return }
        for slot in definition.slots.dropFirst() where !slot.frequency.isObservation {
            guard let times = data.first(where: { $0.slot == slot.name })?.frame.times,
                let begin = times.min(), let end = times.max(), let shown = aligned[slot.name]
            else { continue }
            let isLater = shown.notes.barsWithoutRow == aligned.count
            guard isLater || end.advanced(byNanoseconds: Self.longestBar) < first else { continue }
            let own = "\(begin.dateText) to \(end.dateText)"
            let traded = "\(first.dateText) to \(last.dateText)"
            throw AlmanacError(
                .backtest,
                "the dates of slot '\(slot.name)' do not overlap with those of slot "
                    + "'\(definition.slots[0].name)': \(own) and \(traded)",
                details: [
                    "slot": .string(slot.name), "dates": .string(own), "traded": .string(traded),
                ],
                suggestion: isLater
                    ? "use data of the same period, or choose --to after \(begin.dateText)"
                    : "use data of the same period, or choose --from before \(end.dateText)")
        }
    }

    /// A bar of a month may have begun so long before the first bar of days that shows it.
    private static let longestBar = 31 * Timestamp.nanosecondsPerDay
}
