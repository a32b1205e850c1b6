/// Reads a page that is one record.
///
/// Every way learned to read a field votes for what it gives; ways that read the same strings count
/// once, and data that the page carries for machines counts most.
struct PageRecordReader {
    let recipe: LearnedRecipe
    let columns: PageColumns
    /// What is read by the fields' names, for fields that this was right for before.
    let named: [String: [String]]

    /// What the page says in the body and elsewhere, to look for a second witness of a value.
    private let said: (body: Set<String>, data: Set<String>)

    init(recipe: LearnedRecipe, columns: PageColumns, named: [String: [String]]) {
        self.recipe = recipe
        self.named = named
        self.columns = columns
        var body: Set<String> = []
        var data: Set<String> = []
        let hasAddresses = recipe.fields.contains { $0.kind.base == .url }
        let hasTexts = recipe.fields.contains { $0.kind.base == .text }
        for atom in columns.tree.atoms where atom.text.utf8.count <= 2_000 {
            let isBody = columns.tree.places[Int(atom.place)].origin == .body
            var keys: [String] = []
            if hasTexts { keys.append(PlainText.plain(atom.text)) }
            if hasAddresses, atom.part != 0 || !isBody { keys.append(PlainText.address(atom.text)) }
            if isBody { body.formUnion(keys) } else { data.formUnion(keys) }
        }
        said = (body, data)
    }

    private struct Vote {
        var weight: Double
        var texts: [String]
        var origins: Set<PageTree.Origin>
        var best: Int
        /// What was read first with these values.
        var placed: [PlacedValue] = []
    }

    func reading() -> PageReading {
        var reader = ColumnReader(columns)
        var reading = PageReading(state: .healthy, records: [], withheld: [])
        var record: [String: [String]] = [:]
        var found: [(index: Int, evidence: [Double])] = []
        for (index, field) in recipe.fields.enumerated() {
            var poll = poll(field, index, &reader)
            if poll.order.isEmpty, seekMoved(field, index, &reader, &poll) {
                reading.state = .repaired
            }
            let learned = poll.best
            let byName = addNamed(field, &poll)
            if let (keys, vote) = byName ?? poll.best {
                record[field.name] = vote.texts
                let isOther = learned.map { $0.keys != keys } ?? false
                found.append(
                    (
                        index,
                        evidence(field, keys, vote, poll) + [
                            byName != nil && !isOther && learned != nil ? 1 : 0, isOther ? 1 : 0,
                            byName != nil && learned == nil ? 1 : 0,
                        ]
                    ))
                if isOther { reading.state = .repaired }
            }
        }
        for (index, own) in found {
            let field = recipe.fields[index]
            let evidence = own + together(own, found.filter { $0.index != index }.map(\.evidence))
            reading.evidence[field.name] = evidence
            reading.confidence[field.name] = isRefused(evidence) ? 0 : Calibration.page(evidence)
        }
        reading.withheld = recipe.fields.filter { field in
            let limit = field.kind.isList ? Calibration.severalLimit : Calibration.pageLimit
            return reading.confidence[field.name] ?? 0 < limit
        }.map(\.name)
        reading.records = [record]
        if reading.withheld.count == recipe.fields.count { reading.state = .withheld }
        return reading
    }

    /// What the known ways alone read, field by field: nothing where they contradict each other
    /// and none prevails, nor what is unlike the known values.
    func known() -> [String: [PlacedValue]] {
        var reader = ColumnReader(columns)
        var found: [String: [PlacedValue]] = [:]
        for (index, field) in recipe.fields.enumerated() {
            let poll = poll(field, index, &reader)
            guard let vote = poll.best?.vote else { continue }
            let isTyped = field.kind.base != .text && field.kind.base != .url
            let isMachine =
                vote.origins.contains(.linkedData) || vote.origins.contains(.microdata)
            guard poll.order.count < 2 || vote.weight >= Self.share(isTyped) * poll.total,
                isMachine || field.profile.likeness(vote.placed.map(\.value)) >= Self.leastLikeness
            else { continue }
            found[field.name] = vote.placed
        }
        return found
    }

