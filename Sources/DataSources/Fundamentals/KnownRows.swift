import AlmanacCore
import TimeSeries

/// Rows of numbers with the moment from which each was known, in any order until they are a part.
struct KnownRows {
    private var names: [String]
    private var rows: [(time: Timestamp, known: Timestamp, values: [Double])] = []

    init(_ names: [String]) {
        self.names = names
    }

    mutating func append(_ time: Timestamp, _ known: Timestamp, _ values: [Double]) {
        rows.append((time, known, values))
    }

    /// The rows as observations that the source itself dates.
    func part(slot: String, symbol: String, isStated: Bool = true) -> DataBatch.SeriesPart {
        let frame = Frame(
            times: rows.map(\.time), knownAt: rows.map(\.known),
            columns: names.enumerated().map { index, name in
                Frame.NamedColumn(name: name, values: rows.map { $0.values[index] })
            })
        return DataBatch.SeriesPart(
            slot: slot, symbol: symbol, frequency: .event, calendar: .weekdaysOnly,
            isStated: isStated, frame: frame.sorted())
    }
}
