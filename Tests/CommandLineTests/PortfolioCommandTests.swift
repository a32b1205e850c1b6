import AlmanacCore
import Foundation
import TestSupport
import Testing

/// `almanac portfolio`, `almanac book`, and strategies that speak for each slot.
@Suite struct PortfolioCommandTests {
    private struct SharedCash: Decodable {
        var symbols: [String]
        var from: String
        var fees: Double
        var slippage: Double
        var bars: Int
        var orders: Int
        var equity: [Double]
        var last: Double
    }

    private struct File: Decodable { var sharedCash: [SharedCash] }

    private func portfolio(_ line: String, input: String = "") throws -> JSON {
        let run = CommandRunner(
            line.split(separator: " ").map(String.init) + ["--json"], input: input)
        try #require(run.exitCode == 0, "\(line): \(run.output)\(run.complaint)")
        return try #require(try run.json()["portfolio"])
    }

    private func numbers(_ json: JSON?) -> [Double] {
        (json?.arrayValue ?? []).compactMap(\.doubleValue)
    }

    // Without costs the two are the same arithmetic. With costs vectorbt takes its targets from the
    // equity before them and gives the last purchase what cash is left, while here every weight is
    // of the equity after them: a difference of the order of the fee times a month's turnover.
    @Test("equal weights each month are vectorbt's with shared cash")
    func vectorbt() throws {
        let url = URL(fileURLWithPath: PackageRoot.path + "/Tests/Golden/portfolio.json")
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let cases = try decoder.decode(File.self, from: Data(contentsOf: url)).sharedCash
        #expect(cases.count >= 5)
        for golden in cases {
            let run = try portfolio(
                "portfolio buy_and_hold --symbol \(golden.symbols.joined(separator: ",")) "
                    + "--from \(golden.from) --param execution_price=close --fees \(golden.fees) "
                    + "--slippage \(golden.slippage) --include equity,orders")
            let equity = numbers(run["equity"])
            #expect(equity.count == golden.bars)
            #expect(run["orders"]?.arrayValue?.count == golden.orders)
            let free = golden.fees == 0 && golden.slippage == 0
            for (index, expected) in golden.equity.enumerated() {
                let error = abs(equity[index * 21] / expected - 1)
                #expect(error <= (free ? 1e-9 : 1e-4), "\(golden.symbols), bar \(index * 21)")
            }
            #expect(abs((equity.last ?? 0) / golden.last - 1) <= (free ? 1e-9 : 1e-4))
        }
    }

    @Test(
        "the order of symbols changes no byte",
        arguments: ["equal", "risk-parity", "minimum-variance"])
    func order(weights: String) throws {
        func run(_ symbols: String) -> String {
            CommandRunner(
                [
                    "portfolio", "ma_crossover", "--symbol", symbols, "--from", "2010-01-01",
                    "--weights", weights, "--fees", "0.001", "--json", "--include",
                    "equity,orders,weights,rebalances",
                ]).output
        }
        let one = run("KO,AAPL,XOM,JNJ")
        #expect(one.count > 10_000)
        #expect(run("JNJ,XOM,AAPL,KO") == one)
        #expect(run("AAPL,JNJ,KO,XOM") == one)
    }

    private let pairs = """
        DATA_SCHEMA = {
            "asset_a": {"frequency": "1Day", "columns": ["close"]},
            "asset_b": {"frequency": "1Day", "columns": ["close"]},
        }

        def generate_signals(data, params):
            z = zscore(data['asset_a']['close'] / data['asset_b']['close'], 20)
            cheap, dear, near = z < -2, z > 2, abs(z) < 0.5
            return RESULT

        """

    private func backtest(_ result: String, _ options: String = "") throws -> JSON {
        let line =
            "backtest - --symbol asset_a=KO --symbol asset_b=PEP --from 2010-01-01 \(options)"
        let run = CommandRunner(
            line.split(separator: " ").map(String.init) + ["--json"],
            input: pairs.replacing("RESULT", with: result))
        try #require(run.exitCode == 0, "\(run.output)")
        return try #require(try run.json()["runs"]?.arrayValue?.first)
    }

