import AlmanacCore
import Foundation
import TestSupport
import Testing

/// `almanac sweep` as a person meets it.
@Suite struct SweepCommandTests {
    private static let base = [
        "sweep", "ma_crossover", "--symbol", "SPX", "--from", "2015-01-01", "--param",
        "fast=5..20:5", "--param", "slow=10..60:10", "--where", "fast < slow",
    ]

    @Test("the table reads as its golden text")
    func golden() throws {
        let one = CommandRunner(Self.base + ["--top", "5"])
        #expect(one.exitCode == 0)
        let many = CommandRunner(
            [
                "sweep", "ma_crossover", "--symbol", "SPX,KO", "--from", "2015-01-01", "--to",
                "2018-12-31", "--param", "fast=5,10", "--param", "slow=20,40", "--metric",
                "max_drawdown",
            ])
        try expectGolden(one.output + "\n" + many.output, "sweep.txt")
        #expect(one.complaint.isEmpty, "no progress where the error stream is no terminal")
    }

    @Test("JSON has the best rows and the number of trials")
    func json() throws {
        let result = CommandRunner(Self.base + ["--json", "--top", "3"])
        let document = try result.json()
        let object = try #require(document.objectValue)
        #expect(object["success"] == true)
        #expect(object["trials"] == 20)
        let rows = try #require(object["rows"]?.arrayValue)
        #expect(rows.count == 3)
        let best = try #require(rows.first?.objectValue)
        #expect(best["rank"] == 1)
        // The row is the single run.
        let parameters = try #require(best["parameters"]?.objectValue)
        let single = CommandRunner([
            "backtest", "ma_crossover", "--symbol", "SPX", "--from", "2015-01-01", "--json",
            "--param", "fast=\(parameters["fast"]?.text() ?? "")", "--param",
            "slow=\(parameters["slow"]?.text() ?? "")",
        ])
        let run = try single.json().objectValue?["runs"]?.arrayValue?.first?.objectValue
        let metrics = try #require(run?["metrics"]?.objectValue)
        for name in ["sharpe", "total_return", "max_drawdown", "final_equity", "closed_trades"] {
            #expect(best[name] == metrics[name], "\(name)")
        }
    }

    @Test("luck is judged by all trials, those of earlier sweeps in the ledger included")
    func luck() throws {
        try withTemporaryFolder { folder in
            let ledger = ["--json", "--ledger", folder + "/ledger.jsonl"]
            func tried(_ words: [String]) throws -> (own: JSON?, all: JSON?, deflated: Double?) {
                let object = try CommandRunner(words).json()["overfitting"]
                return (
                    object?["trials"], object?["trials_in_all"],
                    object?["deflated_sharpe"]?.doubleValue
                )
            }
            let first = try tried(Self.base + ledger)
            #expect(first.own == 20 && first.all == 20)
            let probability = try #require(first.deflated)
            #expect(probability > 0 && probability < 1)
            // The same sweep again is no further trial; another one is.
            #expect(try tried(Self.base + ledger).all == 20)
            let wider = Self.base.map { $0 == "slow=10..60:10" ? "slow=70..90:10" : $0 }
            let second = try tried(wider + ledger)
            #expect(second.own == 12 && second.all == 32)
            // What a document holds depends on a ledger only where it is named.
            #expect(try tried(wider + ["--json"]).all == 12)
        }
        let without = try CommandRunner(Self.base + ["--json", "--no-luck"]).json()
        #expect(without["overfitting"] == nil)
        #expect(!CommandRunner(Self.base + ["--no-luck"]).output.contains("Luck:"))
    }

