import AlmanacCore

/// Learns a recipe from a page and the records wanted from it.
///
/// Every string of the page that gives a wanted value is evidence; strings at like places form
/// columns, and a column is kept for a field where it gives exactly the wanted values, record by
/// record, nothing more and nothing missing. Records are found by an anchor: a column of which each
/// value belongs to one record. Several ways to read a field are kept, best first.
package struct RecipeInducer {
    var reader: ColumnReader
    var columns: PageColumns { reader.columns }
    let fields: [(name: String, kind: ReadKind)]
    var readings: [Reading]
    /// The wanted values of each field, by record.
    var wanted: [[[ReadValue]]]
    /// For each field, columns and derivations that give some wanted value.
    var leads: [[Lead]] = []

    /// A column and derivation that gives wanted values, and how many of them are distinct.
    struct Lead {
        var column: Int
        var derivation: Derivation
        var hits: Int
        var values: Int
    }

    static let leadLimit = 160
    static let sourceLimit = 8

    init(
        _ columns: PageColumns, _ fields: [(name: String, kind: ReadKind)],
        _ records: [ExampleRecord]
    ) {
        self.fields = fields
        reader = ColumnReader(columns)
        wanted = []
        readings = []
        for field in fields {
            let values = records.map { record in
                (record.values[field.name] ?? []).compactMap {
                    Self.example($0, field.kind.base)
                }
            }
            wanted.append(values)
            readings.append(Reading(patterns: Self.patterns(values.flatMap { $0 })))
        }
    }

    /// Learns a recipe; nil where not one field could be found on the page.
    ///
    /// - Parameter isPage: Whether the page is one record rather than a list.
    package static func recipe(
        from tree: PageTree, fields: [(name: String, kind: ReadKind)], records: [ExampleRecord],
        isPage: Bool
    ) -> LearnedRecipe? {
        var inducer = RecipeInducer(PageColumns(tree), fields, records)
        inducer.chooseDateOrder()
        inducer.chooseDropped()
        inducer.chooseAlone()
        inducer.findLeads()
        return isPage ? inducer.pageRecipe() : inducer.listRecipe()
    }

    static func example(_ text: String, _ base: ReadKind.Base) -> ReadValue? {
        switch base {
        case .date: ReadValue(key: String(text.prefix(10)), text: String(text.prefix(10)))
        case .url:
            PlainText.address(text).isEmpty
                ? nil : ReadValue(key: PlainText.address(text), text: text)
        case .number, .quantity, .minutes: NumberScanner.first(in: text)
        case .text:
            PlainText.plain(text).isEmpty ? nil : ReadValue(key: PlainText.plain(text), text: text)
        }
    }

    /// The shapes of values that hold digits, most frequent first.
    static func patterns(_ values: [ReadValue]) -> [TextShape] {
        var counts: [TextShape: (count: Int, first: Int)] = [:]
        for (index, value) in values.enumerated() {
            guard let shape = TextShape(value.key), shape.runs.count > 1 || value.key.count > 3
            else { continue }
            counts[shape, default: (0, index)].count += 1
        }
        let sorted = counts.sorted {
            ($1.value.count, $0.value.first) < ($0.value.count, $1.value.first)
        }
        return sorted.prefix(12).map(\.key)
    }

    /// Decides between day and month first by which order gives more of the wanted dates.
    private mutating func chooseDateOrder() {
        for index in fields.indices where fields[index].kind.base == .date {
            let keys = Set(wanted[index].flatMap { $0.map(\.key) })
            var counts = [0, 0]
            for atom in columns.tree.atoms where atom.text.utf8.count < 200 {
                for (place, dayFirst) in [false, true].enumerated() {
                    let dates = DateScanner.dates(in: atom.text, dayFirst: dayFirst)
                    if dates.contains(where: { keys.contains($0) }) { counts[place] += 1 }
                }
            }
            readings[index].dayFirst = counts[1] > counts[0]
        }
    }

    /// Finds a first word that the page has before some values and that the wanted ones lack.
    private mutating func chooseDropped() {
        for index in fields.indices where fields[index].kind.base == .text {
            let keys = Set(wanted[index].flatMap { $0.map(\.key) })
            guard keys.count > 1, keys.count < 400 else { continue }
            var counts: [String: Int] = [:]
            for atom in columns.tree.atoms where atom.part == 0 && atom.text.utf8.count < 200 {
                guard let space = atom.text.firstIndex(of: " "),
                    atom.text[..<space].allSatisfy(\.isLetter)
                else { continue }
                let rest = PlainText.plain(String(atom.text[atom.text.index(after: space)...]))
                guard keys.contains(rest) else { continue }
                counts[PlainText.plain(String(atom.text[..<space])) + " ", default: 0] += 1
            }
            let best = counts.max { ($0.value, $1.key) < ($1.value, $0.key) }
            if let best, best.value > 1, !keys.contains(where: { $0.hasPrefix(best.key) }) {
                readings[index].dropped = best.key
            }
        }
    }

    /// Finds whether values stand close to others that look alike, as a date in words follows the
    /// number of a document.
    private mutating func chooseAlone() {
        for index in fields.indices
        where fields[index].kind.base == .text && !readings[index].patterns.isEmpty {
            let keys = Set(wanted[index].flatMap { $0.map(\.key) })
            let filter = WordFilter(keys)
            var free = readings[index]
            free.isAlone = false
            var found: Set<String> = []
            for atom in columns.tree.atoms where filter.mayHold(atom.text) {
                guard let match = free.match(in: atom.text, index: 0) else { continue }
                let key = PlainText.plain(match)
                guard keys.contains(key),
                    readings[index].match(in: atom.text, index: 0) == nil
                else { continue }
                found.insert(key)
            }
            // One or two may be values that really go on.
            if 2 * found.count > keys.count { readings[index] = free }
        }
    }

    private mutating func findLeads() {
        for index in fields.indices { leads.append(leads(of: index)) }
    }

    private mutating func leads(of field: Int) -> [Lead] {
        let base = fields[field].kind.base
        let keys = WantedKeys(wanted[field].flatMap { $0.map(\.key) }, base)
        guard !keys.all.isEmpty else { return [] }
        let derivations = Derivation.all(base)
        // Which strings could hold a wanted value at all.
        var useful: [Int32: [Derivation]] = [:]
        let filter = WordFilter(keys.all)
        for (number, atom) in columns.tree.atoms.enumerated() {
            if base == .text, !filter.mayHold(atom.text) { continue }
            for derivation in derivations {
                guard let value = derivation.value(of: atom.text, base, readings[field]),
                    keys.match(value.key) != nil
                else { continue }
                useful[Int32(number), default: []].append(derivation)
            }
        }
        var found: [Lead] = []
        for column in columns.keys.indices {
            var counts: [Derivation: Int] = [:]
            for atom in columns.members[column] {
                for derivation in useful[atom] ?? [] { counts[derivation, default: 0] += 1 }
            }
            for derivation in derivations {
                guard let hits = counts[derivation] else { continue }
                found.append(
                    Lead(
                        column: column, derivation: derivation, hits: hits,
                        values: columns.members[column].count))
            }
        }
        found += unions(found, field)
        let sorted = found.enumerated().sorted {
            (-$0.element.hits, $0.element.values, $0.offset)
                < (-$1.element.hits, $1.element.values, $1.offset)
        }
        return sorted.prefix(Self.leadLimit).map(\.element)
    }

    /// Columns that only together give all wanted values, and give nothing else.
    private mutating func unions(_ found: [Lead], _ field: Int) -> [Lead] {
        let total = wanted[field].reduce(0) { $0 + $1.count }
        if found.contains(where: { $0.hits >= total && $0.values == $0.hits }) { return [] }
        var result: [Lead] = []
        var groups: [Derivation: [Lead]] = [:]
        var order: [Derivation] = []
        for lead in found
        where columns.keys[lead.column].level == .marked && lead.hits == lead.values {
            if groups[lead.derivation] == nil { order.append(lead.derivation) }
            groups[lead.derivation, default: []].append(lead)
        }
        for derivation in order {
            let parts = groups[derivation] ?? []
            var sets: [[UInt64]: [Lead]] = [:]
            for lead in parts {
                let group = [columns.keys[lead.column].part, UInt64(columns.top(lead.column))]
                sets[group, default: []].append(lead)
            }
            for group in sets.keys.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
                let same = sets[group] ?? []
                let hits = same.reduce(0) { $0 + $1.hits }
                guard same.count > 1, same.count <= 12, Double(hits) >= 0.98 * Double(total),
                    Double(hits) <= 1.02 * Double(total),
                    let column = reader.columns.union(same.map { columns.keys[$0.column] })
                else { continue }
                result.append(
                    Lead(column: column, derivation: derivation, hits: hits, values: hits))
            }
        }
        return result
    }

    /// Whether a wanted value and a found one are the same.
    static func matches(_ left: String, _ right: String, _ base: ReadKind.Base) -> Bool {
        if left == right { return true }
        guard base == .url, min(left.utf8.count, right.utf8.count) > 5 else { return false }
        return left.hasSuffix("/" + right) || right.hasSuffix("/" + left)
    }
}

