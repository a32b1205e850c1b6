import AlmanacCore
import Backtesting
import Reporting
import StrategyLanguage
import Study
import TimeSeries

/// `almanac lookahead`.
enum LookAheadCommand {
    static let command = Command(
        name: "lookahead",
        summary: "Find signals that change when data is cut, delayed or revised.",
        operands: BacktestOptions.operands,
        options: DataBinding.options + BacktestOptions.all + [
            Command.Option("--cuts", "N", "at how many bars to end the data (default 24)"),
            Command.Option("--starts", "N", "at how many later bars to begin it (default 6)"),
        ],
        examples: [
            (
                "almanac lookahead rsi --symbol SPX",
                "says whether any past signal depends on later data or on where it begins"
            ),
            (
                "almanac lookahead my.json --symbol prices=AAPL --data earnings=earnings.csv",
                "shows what changes if earnings without a known_at were known later"
            ),
        ]
    ) { (arguments, console) throws(AlmanacError) in
        let definition = try StrategyFile.read(arguments.operands[0], console)
        let cuts = try count("--cuts", 24, arguments)
        let starts = try count("--starts", 6, arguments)
        var reports: [(String, LookAheadReport)] = []
        for backtest in try BacktestOptions.backtests(of: definition, arguments) {
            let check = LookAheadCheck(backtest, cuts: cuts, starts: starts)
            let report = try check.report()
            guard !report.trials.isEmpty else {
                throw AlmanacError(
                    .validation, "without cuts, starts and other data to delay nothing is checked",
                    details: ["cuts": .integer(cuts), "starts": .integer(starts)],
                    suggestion: "give --cuts or --starts at least 1")
            }
            reports.append((backtest.data.first?.symbol ?? "", report))
        }
        if arguments.has("--json") {
            let all = reports.map { symbol, report -> JSON in
                guard case .object(var object) = report.json else { return report.json }
                object["symbol"] = .string(symbol)
                return .object(object)
            }
            let document: JSON =
                all.count == 1 ? all[0] : ["success": true, "reports": .array(all)]
            console.write(document.text(pretty: true) + "\n")
        } else {
            for (symbol, report) in reports {
                let text = text(of: report, definition.name, symbol)
                for line in text.split(separator: "\n") {
                    let indent = String(line.prefix { $0 == " " })
                    let lines = TextLayout.wrapped(
                        String(line), console.width, first: indent, rest: indent)
                    console.write(lines.joined(separator: "\n") + "\n")
                }
            }
        }
        // For scripts: a found look-ahead ends as a fault of the strategy does.
        let isFound = reports.contains { $0.1.hasLookAhead }
        return isFound ? AlmanacError.Kind.validation.exitCode : 0
    }

    private static func count(
        _ flag: String, _ standard: Int, _ arguments: Arguments
    ) throws(AlmanacError) -> Int {
        let value = try arguments.wholeNumber(flag) ?? standard
        guard (0...1_000).contains(value) else {
            throw arguments.usage("\(flag) takes a number from 0 to 1000")
        }
        return value
    }

    private static func text(
        of report: LookAheadReport, _ name: String, _ symbol: String
    ) -> String {
        var text = "\(name) on \(symbol): \(report.trials.count) runs on changed data, "
        text += "\(report.bars) bars\n"
        for cause in LookAheadReport.Cause.allCases {
            let trials = report.trials.filter { $0.cause == cause }
            if trials.isEmpty { continue }
            let changed = trials.filter { !$0.changes.isEmpty }
            let total = changed.reduce(0) { $0 + $1.changes.count }
            let failed = trials.filter { $0.failure != nil }
            text += "  \(title(cause)): "
            text +=
                total == 0 ? "no signal changed" : "\(total) signals changed in \(changed.count)"
            text += " of \(trials.count) \(trials.count == 1 ? "run" : "runs")"
            text += failed.isEmpty ? "\n" : ", \(failed.count) of which failed\n"
            for trial in changed.prefix(3) { text += lines(of: trial) }
            if let first = failed.first { text += "    \(first.title): \(first.failure ?? "")\n" }
            if total > 0 { text += "    \(cause.advice)\n" }
        }
        text +=
            report.hasLookAhead
            ? "Past signals depend on what was not known at the time.\n"
            : "No past signal depends on what was not known at the time.\n"
        return text
    }

    private static func lines(of trial: LookAheadReport.Trial) -> String {
        var text = "    \(trial.title): \(trial.changes.count)"
        if let first = trial.changes.first, let last = trial.changes.last {
            let dates = [first.time.dateText, last.time.dateText]
            text += dates[0] == dates[1] ? ", on \(dates[0])" : ", \(dates[0]) to \(dates[1])"
        }
        return text + "\n"
    }

    private static func title(_ cause: LookAheadReport.Cause) -> String {
        switch cause {
        case .laterRows: "data that ends earlier"
        case .revised: "first versions of repeated rows"
        case .knownAtMissing: "rows without known_at, known later"
        case .knownAtEarly: "rows known before their time"
        case .warmup: "data that begins later"
        case .adjustedLevels: "adjusted prices at another level"
        }
    }
}
