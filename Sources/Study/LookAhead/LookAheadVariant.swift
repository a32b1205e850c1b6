import AlmanacCore
package import Backtesting
import StrategyEngine
import StrategyLanguage
import TimeSeries

/// The same backtest on data that differs in one way that must not change past signals.
package struct LookAheadVariant: Sendable {
    /// What a changed signal means.
    package var cause: LookAheadReport.Cause
    /// What was done to the data, as one phrase.
    package var title: String
    /// The backtest on the changed data.
    package var backtest: Backtest
    /// The bars of the unchanged run on which signals have to agree.
    package var bars: Range<Int>
}

extension LookAheadVariant {
    /// Data that ends earlier: what comes after a bar must not change what was said on it.
    static func truncated(_ run: PreparedBacktest, cuts: Int) -> [LookAheadVariant] {
        let first = run.aligned.warmupBars
        return spread(cuts, over: first + 1..<run.aligned.count).map { bar in
            let close = run.aligned.closes[bar]
            var backtest = run.backtest
            for index in backtest.data.indices {
                let frame = backtest.data[index].frame
                backtest.data[index].frame = frame.keeping { row in
                    (frame.knownAt?[row] ?? frame.times[row]) <= close
                        && frame.times[row] < close
                }
            }
            backtest.to = nil
            return LookAheadVariant(
                cause: .laterRows, title: "the data ends at \(run.aligned.times[bar].dateText)",
                backtest: backtest, bars: first..<bar + 1)
        }
    }

    /// Data that begins later: windows must have forgotten what came before.
    static func delayedStarts(_ run: PreparedBacktest, starts: Int) -> [LookAheadVariant] {
        let bars = run.aligned.warmupBars..<run.aligned.count
        // Later starts leave too little to agree on.
        let early = bars.lowerBound + 1..<bars.lowerBound + max(2, bars.count / 2)
        let warmup = StrategyExplanation(run.strategy, bars: bars.count).warmupBars ?? 0
        return spread(starts, over: early).compactMap { start in
            guard start + warmup < bars.upperBound else { return nil }
            var backtest = run.backtest
            backtest.from = .moment(run.aligned.times[start])
            backtest.warmup = .bars(0)
            return LookAheadVariant(
                cause: .warmup,
                title: "the data begins at \(run.aligned.times[start].dateText), signals from "
                    + "\(warmup) bars later",
                backtest: backtest, bars: start + warmup..<bars.upperBound)
        }
    }

    /// Rows that do not say when they became known, known later.
    static func delayedSlots(_ run: PreparedBacktest) -> [LookAheadVariant] {
        run.backtest.data.indices.compactMap { index in
            let data = run.backtest.data[index]
            guard index > 0, data.frame.knownAt == nil, data.frame["close"] == nil,
                let slot = run.backtest.definition.slots.first(where: { $0.name == data.slot })
            else { return nil }
            let days: Int64 = slot.frequency == .quarterly ? 45 : 1
            var backtest = run.backtest
            let delay = days * Timestamp.nanosecondsPerDay
            backtest.data[index].frame.knownAt =
                slot.frequency.isObservation
                ? data.frame.times.map { $0.advanced(byNanoseconds: delay) }
                : data.calendar.closes(
                    ofBarsStarting: data.frame.times, frequency: slot.frequency
                ).map { $0.advanced(byNanoseconds: delay) }
            return LookAheadVariant(
                cause: .knownAtMissing,
                title: "slot '\(data.slot)' has no known_at; its rows become known \(days) "
                    + "\(days == 1 ? "day" : "days") later",
                backtest: backtest, bars: run.resultBars)
        }
    }

    /// Rows that claim to be known before they were about, known at their own time.
    static func earlyKnowledge(_ run: PreparedBacktest) -> [LookAheadVariant] {
        run.backtest.data.indices.compactMap { index in
            let frame = run.backtest.data[index].frame
            guard let known = frame.knownAt else { return nil }
            let early = known.indices.filter { known[$0] < frame.times[$0] }
            guard !early.isEmpty else { return nil }
            var backtest = run.backtest
            for row in early { backtest.data[index].frame.knownAt?[row] = frame.times[row] }
            return LookAheadVariant(
                cause: .knownAtEarly,
                title: "\(early.count) rows of slot '\(run.backtest.data[index].slot)' have a "
                    + "known_at before their time; they become known at their time",
                backtest: backtest, bars: run.resultBars)
        }
    }

    /// Rows that came twice: the first version instead of the last.
    static func firstVersions(_ run: PreparedBacktest) -> [LookAheadVariant] {
        run.backtest.data.indices.compactMap { index in
            let frame = run.backtest.data[index].frame
            var seen: Set<Version> = []
            let kept = frame.times.indices.filter { row in
                seen.insert(Version(time: frame.times[row], known: frame.knownAt?[row])).inserted
            }
            guard kept.count < frame.count else { return nil }
            var backtest = run.backtest
            backtest.data[index].frame = frame.gathering(kept.map(Int32.init))
            return LookAheadVariant(
                cause: .revised,
                title: "\(frame.count - kept.count) rows of slot "
                    + "'\(run.backtest.data[index].slot)' came more than once; the first counts",
                backtest: backtest, bars: run.resultBars)
        }
    }

    /// Adjusted prices at another level: past levels of adjusted prices were not seen at the time.
    ///
    /// A factor of two changes no rounding, so only what depends on the level itself changes.
    static func otherLevels(_ run: PreparedBacktest) -> [LookAheadVariant] {
        guard run.backtest.data.contains(where: \.isAdjusted) else { return [] }
        var backtest = run.backtest
        for index in backtest.data.indices where backtest.data[index].isAdjusted {
            let prices: Set<String> = ["open", "high", "low", "close"]
            for column in backtest.data[index].frame.columns.indices
            where prices.contains(backtest.data[index].frame.columns[column].name) {
                backtest.data[index].frame.columns[column].values =
                    backtest.data[index].frame.columns[column].values.map { $0 * 2 }
            }
        }
        return [
            LookAheadVariant(
                cause: .adjustedLevels, title: "adjusted prices are twice as high",
                backtest: backtest, bars: run.resultBars)
        ]
    }

    private struct Version: Hashable {
        var time: Timestamp
        var known: Timestamp?
    }

    /// Numbers spread evenly over a range, its last one included, each once.
    private static func spread(_ count: Int, over range: Range<Int>) -> [Int] {
        guard !range.isEmpty, count > 0 else { return [] }
        let parts = min(count, range.count)
        return (1...parts).map { range.lowerBound + range.count * $0 / parts - 1 }
    }
}

extension PreparedBacktest {
    /// The bars that belong to the result.
    fileprivate var resultBars: Range<Int> { aligned.warmupBars..<aligned.count }
}

extension Frame {
    /// The rows that a condition holds for.
    fileprivate func keeping(_ isKept: (Int) -> Bool) -> Frame {
        gathering(times.indices.filter(isKept).map(Int32.init))
    }
}
