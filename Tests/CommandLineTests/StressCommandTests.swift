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

    @Test(
        "what cannot be stressed is refused",
        arguments: [
            ["--paths", "0"], ["--ruin", "0"], ["--from", "2018-12-27"], ["--ruin", "x"],
        ])
    func refused(words: [String]) {
        let result = CommandRunner(["stress", "rsi", "--symbol", "SPX"] + words)
        #expect(result.exitCode != 0)
        #expect(result.output.isEmpty && !result.complaint.isEmpty)
    }
}
