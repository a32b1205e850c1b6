import AlmanacCore
import TimeSeries

extension DataRequest {
    /// How a source names the request's frequency.
    ///
    /// - Throws: `validation` where it has none such.
    func frequencyName(
        _ names: [(Frequency, String)], _ source: SourceDescription
    ) throws(AlmanacError) -> String {
        if let name = names.first(where: { $0.0 == frequency }) { return name.1 }
        throw AlmanacError(
            .validation, "\(source.title) has no bars of \(frequency.rawValue)",
            details: [
                "source": .string(source.name), "frequency": .string(frequency.rawValue),
            ],
            suggestion: "use " + names.map(\.0.rawValue).joined(separator: ", "))
    }

    /// The time that a bar is labelled with: the date in a zone for a day or more, else its start.
    func label(of start: Timestamp, in zone: TimeZoneRule) -> Timestamp {
        frequency.isIntraday ? start : Timestamp(zone.local(at: start).date)
    }
}
