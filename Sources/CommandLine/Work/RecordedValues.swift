import Agents
import AlmanacCore
import Archive
import Database
import Extraction
import Scraping
import TimeSeries

/// A field of the records of a page as values in time.
///
/// - Known: each version of a record from when the archive says, which is its page's fetch at the
///   earliest: what a page says of the past was not known here before.
/// - Value: at each moment that of the record about the latest time; of several about the same time
///   their mean, whatever their order on the page.
struct RecordedValues {
    /// A row for each moment at which something became known.
    private(set) var frame: Frame
    private let count: Int
    private let others: Int
    private let rule: SignalReading.FieldRule?
    private let field: String

    init(
        _ transaction: Transaction, _ source: String, _ field: String,
        _ rule: SignalReading.FieldRule?
    ) throws(AlmanacError) {
        let all = try Records.after(
            transaction, 0, source: source, kind: ScrapedSource.recordKind
        ).filter { $0.erasureReason == nil }
        let own = all.filter { record in
            guard let rule else { return true }
            return record.content.fields[rule.field]?.stringValue.map(rule.accepts) ?? false
        }
        (self.rule, self.field) = (rule, field)
        others = all.count - own.count
        let known = own.compactMap { record in
            Self.number(record.content.fields[field]).map { (record.content, $0) }
        }
        count = known.count
        frame = Self.frame(known)
    }

    private static func frame(_ known: [(content: RecordDraft, value: Double)]) -> Frame {
        let order = known.indices.sorted {
            (known[$0].content.knownAt, $0) < (known[$1].content.knownAt, $1)
        }
        /// What is known of each record about the latest time.
        var latest: [String: Double] = [:]
        var latestTime: Timestamp?
        var times: [Timestamp] = []
        var values: [Double] = []
        for (position, index) in order.enumerated() {
            let (content, value) = known[index]
            if content.time > latestTime ?? content.time { latest = [:] }
            if content.time >= latestTime ?? content.time {
                latestTime = content.time
                latest[content.identity] = value
            }
            let isLast =
                position + 1 == order.count
                || known[order[position + 1]].content.knownAt > content.knownAt
            guard isLast else { continue }
            times.append(content.knownAt)
            let ordered = latest.sorted { $0.key < $1.key }.map(\.value)
            values.append(ordered.reduce(0, +) / Double(ordered.count))
        }
        return Frame(
            times: times, knownAt: times,
            columns: [Frame.NamedColumn(name: "value", values: values)])
    }

    /// The number of a field, in whatever form recipes write it.
    private static func number(_ value: JSON?) -> Double? {
        (value?.doubleValue ?? value?["amount"]?.doubleValue ?? value?["number"]?.doubleValue)
            .flatMap { $0.isFinite ? $0 : nil }
    }

    /// What the values were made of.
    var summary: String {
        var text = "\(count) records, \(frame.count) moments at which they became known"
        if let rule, others > 0 {
            text += ", \(others) records of another \(rule.field) left out"
        }
        return text + "; each counts from its page's fetch, those about one time by their mean"
    }

    /// Why there are no values.
    func nothing(_ name: String) -> AlmanacError {
        let symbol = rule?.words.first?.uppercased() ?? ""
        return AlmanacError(
            .notFound,
            rule == nil || others == 0
                ? "no record of \(name) has a number yet"
                : "none of \(others) records of \(name) has the \(rule?.field ?? "") \(symbol)",
            details: ["field": .string(field), "records": .integer(others)],
            suggestion: rule == nil || others == 0
                ? "`almanac run --once` looks at the page; `almanac data records` shows what it has"
                : "trade a symbol that the page names")
    }
}

extension ArchivedField {
    /// The numbers that an archive has: of scraped pages by their recipes, of other series than
    /// prices by their columns.
    static func all(
        _ transaction: Transaction, _ store: SeriesStore
    ) throws(AlmanacError) -> [ArchivedField] {
        var fields: [ArchivedField] = []
        for source in try Sources.list(transaction) {
            guard ScrapedSource(source) != nil,
                let stored = try Recipes.versions(transaction, name: source.name).last,
                let recipe = try? Extraction.Recipe(stored.document)
            else { continue }
            let symbol = recipe.fields.first {
                ["symbol", "ticker"].contains($0.name.lowercased()) && $0.type == .text
            }
            for field in recipe.fields where !field.type.isList && field.type.isNumeric {
                fields.append(
                    ArchivedField(
                        source: source.name, name: source.name, field: field.name,
                        isMoney: field.type.base == .money, symbolField: symbol?.name))
            }
        }
        for series in try store.list(transaction) where !series.columns.contains("close") {
            fields += series.columns.map {
                ArchivedField(
                    source: series.source, name: series.symbol, field: $0,
                    seriesSlot: series.slot)
            }
        }
        return fields
    }
}

extension FieldType {
    /// Whether its values can be compared with a number.
    fileprivate var isNumeric: Bool {
        switch base {
        case .number, .integer, .money, .quantity, .minutes: true
        case .text, .date, .datetime, .url, .boolean: false
        }
    }
}
