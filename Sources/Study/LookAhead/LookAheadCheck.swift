public import AlmanacCore
public import Backtesting
import StrategyEngine
import StrategyLanguage
import TimeSeries

/// Runs a backtest's strategy on truncated, delayed and revised variants of its data.
///
/// The engine reads no later bar, whatever the strategy says. What is left to find is in the data:
/// rows that were revised, rows that do not say when they became known, windows that remember where
/// the data began. Signals alone are compared; fills follow from them.
public struct LookAheadCheck: Sendable {
    private let backtest: Backtest
    private let cuts: Int
    private let starts: Int

    /// Makes a check.
    ///
    /// - Parameters:
    ///   - cuts: At how many bars the data is cut off.
    ///   - starts: At how many later bars the data begins.
    public init(_ backtest: Backtest, cuts: Int = 24, starts: Int = 6) {
        self.backtest = backtest
        self.cuts = cuts
        self.starts = starts
    }

    /// Runs every variant.
    ///
    /// - Parameter progress: Called before each variant with how many are done and how many there
    ///   are.
    /// - Throws: What the unchanged backtest throws; a variant that cannot run is reported.
    /// - Complexity: one run of the strategy for each variant.
    public func report(
        progress: (_ done: Int, _ of: Int) -> Void = { _, _ in }
    ) throws(AlmanacError) -> LookAheadReport {
        let run = try backtest.prepared()
        let signals = try run.slotSignals()
        let variants =
            LookAheadVariant.truncated(run, cuts: cuts) + LookAheadVariant.firstVersions(run)
            + LookAheadVariant.earlyKnowledge(run) + LookAheadVariant.delayedSlots(run)
            + LookAheadVariant.otherLevels(run)
            + LookAheadVariant.delayedStarts(run, starts: starts)
        var trials: [LookAheadReport.Trial] = []
        for variant in variants {
            progress(trials.count, variants.count)
            trials.append(trial(of: variant, run, signals))
        }
        return LookAheadReport(trials: trials, bars: run.aligned.count - run.aligned.warmupBars)
    }

    private func trial(
        of variant: LookAheadVariant, _ run: PreparedBacktest, _ signals: [SlotSignals]
    ) -> LookAheadReport.Trial {
        var trial = LookAheadReport.Trial(
            cause: variant.cause, title: variant.title, comparedBars: 0, changes: [], failure: nil)
        do {
            let changed = try variant.backtest.prepared()
            let other = try changed.slotSignals()
            var row = 0
            for bar in variant.bars {
                let time = run.aligned.times[bar]
                while row < changed.aligned.count, changed.aligned.times[row] < time { row += 1 }
                let isThere = row < changed.aligned.count && changed.aligned.times[row] == time
                guard isThere else { continue }
                trial.comparedBars += 1
                for (name, before, after) in slotDifferences(signals, bar, other, row) {
                    trial.changes.append(
                        LookAheadReport.Change(
                            bar: bar - run.aligned.warmupBars, time: time, signal: name,
                            before: before, after: after))
                }
            }
        } catch {
            trial.failure = error.message
        }
        return trial
    }

    /// What is said differently on a bar about any slot, with the slot's name where there are
    /// several.
    private func slotDifferences(
        _ left: [SlotSignals], _ bar: Int, _ right: [SlotSignals], _ row: Int
    ) -> [(String, Double, Double)] {
        let isAlone = left.count == 1
        return zip(left, right).flatMap { left, right -> [(String, Double, Double)] in
            let found: [(String, Double, Double)]
            switch (left.content, right.content) {
            case (.signals(let before), .signals(let after)):
                found = differences(before, bar, after, row)
            case (.weight(let before), .weight(let after)):
                found =
                    Self.isEqual(before[bar], after[row])
                    ? [] : [("weight", before[bar], after[row])]
            default: found = [("kind", 0, 1)]
            }
            // A strategy of one slot has its signals called as ever.
            return isAlone
                ? found : found.map { ("\(left.slot).\($0.0)", $0.1, $0.2) }
        }
    }

    /// Whether two levels or weights are equal but for rounding.
    private static func isEqual(_ before: Double, _ after: Double) -> Bool {
        before == after || (before.isNaN && after.isNaN)
            || abs(before - after) <= 1e-9 * max(abs(before), abs(after))
    }

    /// The signals that differ on a bar; levels count only where something is entered.
    private func differences(
        _ left: StrategySignals, _ bar: Int, _ right: StrategySignals, _ row: Int
    ) -> [(String, Double, Double)] {
        var found: [(String, Double, Double)] = []
        func compare(_ name: String, _ before: Bool?, _ after: Bool?) {
            if before != after {
                found.append((name, before == true ? 1 : 0, after == true ? 1 : 0))
            }
        }
        compare("entries", left.entries[bar], right.entries[row])
        compare("exits", left.exits[bar], right.exits[row])
        compare("short_entries", left.shortEntries?[bar], right.shortEntries?[row])
        compare("short_exits", left.shortExits?[bar], right.shortExits?[row])
        guard left.entries[bar] || left.shortEntries?[bar] == true else { return found }
        for (name, level) in Self.levels {
            let (before, after) = (left[keyPath: level].at(bar), right[keyPath: level].at(row))
            if !Self.isEqual(before, after) { found.append((name, before, after)) }
        }
        return found
    }

    private static var levels: [(String, KeyPath<StrategySignals, StrategySignals.Level>)] {
        [
            ("size", \.size), ("stop_loss", \.stopLoss), ("take_profit", \.takeProfit),
            ("trailing_stop", \.trailingStop),
        ]
    }
}

extension StrategySignals.Level {
    /// The level on a bar; NaN where there is none.
    fileprivate func at(_ bar: Int) -> Double {
        switch self {
        case .none: .nan
        case .scalar(let value): value
        case .series(let values): values[bar]
        }
    }
}
