import AlmanacCore

/// Reading and writing of JSON, which every command and every strategy file goes through.
let jsonBenchmarks: [Benchmark] = [
    Benchmark(
        name: "json-parse", purpose: "a few MB of results read in well under a second",
        items: document.utf8.count, item: "byte"
    ) {
        let text = document
        return { blackHole(try JSON.parse(text)) }
    },
    Benchmark(
        name: "json-write", purpose: "a result with 5,000 bars printed in milliseconds",
        items: document.utf8.count, item: "byte"
    ) {
        let value = try JSON.parse(document)
        return { blackHole(value.text()) }
    },
]

/// A document shaped like a backtest's result: an equity curve and a list of trades.
private let document: String = {
    let equity = (0..<5_000).map { JSON.number(100 + Double($0 * 7_919 % 4_001) / 37) }
    let trades = (0..<200).map { index -> JSON in
        [
            "direction": "long", "status": "closed", "entry_bar": .integer(index * 25),
            "exit_bar": .integer(index * 25 + 11), "pnl": .number(Double(index) / 3 - 20),
        ]
    }
    return JSON.object(["equity": .array(equity), "trades": .array(trades)]).text()
}()