    @Test("the best values are saved as defaults with where they came from, and are in-sample")
    func save() throws {
        try withTemporaryFolder { folder in
            let path = folder + "/fitted.json"
            let ledger = ["--ledger", folder + "/ledger.jsonl", "--json"]
            let wider = Self.base.map { $0 == "slow=10..60:10" ? "slow=70..90:10" : $0 }
            #expect(CommandRunner(wider + ledger).exitCode == 0)
            let swept = CommandRunner(Self.base + ledger + ["--save", path])
            let best = try #require(try swept.json()["rows"]?.arrayValue?.first)
            #expect(try swept.json()["files"] == [.string(path)])
            let saved = try JSON.parse(try String(contentsOfFile: path, encoding: .utf8))
            for name in ["fast", "slow"] {
                #expect(saved["param_schema"]?[name]?["default"] == best["parameters"]?[name])
                let origin = saved["provenance"]?[name]
                #expect(origin?["source"] == "a sweep ranked by sharpe")
                #expect(origin?["symbols"] == ["SPX"] && origin?["trials"] == 32)
                #expect(origin?["from"] == "2015-01-02" && origin?["to"] == "2018-12-31")
            }
            let again = CommandRunner([
                "backtest", path, "--symbol", "SPX", "--from", "2018-01-01",
            ])
            #expect(again.exitCode == 0 && again.output.contains("In-sample: the default of"))
            let before = CommandRunner(["backtest", path, "--symbol", "SPX", "--to", "2014-12-31"])
            #expect(before.exitCode == 0 && !before.output.contains("In-sample"))
        }
    }

    @Test("all rows go to a file; a file that was cut short is gone on from")
    func file() throws {
        try withTemporaryFolder { folder in
            let path = folder + "/rows.csv"
            let whole = CommandRunner(Self.base + ["--out", path])
            #expect(whole.exitCode == 0)
            #expect(whole.output.contains("wrote \(path)"))
            let text = try String(contentsOfFile: path, encoding: .utf8)
            let lines = text.split(separator: "\n")
            #expect(lines[0].hasSuffix(" complete"))
            #expect(lines.count == 3 + 20)
            #expect(!FileManager.default.fileExists(atPath: path + ".partial"))

            let part = lines.prefix(9).joined(separator: "\n").replacing(
                "complete", with: "partial")
            try (part + "\nSPX,7,").write(
                toFile: path + ".partial", atomically: true, encoding: .utf8)
            try FileManager.default.removeItem(atPath: path)
            #expect(CommandRunner(Self.base + ["--out", path]).output == whole.output)
            #expect(try String(contentsOfFile: path, encoding: .utf8) == text)

            try part.write(toFile: path + ".partial", atomically: true, encoding: .utf8)
            let other = CommandRunner(Self.base + ["--out", path, "--fees", "0.01"])
            #expect(other.exitCode == 3)
            #expect(other.complaint.contains("another sweep"))
        }
    }

    @Test(
        "bad input is a typed error that says what to change",
        arguments: [
            (["--param", "fast=9..5"], 3, "lower end first"),
            (["--param", "fast=5..500"], 3, "from 1 to 200"),
            (["--param", "fats=5..9"], 3, "did you mean 'fast'?"),
            (["--param", "fast=5..9", "--where", "fast > 10"], 3, "widen the ranges"),
            (["--param", "fast=5..9", "--where", "fast > fasd"], 3, "did you mean 'fast'?"),
            (["--param", "fast=5", "--param", "fast=6"], 3, "given twice"),
            (["--metric", "sharp"], 3, "did you mean sharpe?"),
            (["--random", "0"], 3, "1 to"),
            (["--random", "5", "--bayes", "5"], 2, "exclude each other"),
            (["--param", "fast=5..9", "--param", "slow=400", "--from", "2018-06-01"], 8, "none"),
            (["--symbol", "SPX"], 3, "names 'SPX' twice"),
            (["--param", "fast=5..9", "--from", "2050-01-01"], 8, "choose --from"),
            (["--param", "fast=5..9", "--out", "/nowhere/at/all.csv"], 5, "folder exists"),
            (["--threads", "0"], 2, "at least 1"),
        ])
    func badInput(words: [String], code: Int32, saying: String) {
        let result = CommandRunner(["sweep", "ma_crossover", "--symbol", "SPX"] + words)
        #expect(result.exitCode == code, "\(result.complaint)")
        #expect(result.complaint.contains(saying), "\(result.complaint)")
        #expect(result.output.isEmpty)
    }

    @Test("without ranges the schema's are drawn from, the same for the same seed")
    func random() throws {
        let words = [
            "sweep", "rsi", "--symbol", "KO", "--from", "2018-01-01", "--random", "12", "--json",
        ]
        let one = CommandRunner(words)
        #expect(one.exitCode == 0)
        #expect(try one.json().objectValue?["trials"] == 12)
        #expect(CommandRunner(words + ["--threads", "1"]).output == one.output)
        #expect(CommandRunner(words + ["--seed", "2"]).output != one.output)
    }
}
