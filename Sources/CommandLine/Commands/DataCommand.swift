import AlmanacCore
import Archive
import Database
import TimeSeries

/// `almanac data list`, `show` and `asof`.
enum DataCommand {
    static let slot = Command.Option(
        "--slot", "NAME", "what of the source it is, where there are several (default prices)")

    static let list = Command(
        name: "data list", summary: "List the series and records that the archive keeps.",
        options: [DatabaseOptions.option],
        examples: [
            (
                "almanac data list",
                "prints each series, its columns and its last row, and how many records there are"
            )
        ]
    ) { (arguments, console) throws(AlmanacError) in
        let archive = try DatabaseAccess(arguments)
        let (all, records) = try archive.read {
            (try archive.store.list($0), try Records.counts($0))
        }
        if arguments.has("--json") {
            let counts = records.map { source, kind, count -> JSON in
                [
                    "source": .string(source), "kind": .string(kind), "records": .integer(count),
                ]
            }
            console.write(
                JSON.object([
                    "success": true, "series": .array(all.map(\.json)), "records": .array(counts),
                ]).text(pretty: true) + "\n")
            return 0
        }
        if all.isEmpty, records.isEmpty {
            console.write("the archive is empty; `almanac data import FILE.csv` fills it\n")
        }
        let width = ((all.map(\.name.count) + records.map(\.source.count)).max() ?? 0) + 2
        for series in all {
            let rows = "\(series.rowCount) \(series.rowCount == 1 ? "row" : "rows")"
            let last = series.lastTime.map { " to \($0.dateText)" } ?? ""
            console.write(
                series.name.padded(to: width) + series.frequency.rawValue.padded(to: 10)
                    + "\(rows)\(last)  \(series.columns.joined(separator: ", "))\n")
        }
        for (source, kind, count) in records {
            let number = "\(count) \(count == 1 ? "record" : "records")"
            console.write(
                source.padded(to: width) + kind.padded(to: 12)
                    + "\(number)  almanac data records \(source)\n")
        }
        return 0
    }

    static let show = Command(
        name: "data show", summary: "Print rows of a series, as known now or at a moment.",
        operands: [Command.Operand(name: "SOURCE/SYMBOL", summary: "the series")],
        options: window + [
            Command.Option("--as-of", "MOMENT", "the rows as they were known at a moment"),
            Command.Option("--versions", nil, "every version of each row, not only the last"),
        ],
        examples: [
            ("almanac data show mine/AAPL", "the last rows of a series"),
            (
                "almanac data show mine/AAPL --as-of 2024-01-31 --json",
                "what was known of it at the end of January"
            ),
        ]
    ) { (arguments, console) throws(AlmanacError) in
        try showRows(
            of: arguments.operands[0], asOf: arguments.value("--as-of"), arguments, console)
    }

    static let asOf = Command(
        name: "data asof", summary: "Print what was known at a moment.",
        operands: [
            Command.Operand(
                name: "MOMENT", summary: "a day, or a moment such as 2024-01-31T16:00Z"),
            Command.Operand(
                name: "SOURCE/SYMBOL", summary: "one series; without it the last row of each",
                isOptional: true),
        ],
        options: window,
        examples: [
            ("almanac data asof 2024-01-31", "the last row of each series that was known then"),
            ("almanac data asof 2024-01-31T16:00Z mine/AAPL", "the rows of one series"),
        ]
    ) { (arguments, console) throws(AlmanacError) in
        let text = arguments.operands[0]
        if arguments.operands.count > 1 {
            return try showRows(of: arguments.operands[1], asOf: text, arguments, console)
        }
        return try showEach(asOf: try moment(text, "MOMENT"), arguments, console)
    }

    static let window: [Command.Option] = [
        slot,
        Command.Option("--columns", "NAMES", "some columns, separated by commas"),
        Command.Option("--from", "DATE", "the first day (or moment), included"),
        Command.Option("--to", "DATE", "the last day (or moment), included"),
        Command.Option("--limit", "N", "at most so many rows, the last ones (default 20)"),
        DatabaseOptions.option,
    ]

    /// A moment that a flag or a word gives.
    static func moment(_ text: String, _ what: String) throws(AlmanacError) -> Timestamp {
        if let moment = Timestamp(iso8601: text) { return moment }
        throw AlmanacError(
            .validation, "\(what) takes a date or a moment, not '\(text)'",
            details: ["value": .string(text)],
            suggestion: "write it as 2024-01-31, or 2024-01-31T16:00:00Z")
    }

