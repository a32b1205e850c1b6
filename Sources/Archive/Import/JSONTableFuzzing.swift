import TimeSeries

/// Reads arbitrary bytes as a table written as JSON; returns whatever the bytes are.
///
/// The entry for a fuzzer: any crash, endless loop or boundless memory is a fault of the reader.
package func exerciseJSONTables(_ bytes: [UInt8]) {
    // Refusing such bytes is the expected outcome, so the error itself does not matter.
    guard JSONTable.isJSON(bytes), let table = try? JSONTable(bytes, file: "fuzz.json") else {
        return
    }
    var options = CSVOptions()
    options.skipBadRows = true
    options.sort = true
    options.columnNames = table.names
    options.delimiter = .comma
    _ = try? CSVReader.read(bytes: table.csv(), name: "fuzz.json", options: options)
}
