import AlmanacCore

/// Finds the set of records that fits the wanted fields best.
struct ListMatcher {
    let builder: RecipeBuilder
    let page: PageReader
    private let matches: [ColumnMatch]

    /// Rows from which columns are judged.
    private static let rowLimit = 40
    /// Nodes that such rows may hold together, where the page has fewer.
    private static let nodeLimit = 10_000

    init(_ builder: RecipeBuilder, _ page: PageReader) {
        self.builder = builder
        self.page = page
        matches = builder.fields.map(ColumnMatch.init)
    }

    /// A set of records with the columns that its fields were given.
    struct Found {
        var set: RecordSet
        /// The field's place among the wanted ones, its column and how sure that is.
        var assigned: [(field: Int, column: RecordColumn, score: Double)]
        /// The sum that sets are compared by.
        var total: Double
        /// For each assigned field whether a row without it is no record.
        var required: [Bool]
        /// The rows that have most of the fields.
        var good: [Int] = []

        /// The values of the fields, to tell sets apart by.
        var values: [[String?]] {
            assigned.map { entry in
                good.filter(entry.column.values.indices.contains).map { entry.column.values[$0] }
            }
        }
    }

    /// The sets that have any wanted field, the best first; of those that give the same values
    /// only the first.
    func ranked(limit: Int) throws -> [Found] {
        let sets = try boundedSets()
        let order = sets.indices.sorted { left, right in
            sets[left].greatest != sets[right].greatest
                ? sets[left].greatest > sets[right].greatest : left < right
        }
        var best: [(found: Found, offset: Int)] = []
        for offset in order {
            // Sets that cannot be among the best are not looked at.
            if best.count == limit, let last = best.last, sets[offset].greatest < last.found.total {
                break
            }
            let found = match(sets[offset].set, sets[offset].rows)
            guard found.total > 0 else { continue }
            let place =
                best.firstIndex { ($0.found.total, offset) < (found.total, $0.offset) }
                ?? best.count
            let values = found.values
            guard !best[..<place].contains(where: { $0.found.values == values }) else { continue }
            best.insert((found, offset), at: place)
            if let worse = best[(place + 1)...].firstIndex(where: { $0.found.values == values }) {
                best.remove(at: worse)
            } else if best.count > limit {
                best.removeLast()
            }
        }
        return best.map(\.found)
    }

    /// The sets that have rows, with the total that each may have at most.
    private func boundedSets() throws -> [(set: RecordSet, rows: [RowContext], greatest: Double)] {
        let bounds = page.document.map(SetBounds.init)
        return try sets().compactMap { set in
            let rows = try rows(of: set)
            guard let first = rows.first else { return nil }
            guard first.json == nil, let bounds else { return (set, rows, .infinity) }
            return (set, rows, bounds.greatest(of: set, rows, matches))
        }
    }

    private func sets() throws -> [RecordSet] {
        var sets = DataColumns(page).sets()
        if let document = page.document {
            let types = builder.fields.map(\.type.base)
            sets += RecordSetFinder(
                document, wantsDate: types.contains { $0 == .date || $0 == .datetime },
                wantsAddress: types.contains(.url), wantsCode: types.contains(.text)
            ).sets()
        }
        return sets
    }

    private func rows(of set: RecordSet) throws -> [RowContext] {
        try Self.sample(set, page, limit: Self.rowLimit)
    }

    /// Rows spread over the whole set, so that headings and groups are seen.
    static func sample(_ set: RecordSet, _ page: PageReader, limit: Int) throws -> [RowContext] {
        spread(try rows(of: set, page), page, limit: limit)
    }

    /// All rows of a set.
    static func rows(of set: RecordSet, _ page: PageReader) throws -> [RowContext] {
        let recipe = Recipe(
            name: "probe", records: set.source,
            fields: [RecipeField("probe", places: [FieldPlace(.address)])])
        return try page.rows(of: CompiledRecipe(recipe).source)
    }

    /// So many places spread over all.
    static func places(_ count: Int, of all: Int) -> [Int] {
        (0..<count).map { $0 * all / count }
    }