    /// The span of `--from` and `--to`; a day is meant to its end.
    static func span(
        _ arguments: Arguments
    ) throws(AlmanacError) -> (from: Timestamp?, until: Timestamp?) {
        let from = try arguments.value("--from").map { (text) throws(AlmanacError) in
            try moment(text, "--from")
        }
        let until = try arguments.value("--to").map { (text) throws(AlmanacError) in
            let length = text.utf8.count == 10 ? Timestamp.nanosecondsPerDay : 1
            return try moment(text, "--to").advanced(byNanoseconds: length)
        }
        if let from, let until, from >= until {
            throw arguments.usage("--from must lie before --to")
        }
        return (from, until)
    }

    /// The rows that the flags ask for.
    static func rows(
        _ archive: DatabaseAccess, _ name: String, asOf: String?, _ arguments: Arguments
    ) throws(AlmanacError) -> (series: SeriesDescription, frame: Frame) {
        var window = SeriesStore.Window()
        window.asOf = try asOf.map { (text) throws(AlmanacError) in try moment(text, "--as-of") }
        if let from = arguments.value("--from") { window.from = try moment(from, "--from") }
        if let to = arguments.value("--to") {
            let last = try moment(to, "--to")
            // A day is meant to its end.
            window.through =
                to.utf8.count == 10
                ? last.advanced(byNanoseconds: Timestamp.nanosecondsPerDay - 1) : last
        }
        let columns = arguments.value("--columns")?.split(separator: ",").map(String.init)
        let chosen = window
        return try archive.read { transaction in
            let series = try archive.series(transaction, name, slot: arguments.value("--slot"))
            let frame =
                arguments.has("--versions")
                ? try archive.store.versions(transaction, series, columns: columns, chosen)
                : try archive.store.read(transaction, series, columns: columns, chosen)
            return (series, frame)
        }
    }

    private static func showRows(
        of name: String, asOf: String?, _ arguments: Arguments, _ console: Console
    ) throws(AlmanacError) -> Int32 {
        let archive = try DatabaseAccess(arguments)
        let limit = try arguments.wholeNumber("--limit") ?? 20
        let (series, frame) = try rows(archive, name, asOf: asOf, arguments)
        let shown = frame[max(0, frame.count - limit)..<frame.count]
        if arguments.has("--json") {
            var document = series.json.objectValue ?? JSONObject()
            document["as_of"] = asOf.map(JSON.string) ?? .null
            document["found"] = .integer(frame.count)
            document["data"] = .array((0..<shown.count).map { RowText.json(shown, $0) })
            console.write(
                JSON.object(["success": true, "series": .object(document)]).text(pretty: true)
                    + "\n")
            return 0
        }
        console.write(
            "\(series.name): \(series.frequency.rawValue), \(frame.count) rows"
                + (asOf.map { " as known at \($0)" } ?? "")
                + (shown.count < frame.count ? ", the last \(shown.count)" : "") + "\n")
        console.write(RowText.table(shown))
        return 0
    }

    private static func showEach(
        asOf moment: Timestamp, _ arguments: Arguments, _ console: Console
    ) throws(AlmanacError) -> Int32 {
        let archive = try DatabaseAccess(arguments)
        let found = try archive.read { transaction in
            try archive.store.list(transaction).map { series in
                let frame = try archive.store.read(
                    transaction, series, SeriesStore.Window(asOf: moment))
                return (series, frame[max(0, frame.count - 1)..<frame.count], frame.count)
            }
        }
        if arguments.has("--json") {
            let rows = found.map { series, last, count -> JSON in
                var document = series.json.objectValue ?? JSONObject()
                document["rows_known"] = .integer(count)
                document["last_known"] = count == 0 ? .null : RowText.json(last, 0)
                return .object(document)
            }
            console.write(
                JSON.object([
                    "success": true, "as_of": .string(moment.iso8601), "series": .array(rows),
                ]).text(pretty: true) + "\n")
            return 0
        }
        for (series, last, count) in found {
            console.write("\(series.name): \(count) rows known\n")
            if count > 0 { console.write(RowText.table(last)) }
        }
        return 0
    }
}
