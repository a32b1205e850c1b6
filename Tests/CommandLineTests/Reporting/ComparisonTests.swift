import AlmanacCore
import Backtesting
import Foundation
import Reporting
import TestSupport
import Testing
import TimeSeries

@Suite("Saved runs beside each other")
struct ComparisonTests {
    /// Runs of the sample strategy as they are saved, one file for each symbol.
    static func runs(
        _ symbols: [String], including parts: Set<BacktestRun.Part> = [.equity],
        change: (inout Backtest) -> Void = { _ in }
    ) throws -> [SavedRun] {
        try symbols.flatMap { symbol in
            try SavedRun.read(
                try document(symbol, including: parts, change: change), file: "\(symbol).json")
        }
    }

    static func document(
        _ symbol: String, including parts: Set<BacktestRun.Part> = [.equity],
        change: (inout Backtest) -> Void = { _ in }
    ) throws -> String {
        let run = try SampleRuns.run(symbol, change: change)
        return JSON.object(["success": true, "runs": [run.json(including: parts)]]).text()
    }

    @Test("a saved run reads back as the run's numbers, bit for bit")
    func readsBack() throws {
        let run = try SampleRuns.run("SPX")
        let saved = try #require(try Self.runs(["SPX"]).first)
        for metric in run.metrics.all { #expect(saved.metrics[metric.name] == metric.value) }
        #expect(saved.curve?.equity == run.simulation.equity)
        #expect(saved.curve?.times == run.market.times.map { $0.nanoseconds / 1_000_000 })
        #expect(saved.hash == run.hash && saved.bars == run.count)
        let cash = try #require(saved.initialCash)
        #expect(abs(cash - 10_000) < 1e-8)
        #expect(try Self.runs(["SPX"], including: []).first?.curve == nil)
    }

    @Test("the text shows every figure, marks the best and says what differs")
    func text() throws {
        let comparison = try RunComparison(Self.runs(["SPX", "AAPL"]))
        try expectGolden(ComparisonText(comparison, width: 80).text, "comparison.txt")
        for line in ComparisonText(comparison, width: 60).text.split(separator: "\n") {
            #expect(line.count <= 60)
        }
    }

    @Test("the best is the highest or the lowest, all of equal ones, and never of one value")
    func best() throws {
        let runs = try Self.runs(["SPX", "AAPL", "SPX"])
        let comparison = try RunComparison(runs)
        #expect(
            comparison.labels == ["rsi on SPX (SPX) [1]", "rsi on AAPL", "rsi on SPX (SPX) [3]"])
        #expect(comparison.differences.contains { $0.hasSuffix("are the same run.") })
        for row in comparison.rows {
            let values = row.values.compactMap(\.self)
            guard let higher = RunComparison.prefersHigher(row.name) else {
                #expect(row.best.isEmpty)
                continue
            }
            let best = higher ? values.max() : values.min()
            for index in runs.indices {
                let isBest = Set(values).count > 1 && row.values[index] == best
                #expect(row.best.contains(index) == isBest, "\(row.name)")
            }
        }
        let same = try RunComparison([runs[0], runs[2]])
        #expect(same.rows.allSatisfy { $0.best.isEmpty })
        #expect(same.differences.count == 1)
    }

    @Test("runs of one period and one symbol have no difference but their costs")
    func costs() throws {
        let free = try Self.runs(["SPX"]) { $0.settings.fees = 0 }
        let comparison = try RunComparison(try Self.runs(["SPX"]) + free)
        try #require(comparison.differences.count == 1)
        #expect(comparison.differences[0].contains("assumes: Trading costs nothing"))
    }

    @Test(
        "files that are no runs are refused with the reason",
        arguments: [
            ("", "it is not JSON"), ("{\"runs\": 1", "it is not JSON"), ("[]", "'runs'"),
            ("{\"success\": true, \"runs\": []}", "empty"),
            ("{\"success\": true, \"runs\": [{}]}", "lacks the text 'strategy'"),
            (
                "{\"success\": false, \"error\": {\"message\": \"no such symbol\"}}",
                "it holds an error: no such symbol"
            ),
        ])
    func refused(text: String, reason: String) throws {
        let error = try #require(throws: AlmanacError.self) {
            try SavedRun.read(text, file: "x.json")
        }
        #expect(error.kind == .validation)
        #expect(error.message.hasPrefix("x.json is not a saved run: "))
        #expect(error.message.contains(reason))
        #expect(error.suggestion?.contains("--json > run.json") == true)
    }

    @Test("an equity that does not fit the bars is refused")
    func misfit() throws {
        let text = try Self.document("SPX").replacing("\"bars\":5031", with: "\"bars\":5030")
        let error = try #require(throws: AlmanacError.self) {
            try SavedRun.read(text, file: "x.json")
        }
        #expect(error.message.contains("one for each bar"))
    }

    @Test("a page needs the equity, and the error says how to save it")
    func needsEquity() throws {
        let comparison = try RunComparison(Self.runs(["SPX", "AAPL"], including: []))
        let error = try #require(throws: AlmanacError.self) {
            try HTMLReport(plotly: "var Plotly = {};").page(comparing: comparison)
        }
        #expect(error.kind == .schemaMismatch)
        #expect(error.suggestion?.contains("--include equity") == true)
        #expect(throws: AlmanacError.self) { try RunComparison(try Self.runs(["SPX"])) }
    }

    @Test("a page keeps what names say within their places")
    func escaping() throws {
        let run = try HostileRun.make()
        let text = JSON.object(["success": true, "runs": [run.json(including: [.equity])]]).text()
        let saved = try SavedRun.read(text, file: HostileRun.attack)
        let comparison = try RunComparison(saved + saved)
        let page = try HTMLReport(plotly: "var Plotly = {};").page(comparing: comparison)
        #expect(page.components(separatedBy: "<script").count == 4)
        #expect(!page.contains("<img") && !page.contains("\u{1B}"))
        #expect(!ComparisonText(comparison, width: 80).text.contains("\u{1B}"))
    }

    @Test("the command reads files and the standard input")
    func command() throws {
        try withTemporaryFolder { folder in
            let path = folder + "/spx.json"
            try Self.document("SPX").write(toFile: path, atomically: true, encoding: .utf8)
            let other = try Self.document("AAPL")
            let result = CommandRunner(["compare", path, "-", "--json"], input: other)
            #expect(result.exitCode == 0)
            let json = try result.json()
            #expect(json["runs"]?.arrayValue?.count == 2)
            let sharpe = json["metrics"]?.arrayValue?.first { $0["name"] == "sharpe" }
            #expect(sharpe?["better"] == "higher" && sharpe?["best"] == [1])
            #expect(CommandRunner(["compare", path]).exitCode == 2)
            #expect(CommandRunner(["compare"]).exitCode == 2)
            #expect(CommandRunner(["compare", path, folder + "/none.json"]).exitCode == 5)
            let text = CommandRunner(["compare", path, path])
            #expect(text.output.contains("are the same run."))
        }
    }
}
