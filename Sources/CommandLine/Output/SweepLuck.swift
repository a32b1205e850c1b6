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
    /// Of more trials a sample is looked at bar by bar; number and spread are those of all.
    private static let mostBars = 16_000_000

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
        settings.resamples = 500
        // A Bayesian search ran some of its combinations only.
        let tried = rows.filter { $0.symbol == best.symbol }.map(\.combination).sorted()
        let most = max(1, Self.mostBars / max(1, bars))
        let looked = Sweep.sample(of: tried, most, with: best.combination)
        let isSample = looked.count < tried.count
        let earlier = ledger.tally(for: own.question, excluding: isSample ? [] : [own.hash])
        report = try? OverfittingReport(
            returnsOfTrials: sweep.trialReturns(symbol: best.symbol, of: looked),
            barsPerYear: sweep.barsPerYear(symbol: best.symbol),
            chosen: looked.firstIndex(of: best.combination), earlier: earlier,
            sampled: isSample ? tried.count : nil, symbols: [sweep.symbols[best.symbol]],
            settings: settings, concurrently: runConcurrently)
    }

    /// What the statistics mean, in sentences for a terminal.
    func text(width: Int) -> String {
        report.map { "\n" + TextLayout.paragraph("Luck: " + $0.verdict, width) } ?? ""
    }
}
