import AlmanacCore
import TimeSeries

/// `almanac data export`.
enum DataExportCommand {
    static let command = Command(
        name: "data export", summary: "Write a series as CSV or JSON lines.",
        operands: [Command.Operand(name: "SOURCE/SYMBOL", summary: "the series")],
        options: [
            Command.Option("--format", "NAME", "csv or jsonl (default csv, or by --output's end)"),
            Command.Option("--output", "FILE", "a file instead of the standard output"),
            Command.Option("--as-of", "MOMENT", "the rows as they were known at a moment"),
            Command.Option("--versions", nil, "every version of each row, not only the last"),
        ] + DataCommand.window.filter { $0.flag != "--limit" },
        examples: [
            ("almanac data export mine/AAPL > aapl.csv", "a CSV that `data import` reads back"),
            (
                "almanac data export mine/AAPL --versions --output aapl.jsonl",
                "one JSON object for each version of each row"
            ),
        ], run: run)

    private enum Format: String, CaseIterable { case csv, jsonl, parquet }

    private static func run(
        _ arguments: Arguments, _ console: Console
    ) throws(AlmanacError) -> Int32 {
        let output = arguments.value("--output")
        let ending = output?.split(separator: ".").last.flatMap { Format(rawValue: String($0)) }
        let format = try arguments.choice("--format", Format.self) ?? ending ?? .csv
        guard format != .parquet else {
            throw AlmanacError(
                .validation, "this build cannot write Parquet: no library for it is to be had",
                details: ["format": "parquet"],
                suggestion: "write csv or jsonl; `duckdb -c \"COPY 'x.csv' TO 'x.parquet'\"` and"
                    + " pandas turn either into Parquet")
        }
        if let output { try FileSystem.requireWritable(output) }
        let archive = try DatabaseAccess(arguments)
        let (_, frame) = try DataCommand.rows(
            archive, arguments.operands[0], asOf: arguments.value("--as-of"), arguments)
        let text =
            format == .csv
            ? CSVWriter.text(of: frame)
            : (0..<frame.count).map { RowText.json(frame, $0).text() + "\n" }.joined()
        guard let output else {
            console.write(text)
            return 0
        }
        try FileSystem.write(text, to: output)
        console.write(
            arguments.has("--json")
                ? JSON.object([
                    "success": true, "rows": .integer(frame.count), "output": .string(output),
                ]).text(pretty: true) + "\n"
                : "\(frame.count) rows written to \(output)\n")
        return 0
    }
}
