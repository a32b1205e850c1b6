public import AlmanacCore

/// Daily and hourly bars in the files of the LEAN engine.
///
/// Each row is `20240131 09:00,open,high,low,close,volume`, without a header, in ten-thousandths of
/// the currency. Prices are raw.
/// - Source: QuantConnect LEAN, `Data/equity/readme.md`.
public enum LEANBars {
    /// Reads the bytes of an unpacked file.
    ///
    /// - Parameter timeZone: The zone of the times: UTC keeps the dates of daily bars as labels,
    ///   New York's makes moments of hourly ones.
    /// - Throws: As ``CSVReader`` does.
    public static func read(
        bytes: [UInt8], name: String, timeZone: TimeZoneRule = .utc
    ) throws(AlmanacError) -> Frame {
        var options = CSVOptions()
        options.columnNames = ["date", "open", "high", "low", "close", "volume"]
        options.timeZone = timeZone
        var frame = try CSVReader.read(bytes: bytes, name: name, options: options).frame
        for index in frame.columns.indices where frame.columns[index].name != "volume" {
            for row in frame.columns[index].values.indices {
                frame.columns[index].values[row] /= 10_000
            }
        }
        return frame
    }
}
