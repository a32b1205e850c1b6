import AlmanacCore

/// The errors that reading a CSV file can end with, worded in one place.
struct CSVErrors {
    let file: String

    func unreadable(_ reason: String, _ suggestion: String) -> AlmanacError {
        AlmanacError(
            .dataFetch, "\(file) cannot be read: \(reason)", details: ["file": .string(file)],
            suggestion: suggestion)
    }

    func wrongShape(
        _ reason: String, details: JSONObject = [:], suggestion: String? = nil
    ) -> AlmanacError {
        var all: JSONObject = ["file": .string(file)]
        for (key, value) in details.members { all[key] = value }
        return AlmanacError(
            .schemaMismatch, "\(file) \(reason)", details: all, suggestion: suggestion)
    }

    func badRows(count: Int, first faults: [CSVFault]) -> AlmanacError {
        let first = faults.first.map { "; the first: \($0.sentence)" } ?? ""
        return wrongShape(
            "has \(pluralized(count, "row")) that cannot be read\(first)",
            details: [
                "bad_rows": .integer(count), "faults": .array(faults.map(\.json)),
            ],
            suggestion: "correct the rows, or leave such rows out with --skip-bad-rows")
    }

    func noRows(skipped: Int, first faults: [CSVFault]) -> AlmanacError {
        if skipped > 0 { return badRows(count: skipped, first: faults) }
        return wrongShape(
            "has a header and no rows",
            suggestion: "give a file with at least one row below its header")
    }

    func empty() -> AlmanacError {
        wrongShape("is empty", suggestion: "give a file with a header line and rows")
    }

    func notText(_ what: String, _ suggestion: String) -> AlmanacError {
        wrongShape("is \(what), not text in UTF-8", suggestion: suggestion)
    }

    func noTimeColumn(_ headers: [String], wanted: String?) -> AlmanacError {
        let details: JSONObject = ["columns": .array(headers.prefix(50).map { .string($0) })]
        if let wanted {
            return wrongShape(
                "has no column \(wanted)", details: details,
                suggestion: nearestName(to: wanted, among: headers).map { "did you mean \($0)?" })
        }
        let looksLikeData = headers.contains { Double($0) != nil }
        return wrongShape(
            looksLikeData ? "begins with data instead of a header" : "has no column of times",
            details: details,
            suggestion: looksLikeData
                ? "add a header line, such as timestamp,open,high,low,close,volume"
                : "name the column of times timestamp or date, or say which it is with"
                    + " --time-column")
    }

    func repeatedColumn(_ name: String) -> AlmanacError {
        wrongShape(
            "has more than one column \(name)", details: ["column": .string(name)],
            suggestion: "rename one of them; case, spaces and synonyms do not tell columns apart")
    }

    func tooManyColumns(_ count: Int, limit: Int) -> AlmanacError {
        wrongShape(
            "has \(count) columns; at most \(limit) are read",
            details: ["columns": .integer(count), "limit": .integer(limit)],
            suggestion: "keep the columns that are needed")
    }

    func lineTooLong(line: Int, limit: Int) -> AlmanacError {
        wrongShape(
            "has a row on line \(line) that is longer than \(limit) bytes",
            details: ["line": .integer(line), "limit": .integer(limit)],
            suggestion: "look for a quote that is opened on line \(line) and not closed, and for"
                + " line ends other than LF, CRLF and CR")
    }

    func unterminated(line: Int) -> AlmanacError {
        wrongShape(
            "ends inside quotes that are opened in the row on line \(line)",
            details: ["line": .integer(line)],
            suggestion: "close the quotes; the rows after them cannot be told otherwise")
    }

    func openDecimals() -> AlmanacError {
        wrongShape(
            "does not tell whether the comma in its numbers stands before decimals or between"
                + " thousands",
            suggestion: "say which with --decimal-separator")
    }

    func mixedColumn(_ header: String) -> AlmanacError {
        wrongShape(
            "has a column \(header) that begins with text and then holds mostly numbers",
            details: ["column": .string(header)],
            suggestion: "correct the rows that hold text, or leave their fields empty")
    }

    func unreadableTimes(_ header: String, _ reason: String, _ hint: String?) -> AlmanacError {
        wrongShape(
            "has times in column \(header) that cannot be made out: \(reason)",
            details: ["column": .string(header)],
            suggestion: hint ?? "write all times in one way, such as 2024-01-31T09:30:00Z")
    }

    func unsorted(
        line: Int, time: Timestamp, earlierLine: Int, earlierTime: Timestamp
    ) -> AlmanacError {
        wrongShape(
            "is not in time order: line \(line) has \(time.dateText) after line \(earlierLine) has"
                + " \(earlierTime.dateText)",
            details: ["line": .integer(line), "time": .string(time.dateText)],
            suggestion: "check the dates of these lines; to put the rows in order all the same, use"
                + " --sort")
    }

    func severalSymbols(_ symbols: [String]) -> AlmanacError {
        wrongShape(
            "holds rows of several symbols: \(symbols.prefix(5).joined(separator: ", "))"
                + (symbols.count > 5 ? "…" : ""),
            details: ["symbols": .array(symbols.map { .string($0) })],
            suggestion: "choose one with --only-symbol")
    }

    func noSymbolColumn(_ symbol: String) -> AlmanacError {
        wrongShape(
            "has no column of symbols in which to look for \(symbol)",
            suggestion: "name the column symbol, or read the file without choosing a symbol")
    }

    func noSuchSymbol(_ symbol: String, found: [String]) -> AlmanacError {
        AlmanacError(
            .invalidSymbol, "\(file) has no rows of \(symbol)",
            details: [
                "file": .string(file), "symbol": .string(symbol),
                "symbols": .array(found.map { .string($0) }),
            ],
            suggestion: nearestName(to: symbol, among: found).map { "did you mean \($0)?" })
    }
}