    @Test("a pairs trade holds both legs, and its JSON has them by slot")
    func bothLegs() throws {
        let run = try backtest(
            "{'asset_a': (cheap, near, dear, near), 'asset_b': (dear, near, cheap, near)}",
            "--fees 0.0005 --include orders,positions,equity")
        let slots = run["slots"]?.arrayValue ?? []
        #expect(slots.map { $0["slot"]?.stringValue } == ["asset_a", "asset_b"])
        #expect(slots.map { $0["symbol"]?.stringValue } == ["KO", "PEP"])
        let (a, b) = (numbers(slots[0]["positions"]), numbers(slots[1]["positions"]))
        #expect(a.contains { $0 > 0 } && a.contains { $0 < 0 })
        #expect(zip(a, b).allSatisfy { ($0 > 0) == ($1 < 0) && ($0 < 0) == ($1 > 0) })
        let orders = run["orders"]?.arrayValue ?? []
        #expect(Set(orders.compactMap { $0["slot"]?.stringValue }) == ["asset_a", "asset_b"])
        #expect(orders.count == slots.reduce(0) { $0 + ($1["orders"]?.arrayValue?.count ?? 0) })
        let profit = slots.reduce(0) { $0 + ($1["profit"]?.doubleValue ?? 0) }
        #expect(abs(10_000 + profit - (numbers(run["equity"]).last ?? 0)) <= 1e-6)
        #expect(run["metrics"]?["benchmark_return"]?.doubleValue != nil)
        #expect(run["trades"]?.arrayValue?.allSatisfy { $0["slot"] != nil } == true)
    }

    @Test("the first slot alone in a dictionary is the plain result")
    func oneSlot() throws {
        let plain = try backtest("cheap, near", "--include equity,orders")
        let keyed = try backtest("{'asset_a': (cheap, near)}", "--include equity,orders")
        for (one, other) in zip(numbers(plain["equity"]), numbers(keyed["equity"])) {
            #expect(abs(one - other) <= 1e-9 * one)
        }
        #expect(plain["orders"]?.arrayValue?.count == keyed["orders"]?.arrayValue?.count)
        #expect(plain["slots"] == nil)
    }

    @Test("weights are held, and a band saves orders")
    func weights() throws {
        let result = "{'asset_a': 0.5, 'asset_b': -0.25}"
        let tight = try backtest(result, "--include positions,orders")
        let wide = try backtest(result, "--include positions,orders --band 0.05")
        for slot in tight["slots"]?.arrayValue ?? [] {
            let goal = slot["slot"]?.stringValue == "asset_a" ? 0.5 : -0.25
            let weights = numbers(slot["weights"]).dropFirst()
            #expect(weights.allSatisfy { abs($0 - goal) < 1e-9 })
        }
        let counts = [tight, wide].map { $0["orders"]?.arrayValue?.count ?? 0 }
        #expect(counts[1] > 2 && counts[1] * 20 < counts[0])
    }

    @Test("a book shows what each strategy did, and how they go together")
    func book() throws {
        try withTemporaryFolder { folder in
            try Data(
                pairs.replacing(
                    "RESULT", with: "{'asset_a': (cheap, near), 'asset_b': (dear, near)}"
                ).utf8
            ).write(to: URL(filePath: "\(folder)/legs.py"))
            let examples = [
                "ma_crossover", "rsi", "zscore_reversion", "turn_of_month", "macd", "bollinger",
                "ema_crossover", "golden_cross_filter", "momentum_long_short",
            ]
            let known = CommandRunner(["strategies", "--json"]).output
            let rows = examples.filter { known.contains("\"\($0)\"") }.map {
                """
                {"strategy": "\($0)", "symbols": ["AAPL", "JPM"],
                 "params": {"execution_price": "close"}}
                """
            }
            #expect(rows.count >= 5)
            let legs = """
                {"name": "legs", "strategy": "legs.py",
                 "symbols": {"asset_a": "KO", "asset_b": "PEP"}}
                """
            let path = "\(folder)/book.json"
            func write(_ rows: [String]) throws {
                let text = """
                    {"weights": "risk-parity", "rebalance": "quarterly", "band": 0.01,
                     "strategies": [\(rows.joined(separator: ","))]}
                    """
                try Data(text.utf8).write(to: URL(filePath: path))
            }
            try write(rows + [legs])
            let run = try portfolio("book \(path) --from 2012-01-01 --fees 0.0005 --include equity")
            let parts = run["strategy_contributions"]?.arrayValue ?? []
            #expect(parts.count == rows.count + 1)
            let sum = parts.reduce(0) { $0 + ($1["return_contribution"]?.doubleValue ?? 0) }
            let total = run["metrics"]?["total_return"]?.doubleValue ?? .nan
            #expect(abs(sum - total) <= 1e-9)
            let table = run["correlation"]?["values"]?.arrayValue ?? []
            #expect(table.count == parts.count && table[0].arrayValue?.first?.doubleValue == 1)
            #expect(parts.allSatisfy { $0["standalone"]?["sharpe"] != nil })
            try write([legs] + rows.reversed())
            let other = try portfolio(
                "book \(path) --from 2012-01-01 --fees 0.0005 --include equity")
            #expect(run == other)
        }
    }

