import AlmanacCore
import Foundation
import TestSupport
import Testing

/// The flags of costs and sizes.
@Suite struct CostCommandTests {
    private func run(_ flags: String, symbol: String = "SPX") throws -> JSON {
        let words = "backtest ma_crossover --symbol \(symbol) \(flags) --json"
        let document = try CommandRunner(words.split(separator: " ").map(String.init)).json()
        return try #require(document["runs"]?.arrayValue?.first)
    }

    @Test("a run without models says nothing new")
    func unchanged() throws {
        #expect(try run("--fees 0.001 --slippage 0.0005")["costs"] == nil)
        #expect(try run("--size fraction=0.5")["costs"] == nil)
        let sized = CommandRunner(["backtest", "ma_crossover", "--symbol", "SPX"])
        #expect(!sized.output.contains("Costs "))
    }

    @Test(
        "each model charges its part",
        arguments: [
            ("--commission per-share=0.005,min=1,max=1%", "commission"),
            ("--commission tiered=0:0.001/10000:0.0005,by=month", "commission"),
            ("--spread 0.0005", "spread"), ("--spread corwin-schultz", "spread"),
            ("--spread abdi-ranaldo:42", "spread"), ("--slippage fixed=0.05", "slippage"),
            ("--slippage volatility=0.05", "slippage"), ("--impact square-root", "impact"),
            ("--impact almgren:1e10", "impact"),
            ("--borrow 0.03 --direction short", "borrow"), ("--interest 0.02", "interest"),
            ("--leverage 2 --margin-interest 0.06", "margin_interest"),
        ])
    func models(flags: String, part: String) throws {
        let run = try run(flags)
        let costs = try #require(run["costs"])
        #expect((costs[part]?.doubleValue ?? 0) > 0, "\(costs)")
        let signs = ["interest": -1.0, "dividends": -1.0]
        let names = [
            "delay", "spread", "slippage", "impact", "commission", "borrow", "margin_interest",
            "interest", "dividends",
        ]
        let sum = names.reduce(0) { $0 + (signs[$1] ?? 1) * (costs[$1]?.doubleValue ?? .nan) }
        let total = try #require(costs["total"]?.doubleValue)
        #expect(abs(sum - total) < 1e-9 * 10_000)
        let end = try #require(run["metrics"]?["final_equity"]?.doubleValue)
        #expect(abs(end - 10_000 - (costs["real_pnl"]?.doubleValue ?? .nan)) < 1e-9)
    }

    @Test("the summary says in a line where the money went")
    func summary() throws {
        let words = "backtest ma_crossover --symbol SPX --spread 0.001 --commission per-order=1"
        let output = CommandRunner(words.split(separator: " ").map(String.init)).output
        #expect(output.contains("Costs "))
        #expect(output.contains("spread") && output.contains("commission"))
    }

    @Test("models and sizes have hashes of their own")
    func hashes() throws {
        let flags = [
            "", "--spread 0.001", "--spread 0.002", "--size amount=1000", "--size quantity=1",
            "--interest 0.01", "--commission per-order=1",
        ]
        let hashes = try flags.map { try run($0)["hash"]?.stringValue ?? "" }
        #expect(Set(hashes).count == flags.count)
    }

    @Test("a column of the data is the spread")
    func column() throws {
        try withTemporaryFolder { folder in
            var rows = "timestamp,open,close,half\n"
            for day in 0..<28 {
                let price = 100 + 5 * sin(Double(day))
                rows += "2020-02-\(day < 9 ? "0" : "")\(day + 1),\(price),\(price),0.01\n"
            }
            let path = "\(folder)/prices.csv"
            try Data(rows.utf8).write(to: URL(filePath: path))
            let words =
                "backtest ma_crossover --data \(path) --param fast=2 --param slow=4 "
                + "--calendar 24/7 --json --spread column="
            func run(_ column: String) -> CommandRunner {
                CommandRunner((words + column).split(separator: " ").map(String.init))
            }
            let costs = try run("half").json()["runs"]?.arrayValue?.first?["costs"]
            let traded = try #require(costs?["traded_value"]?.doubleValue)
            let spread = try #require(costs?["spread"]?.doubleValue)
            #expect(traded > 0 && abs(spread / traded - 0.005) < 1e-4)
            #expect(run("bid").exitCode == AlmanacError.Kind.schemaMismatch.exitCode)
        }
    }

