import AlmanacCore
import Foundation
import TestSupport
import Testing

/// The run ledger as commands use it.
@Suite struct LedgerTests {
    private func backtest(_ words: [String], ledger: String) throws -> JSON {
        let run = CommandRunner(
            ["backtest", "rsi", "--symbol", "SPX", "--json", "--ledger", ledger] + words)
        #expect(run.exitCode == 0, "\(run.output)")
        return try run.json()
    }

    private func trials(_ json: JSON) -> Int? {
        json["ledger"]?["runs"]?.arrayValue?.first?["trials"]?.intValue
    }

    @Test("without a ledger nothing about luck is shown, and with one the runs stay the same")
    func off() throws {
        try withTemporaryFolder { folder in
            let plain = try CommandRunner(["backtest", "rsi", "--symbol", "SPX", "--json"]).json()
            #expect(plain["ledger"] == nil)
            let off = try backtest([], ledger: "none")
            #expect(off == plain)
            let counted = try backtest([], ledger: folder + "/ledger.jsonl")
            #expect(counted["runs"] == plain["runs"])
            #expect(counted["ledger"] != nil)
        }
    }

    @Test("variants and symbols add up, and the same run counts once")
    func counting() throws {
        try withTemporaryFolder { folder in
            let ledger = folder + "/ledger.jsonl"
            let first = try backtest([], ledger: ledger)
            #expect(trials(first) == 1)
            let again = try backtest([], ledger: ledger)
            #expect(again == first)
            #expect(trials(try backtest(["--fees", "0.001"], ledger: ledger)) == 2)
            let several = try backtest(["--symbol", "KO,PEP"], ledger: ledger)
            #expect(trials(several) == 4)
            let overfitting = several["ledger"]?["runs"]?.arrayValue?.first?["overfitting"]
            #expect(overfitting?["symbols_in_all"] == ["KO", "PEP", "SPX"])
            #expect(overfitting?["verdict"]?.stringValue?.contains("Of 4 variants") == true)
            #expect(overfitting?["intervals"]?["sharpe"]?["low"]?.doubleValue != nil)
            let text = CommandRunner(["backtest", "rsi", "--symbol", "SPX", "--ledger", ledger])
            #expect(text.output.contains("Luck: Of 4 variants tried on 3 symbols"))
        }
    }

    @Test("a torn line is ended, noted, and nothing after it is lost")
    func torn() throws {
        try withTemporaryFolder { folder in
            let ledger = folder + "/ledger.jsonl"
            _ = try backtest([], ledger: ledger)
            let whole = try String(contentsOfFile: ledger, encoding: .utf8)
            try (whole + whole.dropLast(20)).write(
                toFile: ledger, atomically: true, encoding: .utf8)
            let second = try backtest(["--fees", "0.001"], ledger: ledger)
            #expect(trials(second) == 2)
            #expect(second["ledger"]?["notes"]?.arrayValue?.count == 1)
            #expect(trials(try backtest(["--fees", "0.002"], ledger: ledger)) == 3)
        }
    }

    @Test("runs at the same time lose no line")
    func concurrent() throws {
        try withTemporaryFolder { folder in
            let ledger = folder + "/ledger.jsonl"
            DispatchQueue.concurrentPerform(iterations: 24) { index in
                _ = CommandRunner([
                    "backtest", "rsi", "--symbol", "SPX", "--fees", "0.0\(index + 10)", "--ledger",
                    ledger,
                ])
            }
            let last = try backtest([], ledger: ledger)
            #expect(trials(last) == 25)
        }
    }

    @Test("a named ledger that cannot be used is an error that says so")
    func unusable() throws {
        try withTemporaryFolder { folder in
            for path in [folder, folder + "/missing/ledger.jsonl"] {
                let run = CommandRunner([
                    "backtest", "rsi", "--symbol", "SPX", "--ledger", path, "--json",
                ])
                #expect(run.exitCode == 5)
                let error = try run.json()["error"]
                #expect(error?["suggestion"]?.stringValue?.isEmpty == false)
            }
        }
    }

    @Test("the user's data folder is used by default, and done without where it cannot be")
    func byDefault() throws {
        try withTemporaryFolder { folder in
            let words = ["backtest", "rsi", "--symbol", "SPX"]
            let run = CommandRunner(words, environment: ["XDG_DATA_HOME": folder])
            #expect(run.output.contains("Luck: One variant was tried"))
            let path = folder + "/almanac/ledger.jsonl"
            let text = try String(contentsOfFile: path, encoding: .utf8)
            #expect(text.contains("\"SPX\""))
            // What JSON shows depends on what was asked for alone.
            let json = try CommandRunner(
                words + ["--json"], environment: ["XDG_DATA_HOME": folder]
            ).json()
            #expect(json["ledger"] == nil)
            let off = CommandRunner(
                words, environment: ["XDG_DATA_HOME": folder, "ALMANAC_LEDGER": "none"])
            #expect(!off.output.contains("Luck"))
            let nowhere = CommandRunner(words, environment: ["HOME": "/proc/nowhere"])
            #expect(nowhere.exitCode == 0 && !nowhere.output.contains("Luck"))
        }
    }

    @Test("bars on which a default was fitted are labelled in-sample")
    func inSample() throws {
        try withTemporaryFolder { folder in
            let shown = CommandRunner(["strategies", "show", "rsi"])
            var definition = try #require(try JSON.parse(shown.output).objectValue)
            let name = try #require(definition["param_schema"]?.objectValue?.keys.first)
            definition["provenance"] = .object([
                name: [
                    "source": "a sweep", "symbols": ["SPX"], "from": "2001-01-01",
                    "to": "2004-12-31",
                ]
            ])
            let path = folder + "/fitted.json"
            try JSON.object(definition).text().write(
                toFile: path, atomically: true, encoding: .utf8)
            let words = ["backtest", path, "--symbol", "SPX", "--json"]
            let run = try CommandRunner(words).json()["runs"]?.arrayValue?.first
            let label = run?["in_sample"]?.arrayValue?.first
            #expect(label?["parameters"] == [.string(name)])
            #expect(label?["bars"]?.intValue ?? 0 > 900)
            let warnings = run?["warnings"]?.arrayValue?.compactMap(\.stringValue) ?? []
            #expect(warnings.contains { $0.hasPrefix("In-sample: the default of '\(name)'") })
            let later = try CommandRunner(words + ["--from", "2005-01-01"]).json()
            #expect(later["runs"]?.arrayValue?.first?["in_sample"] == nil)
        }
    }
}
