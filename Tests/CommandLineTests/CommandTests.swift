import AlmanacCore
import TestSupport
import Testing

/// The commands as they are used.
@Suite struct CommandTests {
    @Test(
        "every command explains itself",
        arguments: [
            "backtest", "ask", "strategy check", "strategy explain", "strategies",
            "strategies show",
            "symbols",
        ])
    func help(name: String) {
        let words = name.split(separator: " ").map(String.init)
        let run = CommandRunner(words + ["--help"])
        #expect(run.exitCode == 0)
        #expect(run.output.contains("usage: almanac \(name)"))
        #expect(run.output.contains("--json"))
        #expect(CommandRunner(["--help"]).output.contains(name))
        // Where the first word is no command, it is asked about as a group.
        if words.count > 1, CommandRunner([words[0]]).exitCode != 0 {
            for asked in [[words[0], "--help"], ["help", words[0]]] {
                #expect(CommandRunner(asked).output.contains(name))
            }
        }
    }

    @Test("every example strategy checks without a fault")
    func examples() throws {
        let names =
            try CommandRunner(["strategies", "--json"]).json()["strategies"]?.arrayValue ?? []
        #expect(names.count >= 12)
        for name in names.compactMap({ $0["name"]?.stringValue }) {
            let run = CommandRunner(["strategy", "check", name])
            #expect(run.exitCode == 0, "\(name): \(run.output)")
            #expect(CommandRunner(["strategy", "explain", name]).output.contains("entries"))
        }
    }

    @Test("the same run gives the same bytes")
    func determinism() {
        let words = [
            "backtest", "rsi", "--symbol", "SPX,IXIC,AAPL", "--json", "--include", "equity",
        ]
        let first = CommandRunner(words)
        #expect(first.exitCode == 0)
        #expect(first.output == CommandRunner(words).output)
    }

    @Test("several symbols keep their order and each equals its own run")
    func symbols() throws {
        let together = try CommandRunner(
            ["backtest", "ma_crossover", "--symbol", "KO,PEP,XOM", "--json"]
        ).json()
        let runs = together["runs"]?.arrayValue ?? []
        #expect(runs.map { $0["symbol"]?.stringValue } == ["KO", "PEP", "XOM"])
        for run in runs {
            let symbol = run["symbol"]?.stringValue ?? ""
            let alone = try CommandRunner(
                ["backtest", "ma_crossover", "--symbol", symbol, "--json"]
            ).json()
            #expect(alone["runs"]?.arrayValue?.first == run)
        }
    }

    @Test("a sentence's saved strategy gives the sentence's result")
    func saved() throws {
        try withTemporaryFolder { folder in
            let path = "\(folder)/strategy.json"
            let asked = try CommandRunner([
                "ask", "Buy KO when RSI(14) falls below 30, sell above 70, 10% stop", "--save",
                path, "--json",
            ]).json()
            let rerun = try CommandRunner(["backtest", path, "--symbol", "KO", "--json"]).json()
            let run = asked["runs"]?.arrayValue?.first
            #expect(run?["trades"]?.arrayValue?.isEmpty == false)
            #expect(run?["hash"] == rerun["runs"]?.arrayValue?.first?["hash"])
        }
    }

    @Test("a plan's strategy is saved without a run, and a question leaves no file")
    func savedPlan() throws {
        try withTemporaryFolder { folder in
            let path = "\(folder)/strategy.json"
            let ask = ["ask", "--plan-only", "--save", path, "--json"]
            let refused = CommandRunner(ask + ["Buy KO when the moon is full"])
            #expect(refused.exitCode != 0)
            #expect(CommandRunner(["strategy", "check", path]).exitCode != 0)
            let asked = try CommandRunner(ask + ["Buy KO when RSI is below 30, sell above 70"])
                .json()
            #expect(asked["plan"] != nil)
            #expect(CommandRunner(["strategy", "check", path]).exitCode == 0)
        }
    }
}
