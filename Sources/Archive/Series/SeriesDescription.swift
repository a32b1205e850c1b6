import AlmanacCore
import Database
package import TimeSeries

/// What a stored series is called and what it holds.
package struct SeriesDescription: Sendable, Equatable {
    /// Its number in the database.
    package var id: Int64
    /// The source that it comes from.
    package var source: String
    /// What of the source it is, such as `prices`.
    package var slot: String
    /// What it is about, as the source names it.
    package var symbol: String
    /// The instrument that it is of; nil where that is not known.
    package var instrument: Instrument.ID?
    /// How often its rows come.
    package var frequency: Frequency
    /// The name of the calendar by which its bars close.
    package var calendar: String
    /// The columns, oldest first.
    package var columns: [String]
    /// The number of rows, corrections included.
    package var rowCount: Int
    /// The greatest time in it.
    package var lastTime: Timestamp?

    /// How messages and commands call it: `SOURCE/SYMBOL`, or `SOURCE/SYMBOL#SLOT`.
    package var name: String { "\(source)/\(symbol)" + (slot == "prices" ? "" : "#\(slot)") }

    static let selection = """
        SELECT id, source, slot, symbol, frequency, calendar, columns, row_count, last_time,
            instrument
        FROM series
        """

    init(_ row: Row) throws(AlmanacError) {
        id = try row.integer(0)
        source = try row.text(1)
        slot = try row.text(2)
        symbol = try row.text(3)
        let word = try row.text(4)
        guard let frequency = Frequency(rawValue: word) else {
            throw AlmanacError(.internalError, "the series \(id) has the frequency '\(word)'")
        }
        self.frequency = frequency
        calendar = try row.text(5)
        columns = try row.text(6).split(separator: "\n").map(String.init)
        rowCount = Int(try row.integer(7))
        lastTime = try row.optionalInteger(8).map(Timestamp.init(nanoseconds:))
        instrument = try row.optionalText(9).map(Instrument.ID.init)
    }
}
