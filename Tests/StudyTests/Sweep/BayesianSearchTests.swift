import AlmanacCore
import Backtesting
import Foundation
import StrategyLanguage
import Study
import Testing

/// Bayesian search finds the best of a grid in few runs.
@Suite struct BayesianSearchTests {
    /// Grids of some five thousand combinations.
    private static let grids: [(strategy: String, ranges: [(String, String)], condition: String?)] =
        [
            ("ma_crossover", [("fast", "2..101"), ("slow", "2..101")], "fast < slow"),
            ("bollinger", [("window", "5..100"), ("width", "0.5..4:0.07")], nil),
            (
                "rsi",
                [("rsi_window", "2..50"), ("oversold", "10..45:5"), ("overbought", "55..95:4")], nil
            ),
            (
                "donchian_breakout", [("entry_window", "5..145:2"), ("exit_window", "5..145:2")],
                nil
            ),
            (
                "zscore_reversion",
                [("window", "5..100:5"), ("entry", "0.5..3:0.25"), ("hold", "2..50:2")], nil
            ),
        ]
    private static let environment = ProcessInfo.processInfo.environment
    /// `ALMANAC_SEARCH_SEEDS=50` runs fifty seeds and prints what they find.
    private static let seedCount = environment["ALMANAC_SEARCH_SEEDS"].flatMap(Int.init) ?? 5
    /// `ALMANAC_SEARCH_SYMBOL=KO` asks another series.
    private static let symbol = environment["ALMANAC_SEARCH_SYMBOL"] ?? "SPX"
    private static let isWhole = environment["ALMANAC_SEARCH_SEEDS"] != nil

    @Test(
        "2 % of the runs find the top 0.2 %, and more than drawing at random does",
        arguments: grids.indices)
    func finds(index: Int) throws {
        let (name, texts, condition) = Self.grids[index]
        let definition = try SweepSample.definition(name)
        let grid = try SweepGrid(
            definition,
            ranges: try texts.map { try SweepSample.range(definition, $0, $1) },
            constraint: condition)
        let sweep = try Sweep(
            [try SweepSample.backtest(definition, Self.symbol, from: 1999)],
            grid: grid)
        var values: [Int: Double] = [:]
        for row in sweep.run() { values[row.combination] = row.value(sweep.metric) }
        let sorted = values.values.sorted(by: >)
        let budget = sweep.combinations.count / 50
        // How many combinations are better than the best of a search, and of as many draws.
        func rank(_ found: Double) -> Int { sorted.prefix { $0 > found }.count }
        var searched: [Int] = []
        var drawn: [Int] = []
        for seed in 0..<UInt64(Self.seedCount) {
            var search = BayesianSearch(
                grid, allowed: sweep.combinations, count: budget, seed: seed, isLowerBetter: false)
            var best = -Double.infinity
            var count = 0
            while let combination = search.next() {
                count += 1
                best = max(best, values[combination] ?? -.infinity)
                search.report(combination, values[combination])
            }
            #expect(count == budget)
            searched.append(rank(best))
        }
        // Draws are cheap: as many as for fifty seeds.
        for seed in 0..<UInt64(50) {
            let draws = try SweepSearch.random(count: budget, seed: seed + 1_000)
                .combinations(of: grid)
            drawn.append(rank(draws.compactMap { values[$0] }.max() ?? -.infinity))
        }
        let top = sweep.combinations.count / 500
        let median = searched.sorted()[searched.count / 2]
        let p = Self.rankSumProbability(searched, drawn)
        if Self.isWhole {
            print(
                "\(name) on \(Self.symbol): \(sweep.combinations.count) combinations, "
                    + "\(budget) runs, median \(median) better (top 0.2 %: \(top)), at random "
                    + "\(drawn.sorted()[drawn.count / 2]), p = \(p)")
        }
        #expect(median < top, "\(name): \(searched.sorted())")
        #expect(p < 0.01, "\(name): \(searched.sorted()) against \(drawn.sorted())")
    }

    /// The one-sided probability of ranks as low as the first by chance (Mann and Whitney 1947,
    /// normal approximation with ties at their mean rank).
    private static func rankSumProbability(_ a: [Int], _ b: [Int]) -> Double {
        var wins = 0.0
        for x in a { for y in b { wins += x < y ? 1 : x == y ? 0.5 : 0 } }
        let (m, n) = (Double(a.count), Double(b.count))
        let deviation = (m * n * (m + n + 1) / 12).squareRoot()
        return 1 - NormalDistribution.cumulative((wins - m * n / 2 - 0.5) / deviation)
    }

    @Test("the same seed gives the same rows, also after an interruption")
    func repeats() throws {
        let search = SweepSearch.bayes(count: 20, seed: 3)
        let sweep = try SweepSample.crossover(
            ["SPX", "KO"], fast: "2..30", slow: "10..90:2", where: "fast < slow", search: search)
        let rows = sweep.run()
        #expect(rows.count == 40 && sweep.runCount == 40)
        let file = SweepFile(sweep)
        let part = rows.filter { $0.combination.isMultiple(of: 2) }
        let read = try file.rows(in: file.header(.partial) + file.lines(part), path: "x")
        #expect(sweep.run(done: read) == rows)
        let other = try SweepSample.crossover(
            ["SPX", "KO"], fast: "2..30", slow: "10..90:2", where: "fast < slow",
            search: .bayes(count: 20, seed: 4))
        #expect(other.run().map(\.combination) != rows.map(\.combination))
    }

    @Test("a search of all there is runs all, and undefined values are no trouble")
    func exhausts() throws {
        let sweep = try SweepSample.crossover(
            fast: "5,6,7", slow: "10..30:10", search: .bayes(count: 50, seed: 1))
        #expect(sweep.run().map(\.combination) == sweep.combinations)
        let flat = try SweepSample.crossover(
            fast: "150..160", slow: "450..460", search: .bayes(count: 15, seed: 1),
            metric: .profitFactor)
        #expect(flat.run().count == 15)
        #expect(throws: AlmanacError.self) {
            try SweepSample.crossover(search: .bayes(count: 0, seed: 1))
        }
    }
}
