import AlmanacCore
import Backtesting
import Reporting
import StrategyLanguage
import Study

/// How likely the best combination of a sweep is luck, by everything that was tried.
struct SweepLuck {
    /// What the statistics say; nil where they have nothing to go by.
    let report: OverfittingReport?

    /// The flag that leaves the statistics out.
    static let option = Command.Option(
        "--no-luck", nil, "leave out how likely the best combination is luck")

    /// The most bars of all trials together for which every trial is looked at again.
    ///
    /// Beyond them the best one is judged by the number and the spread of all of them alone.
    private static let mostBars = 30_000_000

    /// Counts a whole sweep in the ledger and judges its best row.
    init(
        _ sweep: Sweep, rows: [SweepRow], best: SweepRow?, threads: Int, _ arguments: Arguments,
        _ console: Console
    ) throws(AlmanacError) {
        let file = LedgerFile(arguments, console)
        let entries = sweep.symbols.indices.compactMap {
            LedgerEntry(sweep, symbol: $0, rows: rows, time: console.now())
        }
        let idea = sweep.grid.definition.idea
        var ledger = RunLedger(bytes: [], idea: idea)
        // What depends on earlier runs belongs into a document only where it is named.
        let isDocument = arguments.has("--json") || arguments.value("--report") != nil
        if let file, let known = try file.add(entries, idea: idea), file.isNamed || !isDocument {
            ledger = known
        }
        guard let best, !arguments.has(Self.option.flag), entries.indices.contains(best.symbol)
        else {
            report = nil
            return
        }
        for entry in entries { ledger.append(entry) }
        let own = entries[best.symbol]
        let bars = sweep.barCount(symbol: best.symbol)
        var settings = OverfittingReport.Settings()
        settings.resamples = isDocument ? 500 : 0
        var earlier = ledger.tally(for: own.question, excluding: [own.hash])
        var trials = sweep.trialReturns(symbol: best.symbol)
        var chosen = sweep.combinations.firstIndex(of: best.combination)
        if sweep.combinations.count * bars > Self.mostBars {
            earlier = ledger.tally(for: own.question, excluding: [])
            // The best one is among them.
            earlier.trials -= 1
            let run = sweep.evaluate(
                symbol: best.symbol, combinations: [best.combination], returns: true)
            trials = TrialReturns([run.first?.returns ?? []])
            chosen = 0
        }
        report = try? OverfittingReport(
            returnsOfTrials: trials, barsPerYear: sweep.barsPerYear(symbol: best.symbol),
            chosen: chosen, earlier: earlier, symbols: [sweep.symbols[best.symbol]],
            settings: settings, concurrently: runConcurrently)
    }

    /// What the statistics mean, in sentences for a terminal.
    func text(width: Int) -> String {
        report.map { "\n" + TextLayout.paragraph("Luck: " + $0.verdict, width) } ?? ""
    }
}