    static let slips: [(line: String, kind: AlmanacError.Kind, says: String)] = [
        ("portfolio rsi --symbol AAPL", .validation, "at least two symbols"),
        ("portfolio rsi --symbol AAPL,AAPL", .validation, "twice"),
        ("portfolio rsi --symbol SPX,KO --from 2050-01-01", .backtest, "no bars"),
        ("portfolio rsi --symbol KO,PEP --weights parity", .validation, "risk-parity"),
        ("portfolio rsi --symbol KO,PEP --weights KO=0.5,PEP=0.6", .validation, "sum to 1.1"),
        ("portfolio rsi --symbol KO,PEP --weights KO=0.5,PEP=0.3", .validation, "sum to 0.8"),
        ("portfolio rsi --symbol KO,PEP --weights KO=1.5,PEP=-0.5", .validation, "0 or more"),
        ("portfolio rsi --symbol KO,PEP --weights KO=nan,PEP=1", .validation, "0 or more"),
        ("portfolio rsi --symbol KO,PEP --weights KO=1", .validation, "'PEP' has no weight"),
        (
            "portfolio rsi --symbol KO,PEP --weights KO=1,AAPL=0", .validation,
            "not in the portfolio"
        ),
        ("portfolio rsi --symbol KO,PEP --weights KO", .validation, "minimum-variance"),
        ("portfolio rsi --symbol KO,PEP --window 1", .validation, "window"),
        ("portfolio rsi --symbol KO,PEP --band 2", .validation, "band"),
        ("portfolio rsi --symbol KO,PEP --max-weight 0", .validation, "--max-weight"),
        ("portfolio rsi --symbol KO,PEP --rebalance hourly", .validation, "quarterly"),
        ("portfolio rsi --symbol KO,PEP --fills vectorbt", .validation, "one instrument"),
        ("portfolio rsi --symbol KO,PEP --cash -5", .validation, "--cash is -5"),
        ("portfolio rsi --symbol KO,PEP --impact square-root", .schemaMismatch, "volume"),
        ("portfolio rsi --symbol KO,PEP --size quantity=5", .validation, "volatility-target"),
        ("portfolio rsi --symbol KO,PEP --size risk=0.01", .backtest, "needs a stop"),
        ("portfolio rsi --symbol KO,NOPE", .invalidSymbol, "NOPE"),
        ("book no-such.json", .dataFetch, "No such file"),
    ]

    @Test("a slip gives its typed error", arguments: slips)
    func slip(line: String, kind: AlmanacError.Kind, says: String) throws {
        let run = CommandRunner(line.split(separator: " ").map(String.init) + ["--json"])
        let error = try run.json()["error"]
        #expect(error?["type"]?.stringValue == kind.rawValue, "\(run.output)")
        let text =
            "\(error?["message"]?.stringValue ?? "") \(error?["suggestion"]?.stringValue ?? "")"
        #expect(text.contains(says), "\(run.output)")
    }