    /// Some of the rows, from the whole of them.
    static func spread(_ rows: [RowContext], _ page: PageReader, limit: Int) -> [RowContext] {
        let spread = { (count: Int) in places(count, of: rows.count).map { rows[$0] } }
        let sample = rows.count > limit ? spread(limit) : rows
        // Rows inside each other hold the same nodes again and again.
        let most = max(nodeLimit, page.document?.nodeCount ?? 0)
        let held = sample.reduce(0) { $0 + $1.nodes.count }
        guard held > most else { return sample }
        return spread(max(min(8, sample.count), sample.count * most / held))
    }

    private func match(_ set: RecordSet, _ rows: [RowContext]) -> Found {
        let columns: [RecordColumn]
        if rows[0].json != nil {
            columns = DataColumns(page).columns(rows)
        } else if let document = page.document {
            columns = ColumnMiner(page, document, rows).columns()
        } else {
            columns = []
        }
        let first = assign(set, columns, rows.count)
        guard first.good.count >= 2, first.good.count < rows.count else { return first }
        // Headings and links among the rows would count against columns that fit the records.
        var fitting = columns.map { $0.restricted(to: first.good) }
        if rows[0].json == nil, let document = page.document {
            // Such rows may be the headings of the records.
            fitting += ColumnMiner(page, document, first.good.map { rows[$0] }).headingColumns()
        }
        return assign(set, fitting, first.good.count, outOf: rows.count)
    }

    /// Gives each field the column that fits it best, in a set of which some rows were looked at.
    private func assign(
        _ set: RecordSet, _ columns: [RecordColumn], _ rowCount: Int, outOf sampled: Int? = nil
    ) -> Found {
        var columns = columns
        markMainLinks(&columns)
        var pairs: [(field: Int, column: Int, score: Double)] = []
        for (field, match) in matches.enumerated() {
            for (index, column) in columns.enumerated() {
                let score = match.score(column)
                if score >= builder.leastConfidence { pairs.append((field, index, score)) }
            }
        }
        pairs.sort { left, right in
            left.score != right.score
                ? left.score > right.score
                : (left.field, left.column) < (right.field, right.column)
        }
        var found = Found(set: set, assigned: [], total: 0, required: [], good: [])
        var takenFields: Set<Int> = []
        var takenValues: Set<[String?]> = []
        for pair in pairs where !takenFields.contains(pair.field) {
            if matches[pair.field].isLong || matches[pair.field].isOutcome,
                matches[pair.field].isLastResort(pair.score),
                found.assigned.contains(where: { columns[pair.column].holds($0.column) })
            {
                continue
            }
            guard takenValues.insert(columns[pair.column].values).inserted else { continue }
            takenFields.insert(pair.field)
            if isContested(pair.field, columns[pair.column], pair.score, columns) { continue }
            found.assigned.append((pair.field, columns[pair.column], pair.score))
        }
        found.assigned.sort { $0.field < $1.field }
        weigh(&found, rowCount, outOf: sampled ?? rowCount)
        return found
    }

    /// How much surer than others a date or an amount must be.
    private static let margin = 0.001

    /// Whether records have other dates or amounts that are as likely to be meant.
    private func isContested(
        _ field: Int, _ best: RecordColumn, _ score: Double, _ columns: [RecordColumn]
    ) -> Bool {
        if matches[field].isAmount {
            return columns.contains { column in
                column.shape.money >= 0.8 && column.shape.filled >= 0.8
                    && matches[field].score(column) > score - Self.margin
                    && zip(column.values, best.values).contains {
                        $0 != nil && $1 != nil && $0 != $1
                    }
            }
        }
        let type = builder.fields[field].type.base
        guard type == .date || type == .datetime else { return false }
        if case .heading = best.place.scope { return false }
        lazy var days = self.days(of: best)
        return columns.contains { column in
            if case .heading = column.place.scope { return false }
            guard column.values != best.values, column.shape.filled >= 0.8,
                column.shape.wholeDates >= 0.8,
                matches[field].score(column) > score - Self.margin
            else { return false }
            let others = self.days(of: column)
            return zip(days, others).contains { $0 != nil && $1 != nil && $0 != $1 }
        }
    }

