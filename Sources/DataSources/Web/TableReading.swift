import AlmanacCore
import Archive
import Networking
import TimeSeries

/// How a table's bytes become a series: shared by every source that gives CSV.
struct TableReading: Sendable {
    /// How the CSV is read.
    var options = CSVOptions()
    /// The rule by which rows were known; nil goes by the table.
    var rule: KnownAtRule?
    /// The calendar by which bars close.
    var calendar = TradingCalendar.weekdaysOnly
    /// What of the source it is.
    var slot = "prices"
    private let request: DataRequest
    private let source: SourceDescription
    private let way: [String]

    /// Takes what a request's options say.
    init(_ request: DataRequest, _ source: SourceDescription) throws(AlmanacError) {
        (self.request, self.source) = (request, source)
        slot = request.option("slot") ?? (request.kind == .bars ? "prices" : "table")
        options.timeColumn = request.option("time")
        rule = try request.option("known_at").map { (text) throws(AlmanacError) in
            try KnownAtRule(text)
        }
        if case .column(let name) = rule { options.knownAtColumn = name }
        if let name = request.option("calendar") {
            guard let known = TradingCalendar.named(name) else {
                throw AlmanacError(
                    .validation, "there is no calendar '\(name)'",
                    suggestion: "use "
                        + TradingCalendar.known.map(\.name).joined(separator: ", "))
            }
            calendar = known
        }
        if let name = request.option("time_zone") {
            guard let zone = TimeZoneRule.named(name) else {
                throw AlmanacError(.validation, "there is no time zone '\(name)'")
            }
            options.timeZone = zone
        }
        way = request.option("rows")?.split(separator: ".").map(String.init) ?? []
    }

    func batch(
        of bytes: [UInt8], name: String, symbol: String, now: Timestamp
    ) throws(AlmanacError) -> DataBatch {
        var bytes = bytes
        if let first = bytes.first(where: { $0 > 0x20 }), "[{".utf8.contains(first) {
            bytes = try JSONTable.csv(of: AnswerReader(bytes, source), way: way)
        }
        let table = try CSVReader.read(bytes: bytes, name: name, options: options)
        let frequency = request.kind == .bars ? request.frequency : observation
        let moments = try moments(of: table.frame, frequency, now: now)
        let rows = table.frame.times.indices.filter {
            request.covers(table.frame.times[$0]) && moments[$0] <= now
        }
        var batch = DataBatch()
        batch.notes = table.notes
        let late = table.frame.times.indices.count { moments[$0] > now }
        if late > 0 { batch.notes.append("\(late) rows were not known yet and were left out") }
        let frame = Frame(
            times: rows.map { table.frame.times[$0] }, knownAt: rows.map { moments[$0] },
            columns: table.frame.columns.map { column in
                Frame.NamedColumn(name: column.name, values: rows.map { column.values[$0] })
            })
        batch.series = [
            DataBatch.SeriesPart(
                slot: slot, symbol: symbol, frequency: frequency, calendar: calendar,
                isStated: isStated(table.frame), frame: frame)
        ]
        return batch
    }

    /// How often rows come that are no bars.
    private var observation: Frequency {
        request.frequency.isObservation ? request.frequency : .event
    }

    private func isStated(_ frame: Frame) -> Bool {
        switch rule {
        case .column, .moment: true
        case .close, .nextOpen, .after: false
        case nil: frame.knownAt != nil
        }
    }

    private func moments(
        of frame: Frame, _ frequency: Frequency, now: Timestamp
    ) throws(AlmanacError) -> [Timestamp] {
        if let rule {
            return try rule.moments(of: frame.times, stated: frame.knownAt, frequency, calendar)
        }
        if let stated = frame.knownAt { return stated }
        if frequency.isObservation { return frame.times.map { _ in now } }
        return calendar.closes(ofBarsStarting: frame.times, frequency: frequency)
    }
}
