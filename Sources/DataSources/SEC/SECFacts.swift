import AlmanacCore
import TimeSeries

/// Figures of filings in XBRL, as the SEC collects them of a company.
///
/// Each figure is a row of the series that is named for its concept and unit, about the end of its
/// period and known when its filing was accepted, or from the evening on which it was filed. The
/// same figure comes again with every
/// filing that repeats it: the first one says when it was known, and another value is a version.
struct SECFacts {
    private let request: DataRequest
    private let source: SourceDescription
    private let concepts: Set<String>?

    private let accepted: [String: Timestamp]

    /// - Parameter accepted: when filings were accepted, by their accession numbers.
    init(
        _ request: DataRequest, _ source: SourceDescription, accepted: [String: Timestamp]
    ) {
        (self.request, self.source, self.accepted) = (request, source, accepted)
        concepts = request.option("concepts").map { list in
            Set(list.split(separator: ",").map(String.init))
        }
    }

    private struct Row {
        var end: Timestamp
        var days: Double
        var known: Timestamp
        var value: Double
    }

    func batch(_ answer: AnswerReader, now: Timestamp) throws(AlmanacError) -> DataBatch {
        var batch = DataBatch()
        let symbol = request.target.uppercased()
        for (taxonomy, members) in try answer.member("facts").members() {
            for (concept, fact) in try members.members() {
                if let concepts, !concepts.contains(concept),
                    !concepts.contains("\(taxonomy):\(concept)")
                {
                    continue
                }
                for (unit, list) in try fact.member("units").members() {
                    let rows = try rows(list, now: now)
                    if rows.isEmpty { continue }
                    batch.series.append(
                        part(rows, slot: "\(taxonomy):\(concept) \(unit)", symbol: symbol))
                }
            }
        }
        return batch
    }

    private func rows(_ list: AnswerReader, now: Timestamp) throws(AlmanacError) -> [Row] {
        var rows: [Row] = []
        for item in try list.elements() {
            let end = Timestamp(try item.member("end").date())
            let start = try item.optional("start")?.date()
            // EDGAR closes at 22:00 in New York; what is filed that day is known by then.
            var known = TimeZoneRule.usEastern.moment(
                on: try item.member("filed").date(),
                nanosecondOfDay: 22 * Timestamp.nanosecondsPerHour)
            if let filing = try item.optional("accn")?.text(), let moment = accepted[filing] {
                known = min(known, moment)
            }
            guard request.covers(end), known <= now else { continue }
            let days = start.map { Double(end.daysSinceEpoch - $0.daysSinceEpoch + 1) } ?? 0
            rows.append(
                Row(
                    end: end, days: days, known: known,
                    value: try item.member("val").number()))
        }
        return Self.versions(rows)
    }

    /// The rows without repeats: of each period what was said first, and what was said differently.
    private static func versions(_ rows: [Row]) -> [Row] {
        let order = rows.indices.sorted {
            let (a, b) = (rows[$0], rows[$1])
            if a.end != b.end { return a.end < b.end }
            if a.days != b.days { return a.days < b.days }
            if a.known != b.known { return a.known < b.known }
            return $0 < $1
        }
        var kept: [Row] = []
        for index in order {
            let row = rows[index]
            if let last = kept.last, last.end == row.end, last.days == row.days {
                if last.value == row.value { continue }
                if last.known == row.known { kept.removeLast() }
            }
            kept.append(row)
        }
        return kept
    }

    /// A series with a column for each length of period, since a quarter and a year may end
    /// together.
    private func part(_ rows: [Row], slot: String, symbol: String) -> DataBatch.SeriesPart {
        let sorted = rows.indices.sorted {
            let (a, b) = (rows[$0], rows[$1])
            if a.end != b.end { return a.end < b.end }
            return a.known == b.known ? $0 < $1 : a.known < b.known
        }
        let names = ["instant", "quarter", "half", "nine_months", "year", "other"]
        var times: [Timestamp] = []
        var known: [Timestamp] = []
        var columns = names.map { Frame.NamedColumn(name: $0, values: []) }
        for index in sorted {
            let row = rows[index]
            let place = Self.place(row.days)
            // Figures of one period's end that are known together share a row.
            if times.last == row.end, known.last == row.known {
                columns[place].values[times.count - 1] = row.value
                continue
            }
            let isSamePeriod = times.last == row.end
            times.append(row.end)
            known.append(row.known)
            for column in columns.indices {
                // A version holds what was known of the other lengths before.
                let before = isSamePeriod ? columns[column].values.last ?? .nan : .nan
                columns[column].values.append(column == place ? row.value : before)
            }
        }
        columns.removeAll { $0.values.allSatisfy(\.isNaN) }
        return DataBatch.SeriesPart(
            slot: slot, symbol: symbol, frequency: .event, calendar: .weekdaysOnly,
            isStated: true, frame: Frame(times: times, knownAt: known, columns: columns))
    }

    private static func place(_ days: Double) -> Int {
        switch days {
        case 0: 0
        case 80...101: 1
        case 170...192: 2
        case 260...285: 3
        case 350...380: 4
        default: 5
        }
    }
}
