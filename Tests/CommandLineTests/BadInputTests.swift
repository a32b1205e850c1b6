import AlmanacCore
import Foundation
import TestSupport
import Testing

/// What a person may get wrong, each with the type, the exit code and the words that help.
@Suite struct BadInputTests {
    struct Slip: CustomTestStringConvertible {
        var words: [String]
        var kind: AlmanacError.Kind
        var says: String
        var file = ""

        init(
            _ line: String, _ kind: AlmanacError.Kind, _ says: String, file: String = "",
            also: [String] = []
        ) {
            words = line.split(separator: " ").map(String.init) + also
            self.kind = kind
            self.says = says
            self.file = file
        }

        var testDescription: String { words.joined(separator: " ") }
    }

    static let commandLines: [Slip] = [
        Slip("bactest", .usage, "almanac backtest"),
        Slip("strategy", .usage, "strategy check"),
        Slip("backtest", .usage, "STRATEGY"),
        Slip("backtest rsi --symbl SPX", .usage, "--symbol"),
        Slip("backtest rsi --symbol", .usage, "needs a value"),
        Slip("backtest rsi extra --symbol SPX", .usage, "one word too many"),
        Slip("backtest rsii --symbol SPX", .notFound, "rsi"),
        Slip("backtest no/such/file.json --symbol SPX", .dataFetch, "No such file"),
        Slip("backtest / --symbol SPX", .dataFetch, "folder"),
        Slip("backtest rsi --symbol APPL", .invalidSymbol, "AAPL"),
        Slip("backtest rsi", .schemaMismatch, "--symbol"),
        Slip("backtest rsi --symbol price=SPX", .schemaMismatch, "prices"),
        Slip("backtest pairs --symbol asset_a=KO", .schemaMismatch, "asset_b"),
        Slip("backtest keltner --symbol AAPL", .schemaMismatch, "high"),
        Slip("backtest rsi --symbol SPX --param rsi_window=1", .validation, "from 2 to"),
        Slip("backtest rsi --symbol SPX --param rsi_window=x", .validation, "whole number"),
        Slip("backtest rsi --symbol SPX --param window=5", .validation, "rsi_window"),
        Slip("backtest rsi --symbol SPX --from 2050-01-01", .backtest, "no bars"),
        Slip("backtest rsi --symbol SPX --from soon", .validation, "2015-12-31"),
        Slip("backtest rsi --symbol SPX --fees 2", .validation, "fees"),
        Slip("backtest rsi --symbol SPX --fees much", .validation, "number"),
        Slip("backtest rsi --symbol SPX --direction up", .validation, "long, short, both"),
        Slip("backtest rsi --symbol SPX --fills vectorbot", .validation, "vectorbt"),
        Slip("backtest rsi --symbol SPX --max-cost 10", .validation, "--max-cost"),
        Slip("backtest rsi --symbol SPX --include trades", .validation, "signals"),
        Slip("backtest rsi --symbol SPX --calendar NYSEX", .validation, "XNYS"),
        Slip("backtest rsi --symbol SPX --trades /no/such/folder/t.csv", .dataFetch, "written"),
        Slip(
            "backtest rsi --symbol SPX --param execution_frequency=1Hour", .validation,
            "finer"),
        Slip("strategies show rsy", .notFound, "rsi"),
        Slip("ask", .usage, "SENTENCE"),
        Slip("ask", .validation, "moon", also: ["Buy AAPL when the moon is full"]),
        Slip("ask", .invalidSymbol, "ZZZZ", also: ["Buy ZZZZ when RSI is below 30"]),
    ]

    @Test("a slip gives its typed error, as JSON and as text", arguments: commandLines)
    func slip(_ slip: Slip) throws {
        let plain = CommandRunner(slip.words)
        #expect(plain.exitCode == slip.kind.exitCode)
        #expect(plain.output.isEmpty)
        #expect(plain.complaint.hasPrefix("almanac: "))
        #expect(plain.complaint.contains(slip.says))
        let asJSON = CommandRunner(slip.words + ["--json"])
        let document = try asJSON.json()
        #expect(document["success"] == false)
        #expect(document["error"]?["type"]?.stringValue == slip.kind.rawValue)
        #expect(asJSON.exitCode == slip.kind.exitCode)
    }

    static let files: [Slip] = [
        Slip("", .schemaMismatch, "empty", file: ""),
        Slip("", .schemaMismatch, "no rows", file: "timestamp,close\n"),
        Slip("", .backtest, "one bar", file: "timestamp,close\n2020-01-01,5\n"),
        Slip(
            "", .backtest, "every price",
            file: "timestamp,close\n2020-01-01,\n2020-01-02,\n2020-01-03,\n"),
        Slip(
            "", .schemaMismatch, "order",
            file: "timestamp,close\n2020-01-03,5\n2020-01-02,6\n2020-01-06,7\n"),
        Slip(
            "", .schemaMismatch, "line 3",
            file: "timestamp,close\n2020-01-02,5\n2020-01-03,x7\n2020-01-06,8\n"),
        Slip("", .schemaMismatch, "close", file: "timestamp,price\n2020-01-02,5\n2020-01-03,6\n"),
        Slip("", .schemaMismatch, "time", file: "close,volume\n5,1\n6,1\n"),
    ]

    @Test("a file that cannot be used says what is wrong with it", arguments: files)
    func file(_ slip: Slip) throws {
        try withTemporaryFolder { folder in
            let path = "\(folder)/prices.csv"
            try Data(slip.file.utf8).write(to: URL(filePath: path))
            let run = CommandRunner(["backtest", "ma_crossover", "--data", path])
            #expect(run.exitCode == slip.kind.exitCode, "\(run.complaint)")
            #expect(run.complaint.contains(slip.says), "\(run.complaint)")
        }
    }

    static let strategies: [(code: String, says: String)] = [
        ("def generate_signals(data, params)\n    return 1, 2", "':'"),
        (
            "def generate_signals(data, params):\n    c = data['prices']['close']\n"
                + "    return c.shift(-1) > c, c < c",
            "look-ahead"
        ),
        (
            "def generate_signals(data, params):\n    c = data['prices']['close']\n"
                + "    return c.rolling(5).apply(max) > c, c < c",
            "rolling"
        ),
        ("import os\ndef generate_signals(data, params):\n    return None", "cannot be imported"),
        ("x = 1", "generate_signals"),
    ]

    @Test("a strategy at fault is refused with its place", arguments: strategies)
    func strategy(code: String, says: String) throws {
        let document: JSON = [
            "name": "faulty", "code": .string(code),
            "data_schema": ["prices": ["frequency": "1Day", "columns": ["close"]]],
        ]
        let run = CommandRunner(
            ["backtest", "-", "--symbol", "AAPL", "--json"], input: document.text())
        #expect(run.exitCode == AlmanacError.Kind.validation.exitCode)
        let error = try run.json()["error"]
        #expect(error?["message"]?.stringValue?.contains(says) == true, "\(run.output)")
        #expect(error?["details"]?["line"]?.intValue != nil)
    }
}