    private func days(of column: RecordColumn) -> [JSON?] {
        RecordColumn.days(column.values.map { $0 ?? "" }, page)
    }

    /// Marks the addresses behind the longest texts, or the only ones.
    private func markMainLinks(_ columns: inout [RecordColumn]) {
        let links = columns.indices.filter {
            columns[$0].isAddress
                && (columns[$0].shape.distinct > 0.6 || columns[$0].values.count < 3)
        }
        guard let longest = links.map({ columns[$0].linkLength }).max() else { return }
        for index in links where columns[index].linkLength == longest {
            columns[index].isMainLink = true
        }
    }

    /// What sets are compared by: the sum of their fields' scores, weighed by the share of rows
    /// that are records and by how many there are.
    static func total(_ sum: Double, share: Double, of set: RecordSet) -> Double {
        var doublings = 0.0
        var left = Double(set.count) * share
        while left >= 2, doublings < 8 {
            left /= 2
            doublings += 1
        }
        if doublings < 8 { doublings += max(0, left - 1) }
        return sum * (0.65 + 0.35 * share) * (1 + 0.3 * doublings)
    }

    /// Sums up a set: how sure its fields are, and how many rows have most of them.
    private func weigh(_ found: inout Found, _ rowCount: Int, outOf sampled: Int) {
        guard !found.assigned.isEmpty else { return }
        let good = (0..<rowCount).filter { row in
            let filled = found.assigned.count { $0.column.values[row] != nil }
            return filled * 2 >= found.assigned.count
        }
        found.good = good
        let share = Double(good.count) / Double(sampled)
        let sum = found.assigned.reduce(0) {
            matches[$1.field].isLastResort($1.score)
                ? $0 : $0 + $1.score * (matches[$1.field].isUnnamedAmount($1.column) ? 0.3 : 1)
        }
        found.total = Self.total(sum, share: share, of: found.set)
        found.required = found.assigned.map { entry in
            let filled = good.count { entry.column.values[$0] != nil }
            return !good.isEmpty && Double(filled) >= 0.8 * Double(good.count)
                && !matches[entry.field].isOptional
        }
    }
}

extension ListMatcher.Found {
    /// What stands where nobody is named.
    private static let personPattern =
        "^(?!(?i:per curiam|curiam|unknown|anonymous|various|staff|none"
        + "|(?:(?:pc|per curiam) )?order)\\.?$)"

    /// The recipe that reads this set.
    func built(_ builder: RecipeBuilder, name: String) -> BuiltRecipe {
        var fields: [RecipeField] = []
        for (entry, isRequired) in zip(assigned, required) {
            let wanted = builder.fields[entry.field]
            var place = entry.column.place
            if wanted.type == .text,
                entry.column.values.contains(where: { $0?.last.map(",;".contains) ?? false })
            {
                place.transforms.append(.replace(#"[\s,;]+$"#, with: ""))
            }
            var field = RecipeField(
                wanted.name, wanted.type, isRequired: isRequired || wanted.isRequired,
                places: [place])
            if ColumnMatch(wanted).isPerson { field.validity.pattern = Self.personPattern }
            // What is not printed yet may hold signs that stand for numbers.
            if ColumnMatch(wanted).isCitation { field.validity.pattern = #"\d"# }
            fields.append(field)
        }
        let given = Set(assigned.map(\.field))
        var recipe = Recipe(name: name, records: set.source, fields: fields)
        recipe.time = fields.first { $0.type.base == .date || $0.type.base == .datetime }
            .map { RecordTime(field: $0.name) }
        // What differs on every row and is never missing tells records apart.
        let telling = zip(assigned, fields).first { entry, field in
            field.isRequired && entry.column.shape.distinct == 1 && entry.column.values.count > 1
                && recipe.time?.field != field.name
        }
        if let telling { recipe.identity = [telling.1.name] }
        return BuiltRecipe(
            recipe: recipe,
            confidence: assigned.map { min(1, $0.score) },
            missing: builder.fields.indices.filter { !given.contains($0) }.map {
                builder.fields[$0].name
            })
    }
}
