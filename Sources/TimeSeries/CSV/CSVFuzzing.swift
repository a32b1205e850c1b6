import AlmanacCore

/// Reads arbitrary bytes as CSV under several options; returns whatever the bytes are.
///
/// The entry for a fuzzer: any crash, endless loop or boundless memory is a fault of the reader.
/// Checks as well that frames come out in time order and are as long as their columns.
package func exerciseCSVReader(_ bytes: [UInt8]) {
    var lenient = CSVOptions()
    lenient.skipBadRows = true
    lenient.sort = true
    var foreign = lenient
    foreign.timeZone = .usEastern
    foreign.dayFirst = true
    foreign.delimiter = .semicolon
    foreign.decimalSeparator = .comma
    var headless = lenient
    headless.columnNames = ["date", "time", "open", "symbol", "known_at"]
    for options in [CSVOptions(), lenient, foreign, headless] {
        // Refusing such bytes is the expected outcome, so the error itself does not matter.
        guard let table = try? CSVReader.read(bytes: bytes, name: "fuzz", options: options) else {
            continue
        }
        let times = table.frame.times
        precondition(!times.isEmpty, "a table must have rows")
        precondition(zip(times, times.dropFirst()).allSatisfy { $0 <= $1 }, "rows must be sorted")
    }
}