    @Test("symbols whose dates do not overlap are refused, with their dates")
    func dates() throws {
        try withTemporaryFolder { folder in
            for (name, year) in [("old", 2001), ("new", 2011)] {
                var text = "date,close\n"
                for day in 1...20 {
                    text += "\(year)-03-\(day < 10 ? "0" : "")\(day),\(50 + day)\n"
                }
                try Data(text.utf8).write(to: URL(filePath: "\(folder)/\(name).csv"))
            }
            let run = CommandRunner([
                "portfolio", "buy_and_hold", "--data", "\(folder)/old.csv", "--data",
                "\(folder)/new.csv", "--json",
            ])
            let error = try run.json()["error"]
            #expect(error?["type"]?.stringValue == "backtest_error")
            #expect(error?["message"]?.stringValue?.contains("do not overlap") == true)
            #expect(error?["message"]?.stringValue?.contains("2011-03-01") == true)
        }
    }

    static let books: [(text: String, says: String)] = [
        ("[]", "JSON object"), ("{", "line 1"), ("{}", "no strategies"),
        ("{\"strategies\": []}", "no strategies"),
        ("{\"strategy\": []}", "its keys are name"),
        ("{\"strategies\": [{\"strategy\": \"rsi\", \"symbols\": [\"SPX\"]}]}", "at least two"),
        ("{\"strategies\": [{\"symbols\": [\"SPX\"]}]}", "names no strategy"),
        (
            "{\"strategies\": [{\"strategy\": \"rsi\", \"symbol\": \"SPX\"}]}",
            "did you mean 'symbols'"
        ),
        (
            "{\"strategies\": [{\"strategy\": \"rsi\", \"symbols\": \"SPX\"}, "
                + "{\"strategy\": \"rsi\", \"symbols\": \"AAPL\"}]}", "given twice"
        ),
        (
            "{\"strategies\": [{\"strategy\": \"rsi\", \"symbols\": \"SPX\", \"weight\": 0.5}, "
                + "{\"strategy\": \"macd\", \"symbols\": \"AAPL\", \"weight\": 0.6}]}", "sum to 1.1"
        ),
        (
            "{\"strategies\": [{\"strategy\": \"rsi\", \"symbols\": \"SPX\", \"weight\": 0.5}, "
                + "{\"strategy\": \"macd\", \"symbols\": \"AAPL\"}]}", "has no weight"
        ),
        (
            "{\"weights\": \"equal\", \"strategies\": "
                + "[{\"strategy\": \"rsi\", \"symbols\": \"SPX\", \"weight\": 1}]}",
            "leave out either"
        ),
        (
            "{\"strategies\": "
                + "[{\"strategy\": \"rsi\", \"symbols\": \"SPX\", \"params\": {\"n\": 3}}, "
                + "{\"strategy\": \"macd\", \"symbols\": \"AAPL\"}]}", "'n'"
        ),
    ]

    @Test("a book at fault says what to change", arguments: books)
    func faultyBook(text: String, says: String) throws {
        try withTemporaryFolder { folder in
            let path = "\(folder)/book.json"
            try Data(text.utf8).write(to: URL(filePath: path))
            let run = CommandRunner(["book", path, "--json"])
            let error = try run.json()["error"]
            #expect(error?["type"]?.stringValue == "validation_error", "\(run.output)")
            let all =
                "\(error?["message"]?.stringValue ?? "") \(error?["suggestion"]?.stringValue ?? "")"
            #expect(all.contains(says), "\(run.output)")
        }
    }

    @Test("weights beyond the leverage, and infinite ones, name the bar")
    func badWeights() throws {
        for (result, says) in [
            ("{'asset_a': 0.8, 'asset_b': -0.4}", "more than the leverage"),
            ("{'asset_a': 1 / (cheap * 0.0), 'asset_b': 0.0}", "infinite"),
        ] {
            let run = CommandRunner(
                ["backtest", "-", "--symbol", "asset_a=KO", "--symbol", "asset_b=PEP", "--json"],
                input: pairs.replacing("RESULT", with: result))
            let error = try run.json()["error"]
            #expect(error?["type"]?.stringValue == "backtest_error", "\(run.output)")
            #expect(error?["message"]?.stringValue?.contains(says) == true, "\(run.output)")
            #expect(error?["details"]?["bar"]?.intValue != nil)
        }
    }
}