    @Test(
        "a slip gives its typed error",
        arguments: [
            ("--commission foo=1", AlmanacError.Kind.validation, "per-share"),
            ("--commission per-share=cheap", .validation, "cheap"),
            ("--spread corwin-shultz", .validation, "corwin-schultz"),
            ("--spread 3", .validation, "spread"), ("--slippage fixed", .validation, "fixed"),
            ("--slippage spread=0.5", .validation, "spread"),
            ("--impact linear", .validation, "square-root"),
            ("--max-participation 0", .validation, "--max-participation"),
            ("--borrow -1", .validation, "borrow"), ("--size kelly=x", .validation, "kelly"),
            ("--size half", .validation, "fraction=0.5"),
            ("--size risk=0.01", .backtest, "stop"),
            ("--fills vectorbt --spread 0.01", .validation, "vectorbt"),
            ("--dividends cash", .schemaMismatch, "--actions"),
            ("--dividends gone", .validation, "reinvest"),
        ])
    func slip(flags: String, kind: AlmanacError.Kind, says: String) throws {
        let words = "backtest ma_crossover --symbol SPX \(flags)"
        let run = CommandRunner(words.split(separator: " ").map(String.init))
        #expect(run.exitCode == kind.exitCode, "\(run.complaint)")
        #expect(run.complaint.contains(says), "\(run.complaint)")
        #expect(run.output.isEmpty)
    }

    @Test("volume and ranges that a model needs and the data lacks are named")
    func missing() throws {
        for (flags, column) in [
            ("--impact square-root", "volume"), ("--max-participation 0.1", "volume"),
            ("--spread corwin-schultz", "high"),
        ] {
            let words = "backtest ma_crossover --symbol AAPL \(flags)"
            let run = CommandRunner(words.split(separator: " ").map(String.init))
            #expect(run.exitCode == AlmanacError.Kind.schemaMismatch.exitCode)
            #expect(run.complaint.contains("'\(column)'"))
        }
    }

    @Test("what is counted in shares is warned about on adjusted prices")
    func adjusted() throws {
        for flags in ["--commission per-share=0.01", "--slippage fixed=0.01", "--size quantity=5"] {
            let warnings = try run(flags, symbol: "AAPL")["warnings"]?.arrayValue ?? []
            #expect(warnings.contains { $0.stringValue?.contains("adjusted") == true }, "\(flags)")
        }
    }

    @Test(
        "a sweep's row with costs and sizes equals the single run",
        arguments: [
            "--commission per-share=0.005,min=1 --spread corwin-schultz --impact square-root "
                + "--max-participation 0.000001 --interest 0.02", "--size kelly=0.5",
            "--size volatility-target=0.1 --spread 0.001",
        ])
    func sweep(flags: String) throws {
        let words =
            "sweep ma_crossover --symbol SPX --param fast=10,20 --param slow=50,100 --json \(flags)"
        let rows = try CommandRunner(words.split(separator: " ").map(String.init)).json()["rows"]
        #expect(rows?.arrayValue?.count == 4)
        for row in rows?.arrayValue ?? [] {
            let fast = try #require(row["parameters"]?["fast"]?.intValue)
            let slow = try #require(row["parameters"]?["slow"]?.intValue)
            let single = try run("--param fast=\(fast) --param slow=\(slow) \(flags)")
            for name in ["final_equity", "sharpe", "max_drawdown", "total_return"] {
                #expect(row[name] == single["metrics"]?[name], "\(name)")
            }
        }
    }

    @Test("sweeps with other costs have hashes of their own")
    func sweepHashes() throws {
        let hashes = try ["", "--spread 0.001", "--spread 0.002", "--size amount=5"].map { flags in
            let words = "sweep ma_crossover --symbol SPX --param fast=10 --json \(flags)"
            let document = try CommandRunner(words.split(separator: " ").map(String.init)).json()
            return document["hash"]?.stringValue ?? ""
        }
        #expect(Set(hashes).count == 4)
    }
}