    /// Where ways contradict each other, the share of the weight that must be at one.
    private static func share(_ isTyped: Bool) -> Double { isTyped ? 0.75 : 0.65 }
    /// Values less like the known ones than this are relied on in data for machines alone.
    private static let leastLikeness = 0.5

    private func poll(
        _ field: LearnedField, _ index: Int, _ reader: inout ColumnReader
    ) -> Poll {
        var poll = Poll()
        for (rank, source) in field.sources.enumerated() {
            guard let column = reader.columns.column(of: source),
                poll.isNew(reader.columns.members[column], source.derivation),
                let read = read(source, field, index, column, &reader)
            else { continue }
            poll.add(read, Self.weight(source), source.origin, rank)
        }
        return poll
    }

    /// The ways to read one field and what each says.
    private struct Poll {
        var votes: [[String]: Vote] = [:]
        var order: [[String]] = []
        var total = 0.0
        var columnCount = 0
        private var seen: Set<[Int32]> = []

        mutating func isNew(_ atoms: [Int32], _ derivation: Derivation) -> Bool {
            guard seen.insert(atoms + [derivation == .whole ? -1 : -2]).inserted else {
                return false
            }
            columnCount += 1
            return true
        }

        mutating func add(
            _ read: [PlacedValue], _ weight: Double, _ origin: PageTree.Origin, _ rank: Int
        ) {
            let keys = read.map(\.value.key)
            if votes[keys] == nil {
                order.append(keys)
                votes[keys] = Vote(
                    weight: 0, texts: read.map(\.value.text), origins: [], best: rank,
                    placed: read)
            }
            votes[keys]?.weight += weight
            votes[keys]?.origins.insert(origin)
            total += weight
        }

        var best: (keys: [String], vote: Vote)? {
            var best: (keys: [String], vote: Vote)?
            for keys in order {
                guard let vote = votes[keys], vote.weight > best?.vote.weight ?? 0 else { continue }
                best = (keys, vote)
            }
            return best
        }
    }

    /// Adds what the field's name alone leads to, which outweighs places that may mean something
    /// else by now; nil where nothing is known by the name.
    private func addNamed(
        _ field: LearnedField, _ poll: inout Poll
    ) -> (keys: [String], vote: Vote)? {
        let read = (named[field.name] ?? []).compactMap {
            RecipeInducer.example($0, field.kind.base)
        }
        guard !read.isEmpty, read.count == named[field.name]?.count,
            field.kind.isList || read.count == 1
        else { return nil }
        poll.add(
            read.map { PlacedValue(place: 0, atom: 0, value: $0, id: -1) }, 1, .linkedData, 1)
        let keys = read.map(\.key)
        return poll.votes[keys].map { (keys, $0) }
    }

    private func read(
        _ source: FieldSource, _ field: LearnedField, _ index: Int, _ column: Int,
        _ reader: inout ColumnReader
    ) -> [PlacedValue]? {
        let values = reader.values(
            column, source.derivation, field: index, field.kind.base, field.reading)
        guard var first = values.first else { return nil }
        if case .joined(let separator) = source.derivation {
            let text = values.map(\.value.text).joined(separator: Derivation.separators[separator])
            first.value = ReadValue(key: PlainText.plain(text), text: text)
            return [first]
        }
        return field.kind.isList ? values : [first]
    }

    /// Looks for the same properties in another form; whether something was found.
    private func seekMoved(
        _ field: LearnedField, _ index: Int, _ reader: inout ColumnReader, _ poll: inout Poll
    ) -> Bool {
        for source in moved(field) {
            guard let column = reader.columns.column(of: source),
                let read = read(source, field, index, column, &reader),
                poll.votes[read.map(\.value.key)] == nil,
                field.profile.likeness(read.map(\.value)) > 0.4
            else { continue }
            poll.add(read, poll.order.isEmpty ? 1 : 0.2, .linkedData, 1)
        }
        return !poll.order.isEmpty
    }

