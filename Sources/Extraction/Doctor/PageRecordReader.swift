/// Reads a page that is one record.
///
/// Every way learned to read a field votes for what it gives; ways that read the same strings count
/// once, and data that the page carries for machines counts most.
struct PageRecordReader {
    let recipe: LearnedRecipe
    let columns: PageColumns

    private struct Vote {
        var weight: Double
        var texts: [String]
        var origins: Set<PageTree.Origin>
        var best: Int
    }

    func reading() -> PageReading {
        var reader = ColumnReader(columns)
        var record: [String: [String]] = [:]
        var withheld: [String] = []
        var confidence: [String: Double] = [:]
        var evidence: [String: [Double]] = [:]
        var isRepaired = false
        for (index, field) in recipe.fields.enumerated() {
            var votes: [[String]: Vote] = [:]
            var order: [[String]] = []
            var seen: Set<[Int32]> = []
            for (rank, source) in field.sources.enumerated() {
                guard let column = reader.columns.column(of: source),
                    seen.insert(reader.columns.members[column] + [source.derivation == .whole ? -1 : -2]).inserted
                else { continue }
                let values = reader.values(
                    column, source.derivation, field: index, field.kind.base, field.reading)
                guard let first = values.first else { continue }
                let read = field.kind.isList ? values.map(\.value) : [first.value]
                let keys = read.map(\.key)
                let weight = Self.weight(source)
                if votes[keys] == nil {
                    order.append(keys)
                    votes[keys] = Vote(
                        weight: 0, texts: read.map(\.text), origins: [], best: rank)
                }
                votes[keys]?.weight += weight
                votes[keys]?.origins.insert(source.origin)
            }
            if order.isEmpty {
                for source in moved(field) {
                    guard let column = reader.columns.column(of: source) else { continue }
                    let values = reader.values(
                        column, source.derivation, field: index, field.kind.base, field.reading)
                    guard let first = values.first else { continue }
                    let read = field.kind.isList ? values.map(\.value) : [first.value]
                    let keys = read.map(\.key)
                    guard votes[keys] == nil, field.profile.likeness(read) > 0.4 else { continue }
                    order.append(keys)
                    votes[keys] = Vote(
                        weight: order.count == 1 ? 1 : 0.2, texts: read.map(\.text),
                        origins: [.linkedData], best: 1)
                    isRepaired = true
                }
            }
            var best: [String]?
            for keys in order where votes[keys]?.weight ?? 0 > best.flatMap({ votes[$0]?.weight }) ?? 0 {
                best = keys
            }
            let total = order.reduce(0.0) { $0 + (votes[$1]?.weight ?? 0) }
            if let best, let vote = votes[best] {
                record[field.name] = vote.texts
                let values = vote.texts.map { ReadValue(key: PlainText.plain($0), text: $0) }
                let found = [
                    vote.weight / max(total, 1), min(1, vote.weight / 3),
                    min(1, Double(vote.origins.count - 1) / 2), vote.best == 0 ? 1 : 0,
                    field.profile.likeness(values), field.kind.isList ? 1 : 0,
                    field.kind.base == .text || field.kind.base == .url ? 0 : 1,
                    Set(best).isSubset(of: field.profile.known) ? 1 : 0,
                    field.kind.base == .url ? 1 : 0,
                    vote.origins.contains(.linkedData) || vote.origins.contains(.microdata) ? 1 : 0,
                    Double(seen.count) / Double(max(1, field.sources.count)),
                    order.count > 1 ? 1 : 0,
                ]
                evidence[field.name] = found
                confidence[field.name] = Calibration.page(found)
            }
            if confidence[field.name] ?? 0 < Doctor.threshold { withheld.append(field.name) }
        }
        var reading = PageReading(
            state: withheld.count == recipe.fields.count ? .withheld : isRepaired ? .repaired : .healthy, records: [record],
            withheld: withheld)
        reading.confidence = confidence
        reading.evidence = evidence
        return reading
    }

    /// Columns of the same properties in another form, the fullest text first.
    private func moved(_ field: LearnedField) -> [FieldSource] {
        let properties = Set(field.sources.compactMap(\.property))
        guard !properties.isEmpty else { return [] }
        var found: [(rank: Int, source: FieldSource)] = []
        for column in columns.keys.indices where columns.keys[column].level == .near {
            guard let property = columns.property(column), properties.contains(property) else {
                continue
            }
            let place = columns.tree.atoms[Int(columns.members[column][0])].place
            let name = columns.tree.names[Int(columns.tree.places[Int(place)].label)]
            let rank = ["text": 0, "*": 1, "#line": 2, "@value": 3, "name": 4][name] ?? 5
            found.append(
                (
                    rank,
                    FieldSource(
                        key: columns.keys[column], derivation: .whole, scope: .page, occurrence: 0,
                        origin: .linkedData)
                ))
        }
        return found.enumerated().sorted {
            ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset)
        }.prefix(8).map(\.element.source)
    }

    private static func weight(_ source: FieldSource) -> Double {
        let origin =
            switch source.origin {
            case .linkedData: 1.0
            case .microdata: 1.0
            case .metadata: 0.5
            case .state: 0.6
            case .body: source.key.level == .anywhere ? 1.0 : 0.5
            }
        let level =
            switch source.key.level {
            case .marked: 1.0
            case .near, .anywhere, .union: 0.9
            case .bare: 0.5
            case .pair: 0.3
            }
        return origin * level
    }
}
