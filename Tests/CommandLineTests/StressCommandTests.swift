import AlmanacCore
import TestSupport
import Testing

/// `almanac stress` as a person meets it.
@Suite struct StressCommandTests {
    private static let base = ["stress", "rsi", "--symbol", "SPX", "--paths", "200"]

    @Test("the tables read as their golden text")
    func golden() throws {
        let result = CommandRunner(Self.base)
        #expect(result.exitCode == 0)
        try expectGolden(result.output, "stress.txt")
    }

    @Test("a shuffle keeps the final equity, and kinds of market share out every bar")
    func json() throws {
        let run = try #require(
            CommandRunner(Self.base + ["--json"]).json()["runs"]?.arrayValue?.first)
        let shuffled = try #require(run["monte_carlo"]?.arrayValue?.first)
        let actual = try #require(shuffled["actual_final_equity"]?.doubleValue)
        for part in ["p5", "p95"] {
            let value = try #require(shuffled["final_equity"]?[part]?.doubleValue)
            #expect(abs(value - actual) < 1e-9 * actual)
        }
        let bars = try ["trend", "volatility"].map { kind in
            try #require(run["regimes"]?[kind]?.arrayValue).reduce(0) {
                $0 + ($1["bars"]?.doubleValue ?? 0)
            }
        }
        #expect(bars == [5_031, 5_031])
        let other = CommandRunner(Self.base + ["--json", "--seed", "2"])
        #expect(other.output != CommandRunner(Self.base + ["--json"]).output)
    }

    @Test("where no trade closed, kinds of market are told apart all the same")
    func openTrade() throws {
        let words = ["stress", "buy_and_hold", "--symbol", "SPX"]
        let result = CommandRunner(words)
        #expect(result.exitCode == 0)
        #expect(result.output.contains("No trade closed"))
        #expect(result.output.contains("above its 200-bar average"))
        #expect(!result.output.contains("Shuffled"))
        let run = try CommandRunner(words + ["--json"]).json()["runs"]?.arrayValue?.first
        #expect(run?["monte_carlo"] == [])
    }

    @Test(
        "what cannot be stressed is refused",
        arguments: [
            ["--paths", "0"], ["--ruin", "0"], ["--ruin", "2"], ["--ruin", "x"],
        ])
    func refused(words: [String]) {
        let result = CommandRunner(["stress", "rsi", "--symbol", "SPX"] + words)
        #expect(result.exitCode != 0)
        #expect(result.output.isEmpty && !result.complaint.isEmpty)
    }
}
