/// Reads a page that is one record.
struct PageRecordReader {
    let recipe: LearnedRecipe
    let columns: PageColumns

    func reading() -> PageReading {
        var reader = ColumnReader(columns)
        var record: [String: [String]] = [:]
        var withheld: [String] = []
        var confidence: [String: Double] = [:]
        for (index, field) in recipe.fields.enumerated() {
            var votes: [[String]: (weight: Double, texts: [String])] = [:]
            var order: [[String]] = []
            for source in field.sources {
                guard let column = columns.column(source.key) else { continue }
                let values = reader.values(
                    column, source.derivation, field: index, field.kind.base, field.reading)
                guard let first = values.first else { continue }
                let read = field.kind.isList ? values.map(\.value) : [first.value]
                let keys = read.map(\.key)
                if votes[keys] == nil { order.append(keys) }
                votes[keys, default: (0, read.map(\.text))].weight += 1
            }
            let best = order.max { (votes[$0]?.weight ?? 0) < (votes[$1]?.weight ?? 0) }
            let total = order.reduce(0.0) { $0 + (votes[$1]?.weight ?? 0) }
            if let best, let vote = votes[best] {
                record[field.name] = vote.texts
                confidence[field.name] = vote.weight / max(total, 1)
            }
            if confidence[field.name] ?? 0 < Doctor.threshold { withheld.append(field.name) }
        }
        var reading = PageReading(
            state: withheld.count == recipe.fields.count ? .withheld : .healthy, records: [record],
            withheld: withheld)
        reading.confidence = confidence
        return reading
    }
}