    private func evidence(
        _ field: LearnedField, _ keys: [String], _ vote: Vote, _ poll: Poll
    ) -> [Double] {
        let values = vote.texts.map { ReadValue(key: PlainText.plain($0), text: $0) }
        let isMachine =
            vote.origins.contains(.linkedData) || vote.origins.contains(.microdata)
        let isWritten = field.kind.base == .text || field.kind.base == .url
        return [
            vote.weight / max(poll.total, 1), min(1, vote.weight / 3),
            min(1, Double(vote.origins.count - 1) / 2), vote.best == 0 ? 1 : 0,
            field.profile.likeness(values), field.kind.isList ? 1 : 0, isWritten ? 0 : 1,
            Set(keys).isSubset(of: field.profile.known) ? 1 : 0,
            field.kind.base == .url ? 1 : 0, isMachine ? 1 : 0,
            Double(poll.columnCount) / Double(max(1, field.sources.count)),
            poll.order.count > 1 ? 1 : 0,
            min(1, Double(vote.texts.count) / Double(max(1, field.profile.count)) / 2),
            Double(keys.filter { field.profile.known.contains($0) }.count) / Double(keys.count),
            min(1, Double(field.sources.count) / 24), field.kind.base == .number ? 1 : 0,
            vote.origins.contains(.body) ? 1 : 0, vote.origins.contains(.metadata) ? 1 : 0,
            min(1, Double(Set(field.sources.map(\.origin)).count - 1) / 3),
            witnessed(keys, field, vote),
        ]
    }

    /// The share of values that the page says once more, in the body or outside of it.
    private func witnessed(_ keys: [String], _ field: LearnedField, _ vote: Vote) -> Double {
        guard field.kind.base == .text || field.kind.base == .url else { return 0.5 }
        let other = vote.origins.contains(.body) ? said.data : said.body
        return Double(keys.filter(other.contains).count) / Double(max(1, keys.count))
    }

    /// How the other fields of the page fare: what is known of them, and what contradicts itself.
    private func together(_ own: [Double], _ others: [[Double]]) -> [Double] {
        let count = Double(max(1, others.count))
        func mean(_ index: Int) -> Double { others.reduce(0) { $0 + $1[index] } / count }
        return [
            mean(7), own[7] * (1 - mean(7)), (1 - own[7]) * mean(7), mean(11), mean(10), mean(0),
            Double(others.count + 1) / Double(recipe.fields.count),
        ]
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

    /// Names of what the evidence of a page's field holds, in order.
    private enum Finding: Int {
        case share, weight, origins, first, likeness, list, typed, known, address, machine, columns
        case conflict, length, knownShare, sources, number, body, metadata, oldOrigins, witness
        case namedAlike, namedInstead, namedOnly
    }

    /// Whether a finding forbids to give a field: ways that contradict each other where none
    /// prevails or the old value does, nothing but an unlikely text, a list that stands in no data
    /// for machines, and what stands nowhere else while it is unlikely or the same as before, as a
    /// place that is no longer kept would have it; but nothing a single value to which the field's
    /// name leads too.
    private func isRefused(_ evidence: [Double]) -> Bool {
        func value(_ finding: Finding) -> Double { evidence[finding.rawValue] }
        func holds(_ finding: Finding) -> Bool { value(finding) == 1 }
        // Two readers that have nothing in common and find one value.
        if holds(.namedAlike), !holds(.list) { return false }
        // One picture has many addresses, of which a name does not tell the wanted one.
        if holds(.namedInstead), holds(.address) { return true }
        if holds(.namedInstead) || holds(.namedOnly) { return value(.likeness) < 0.3 }
        if holds(.conflict), value(.share) < (holds(.typed) ? 0.75 : 0.65) || holds(.known) {
            return true
        }
        if !holds(.machine), value(.likeness) < 0.5 || holds(.list) { return true }
        let isDoubtful = holds(.known) || value(.likeness) < 0.5
        if holds(.list), value(.witness) > 0, value(.witness) < 1 {
            return isDoubtful || value(.witness) < 0.6
        }
        return holds(.address) && value(.witness) < 1 && isDoubtful
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
