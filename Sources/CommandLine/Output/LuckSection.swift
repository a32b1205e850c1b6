import AlmanacCore
import Backtesting
import Reporting
import StrategyLanguage
import Study

/// What the run ledger says about runs: how much was tried on their question, and what luck
/// explains.
///
/// It stands apart from the runs themselves, since it depends on what was run before.
struct LuckSection {
    private let path: String
    /// Whether JSON output shows it: where the ledger is named, and so part of the input.
    let isInJSON: Bool
    private let judged: [Judged]
    private let notes: [String]

    private struct Judged {
        var run: BacktestRun
        var trials: Int
        var report: Result<OverfittingReport, AlmanacError>
    }

    /// Counts runs of one strategy in the ledger and judges each by all that was tried; nil without
    /// a ledger.
    ///
    /// - Parameter command: The command that ran them.
    init?(
        _ runs: [BacktestRun], command: String, _ arguments: Arguments, _ console: Console
    ) throws(AlmanacError) {
        guard let file = LedgerFile(arguments, console), let first = runs.first else { return nil }
        let entries = runs.map { LedgerEntry($0, kind: command, time: console.now()) }
        let idea = first.backtest.definition.idea
        guard var ledger = try file.add(entries, idea: idea) else { return nil }
        for entry in entries { ledger.append(entry) }
        path = file.path
        isInJSON = file.isNamed
        notes = ledger.notes
        // A terminal shows two sentences, which need no resamples.
        let isThorough =
            file.isNamed && (arguments.has("--json") || arguments.value("--report") != nil)
        judged = zip(runs, entries).map { run, entry in
            let earlier = ledger.tally(for: entry.question, excluding: [run.hash])
            let report = Result { () throws(AlmanacError) in
                try Self.report(run, earlier: earlier, isThorough: isThorough)
            }
            return Judged(run: run, trials: earlier.trials + 1, report: report)
        }
    }

    /// The most bars that all resamples of a run have together.
    private static let mostResampledBars = 20_000_000

    private static func report(
        _ run: BacktestRun, earlier: TrialTally, isThorough: Bool
    ) throws(AlmanacError) -> OverfittingReport {
        let settings = run.simulation.settings
        let returns = EquitySeries.returns(
            run.simulation.equity, initialCash: settings.initialCash)
        var work = OverfittingReport.Settings()
        let most = mostResampledBars / max(returns.count, 1)
        work.resamples = isThorough && most >= 200 ? min(work.resamples, most) : 0
        return try OverfittingReport(
            returnsOfTrials: TrialReturns([returns]), barsPerYear: settings.barsPerYear,
            earlier: earlier, symbols: [run.symbol], settings: work)
    }

    /// The reports of the runs for a page, which like JSON depends on named input only.
    var reports: [OverfittingReport?] {
        isInJSON ? judged.map { try? $0.report.get() } : []
    }

    var json: JSON {
        [
            "path": .string(path), "runs": .array(judged.map(json)),
            "notes": .array(notes.map(JSON.string)),
        ]
    }

    private func json(_ judged: Judged) -> JSON {
        var object: JSONObject = [
            "symbol": .string(judged.run.symbol), "hash": .string(judged.run.hash),
            "idea": .string(judged.run.backtest.definition.idea),
            "trials": .integer(judged.trials),
        ]
        switch judged.report {
        case .success(let report): object["overfitting"] = report.json
        case .failure(let error):
            object["overfitting"] = .null
            object["reason"] = .string(error.message)
        }
        return .object(object)
    }

    /// A sentence or two for each run, for a terminal.
    func text(width: Int) -> String {
        var text = ""
        for judged in judged {
            guard case .success(let report) = judged.report else { continue }
            let subject = self.judged.count > 1 ? "Luck, \(judged.run.symbol): " : "Luck: "
            text += TextLayout.paragraph(subject + report.shortVerdict, width)
        }
        for note in notes { text += TextLayout.paragraph("Luck: \(note) (\(path)).", width) }
        return text
    }
}