/// The values wanted of a field, to be looked up by what is read on the page.
struct WantedKeys {
    let all: Set<String>
    /// Those of addresses by what follows their last slash.
    private var byEnd: [String: [String]] = [:]

    init(_ keys: [String], _ base: ReadKind.Base) {
        all = Set(keys)
        guard base == .url else { return }
        for key in all.sorted() { byEnd[Self.end(key), default: []].append(key) }
    }

    /// The wanted key that is the same as one that was read, or ends as it does: an address may be
    /// given relative to a folder that only its writer knows.
    func match(_ key: String) -> String? {
        if all.contains(key) { return key }
        return byEnd[Self.end(key)]?.first { RecipeInducer.matches($0, key, .url) }
    }

    private static func end(_ key: String) -> String {
        key.utf8.lastIndex(of: UInt8(ascii: "/")).map {
            String(key[key.utf8.index(after: $0)...])
        } ?? key
    }
}

/// A quick test of whether a text may hold one of a set of values: it shares a word with one.
struct WordFilter {
    private var firsts: Set<String> = []

    init(_ keys: Set<String>) {
        for key in keys {
            if let first = PlainText.words(key).first { firsts.insert(first) }
        }
    }

    func mayHold(_ text: String) -> Bool {
        PlainText.words(text).contains { firsts.contains($0) }
    }
}
