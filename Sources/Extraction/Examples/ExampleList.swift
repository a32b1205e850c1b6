import AlmanacCore

/// Finds the sets of records and columns of a page that give the known values of a list.
struct ExampleList {
    let examples: ExampleValues
    let page: PageReader
    /// Whether the known records are all that the page has.
    let isComplete: Bool
    /// The nodes of the page that are known values, where not all of its records are known.
    private let known: [Int]

    /// Rows that columns are looked for in.
    private static let sampleSize = 300
    /// Rows that are looked at where no recipe of a sample gives the known records.
    private static let rowLimit = 10_000
    /// Most sets that recipes are proposed for.
    private static let planLimit = 6
    /// Most sets of which all rows are looked at.
    private static let wholeLimit = 2

    init(_ examples: ExampleValues, _ page: PageReader, isComplete: Bool) {
        self.examples = examples
        self.page = page
        self.isComplete = isComplete
        known = isComplete ? [] : ExampleSample.known(examples, page)
    }

    /// A set of records with the columns that give the known values there.
    struct Plan {
        var set: RecordSet
        var rows: [RowContext]
        /// Whether the set has more rows.
        var isPart: Bool
        /// For each row the record that it is.
        var records: [Int?]
        /// For each field the columns that give it, best first.
        var columns: [[FoundColumn]]
        /// The field by which rows were told apart.
        var key: Int

        /// Whether it gives every field and nothing but records.
        func isWhole(fieldCount: Int) -> Bool {
            !records.contains(nil) && columns.count { $0.first?.missing == 0 } == fieldCount
        }

        /// Whether it reads the same fields at the same places.
        func isSame(as other: Plan) -> Bool {
            set.source == other.set.source
                && columns.map(\.first?.place) == other.columns.map(\.first?.place)
        }

        /// How good the plan is, compared from the first number on.
        func rank(isComplete: Bool) -> [Int] {
            let missing = columns.reduce(0) { $0 + ($1.first?.missing ?? 0) }
            let rest: Int
            if isComplete {
                rest = -records.count { $0 == nil }
            } else {
                // Other rows should be such records too.
                let best = columns.compactMap(\.first)
                let isLike = rows.indices.map { row in
                    best.count { $0.isFilled[row] } * 10 >= best.count * 8
                }
                rest = isLike.reduce(0) { $1 ? $0 + 1 : $0 - 2 }
            }
            return [columns.count { !$0.isEmpty }, -missing, rest]
        }
    }

    /// A column that gives no value but the known ones.
    struct FoundColumn {
        var place: FieldPlace
        var locale: String?
        var missing: Int
        var cost: Double
        /// For each row whether it has a text there.
        var isFilled: [Bool]
    }

    /// The first recipe that may give the known records and does.
    ///
    /// - Parameter gives: Whether a recipe does, by running it.
    func recipe(name: String, where gives: (Recipe) -> Bool) throws -> Recipe? {
        let plans = try rankedPlans()
        if let found = plans.lazy.flatMap({ recipes($0, name) }).first(where: gives) {
            return found
        }
        // What few rows among many have is in no sample.
        var tried: [RecordSource] = []
        for sample in plans
        where sample.isPart && !tried.contains(sample.set.source) {
            let rows = try ExampleSample(sample.set, page, limit: Self.rowLimit, known: [])
            guard rows.rows.count >= examples.count, !rows.isPart else { continue }
            tried.append(sample.set.source)
            guard tried.count <= Self.wholeLimit else { break }
            if let plan = plan(sample.set, rows, cutting: false),
                let found = recipes(plan, name).first(where: gives)
            {
                return found
            }
        }
        return nil
    }

    /// The fields whose known values stand in places of given records.
    func fields(of source: RecordSource) throws -> [RecipeField] {
        let set = RecordSet(source: source, count: examples.count)
        let sample = try ExampleSample(set, page, limit: Self.rowLimit, known: [])
        guard sample.rows.count >= examples.count, !sample.isPart,
            let plan = plan(set, sample, cutting: isComplete)
        else { return [] }
        return recipes(plan, "").first?.fields ?? []
    }

    /// The sets that have the known records, best first.
    private func rankedPlans() throws -> [Plan] {
        var sets = DataColumns(page).sets()
        if let document = page.document {
            let bases = examples.fields.map(\.type.base)
            sets += RecordSetFinder(
                document, wantsDate: bases.contains { $0 == .date || $0 == .datetime },
                wantsAddress: bases.contains(.url), wantsCode: bases.contains(.text)
            ).sets()
        }
        var plans = try plans(sets, cutting: false)
        if isComplete, let document = page.document,
            !plans.contains(where: { $0.isWhole(fieldCount: examples.fields.count) })
        {
            let around = ExampleSets(examples, document)
            let again = plans.isEmpty ? sets : plans.map(\.set)
            plans += try self.plans(
                again.prefix(Self.planLimit) + tellingFields().prefix(2).flatMap(around.sets),
                cutting: true)
        }
        let ranks = plans.map { $0.rank(isComplete: isComplete) }
        let ranked = plans.indices.sorted { left, right in
            ranks[left] == ranks[right]
                ? left < right : ranks[right].lexicographicallyPrecedes(ranks[left])
        }
        var found: [Plan] = []
        for plan in ranked.map({ plans[$0] }) where found.count < Self.planLimit {
            if !found.contains(where: { $0.isSame(as: plan) }) { found.append(plan) }
        }
        return found
    }

    /// The plans of sets that have the known records.
    ///
    /// - Parameter cutting: Whether values may stand in texts as parts that no usual way cuts out.
    private func plans(_ sets: [RecordSet], cutting: Bool) throws -> [Plan] {
        var plans: [Plan] = []
        for set in sets {
            let sample = try ExampleSample(set, page, limit: Self.sampleSize, known: known)
            guard !sample.rows.isEmpty, let plan = plan(set, sample, cutting: cutting) else {
                continue
            }
            plans.append(plan)
        }
        return plans
    }

    // MARK: - Columns

    private func plan(_ set: RecordSet, _ sample: ExampleSample, cutting: Bool) -> Plan? {
        let rows = sample.rows
        let columns: [RecordColumn]
        if rows[0].json != nil {
            columns = DataColumns(page).columns(rows)
        } else if let document = page.document {
            columns = ColumnMiner(page, document, rows).columns()
        } else {
            return nil
        }
        var told = self.told(columns, sample)
        if cutting, told.last?.count ?? 0 < examples.count {
            told += held(columns, atLeast: told.last?.count ?? 0, sample).map { [$0] } ?? []
        }
        // A sample has its share of the records.
        let least = sample.isPart ? min(rows.count, examples.count, 1) : examples.count
        let last = isOpen(sample) ? told[...] : told.suffix(1)
        let plans = last.filter { $0.count >= least }.map {
            Plan(
                set: set, rows: rows, isPart: sample.isPart, records: $0.records,
                columns: fitting(columns, $0, cutting: cutting), key: $0.field)
        }
        return plans.max { left, right in
            left.columns.count { !$0.isEmpty } < right.columns.count { !$0.isEmpty }
        }
    }

    /// Which record each row is by the values of a field, and how many records have a row.
    private typealias Told = (records: [Int?], count: Int, field: Int)

    /// Whether a few records are known of rows that are but a part, so that a value which many rows
    /// have may tell the wrong ones.
    private func isOpen(_ sample: ExampleSample) -> Bool { sample.isPart && !isComplete }

    /// Which records the rows are by the fields that tell, each of which tells more than the one
    /// before it, or all where that may be wrong.
    private func told(_ columns: [RecordColumn], _ sample: ExampleSample) -> [Told] {
        var told: [Told] = []
        for field in tellingFields() {
            var best: Told?
            let least = isOpen(sample) ? 0 : told.last?.count ?? 0
            for column in columns where mayGive(column, field) {
                for locale in Self.locales(examples.fields[field].type) {
                    let records = assigned(keys(column, field, locale), field, sample)
                    let count = records.count { $0 != nil }
                    if count > best?.count ?? least { best = (records, count, field) }
                }
            }
            if let best { told.append(best) }
            // What fewer values tell apart is asked only where this field is not on the page.
            if !isOpen(sample), told.last?.count == examples.count { break }
        }
        return told
    }

    /// For each field the columns that give what is known of the records, best first.
    private func fitting(
        _ columns: [RecordColumn], _ told: Told, cutting: Bool
    ) -> [[FoundColumn]] {
        let alike = alike(told.field)
        return examples.fields.indices.map { field in
            var fitting = columns.filter { mayGive($0, field) }
                .flatMap { found($0, field, told.records, alike) }
            if cutting, fitting.isEmpty {
                fitting = parts(columns, field, told.records)
                    .flatMap { found($0, field, told.records, alike) }
            }
            return fitting.enumerated().sorted { left, right in
                (left.element.missing, left.element.cost, left.offset)
                    < (right.element.missing, right.element.cost, right.offset)
            }.map(\.element)
        }
    }

    /// Which record each row is by a value that stands somewhere in a text of the row.
    private func held(
        _ columns: [RecordColumn], atLeast least: Int, _ sample: ExampleSample
    ) -> Told? {
        var best: Told?
        for field in tellingFields() where examples.fields[field].type.base == .text {
            let keys = HeldKeys(examples.keys.map { $0[field][0] }, .text)
            for column in columns
            where column.place.transforms.isEmpty && mayGive(column, field)
                && column.shape.averageLength <= 400
            {
                let first = column.values.prefix(20).compactMap { $0 }
                guard first.contains(where: { !keys.keys(in: $0).isEmpty }) else { continue }
                let longest = column.values.map { $0.flatMap { keys.keys(in: $0).first } }
                let records = assigned(longest, field, sample)
                let count = records.count { $0 != nil }
                if count > best?.count ?? least { best = (records, count, field) }
            }
            if best?.count == examples.count { break }
        }
        return best
    }

    /// Columns that are cut out of others by what stands around the known values.
    private func parts(
        _ columns: [RecordColumn], _ field: Int, _ records: [Int?]
    ) -> [RecordColumn] {
        guard examples.fields[field].type == .text else { return [] }
        let known = records.map { $0.flatMap { examples.keys[$0][field].first } }
        return columns.filter { $0.place.transforms.isEmpty && mayGive($0, field) }
            .flatMap { ExampleParts(page, $0).columns(known) }
    }

    /// The fields that every record has and that tell most of them apart, best first.
    private func tellingFields() -> [Int] {
        let distinct = examples.fields.indices.map { field -> Int in
            guard !examples.fields[field].type.isList,
                examples.keys.allSatisfy({ !$0[field].isEmpty })
            else { return 0 }
            return Set(examples.keys.map { $0[field][0] }).count
        }
        return examples.fields.indices.filter { distinct[$0] * 2 > examples.count }
            .sorted { distinct[$0] != distinct[$1] ? distinct[$0] > distinct[$1] : $0 < $1 }
    }

    private func mayGive(_ column: RecordColumn, _ field: Int) -> Bool {
        examples.fields[field].type.base == .url || !column.isAddress
    }

    /// The languages under which dates are tried: those of the page, then both orders.
    private static func locales(_ type: FieldType) -> [String?] {
        type.base == .date || type.base == .datetime ? [nil, "en-US", "en-GB"] : [nil]
    }

    private func keys(_ column: RecordColumn, _ field: Int, _ locale: String?) -> [String?] {
        let wanted = examples.fields[field]
        var recipeField = RecipeField(
            wanted.name, FieldType(wanted.type.base), places: [column.place])
        recipeField.locale = locale
        let texts = column.values.map { $0 ?? "" }
        let values = FieldValueReader(field: recipeField, page: page).values(of: texts)
        return zip(column.values, values).map { text, value in
            text == nil ? nil : ExampleValues.keys(of: value, wanted.type.base).first
        }
    }

    /// Which record each key's row is: the first that has the value and no row yet, or in a sample
    /// the only one.
    private func assigned(_ keys: [String?], _ field: Int, _ sample: ExampleSample) -> [Int?] {
        let base = examples.fields[field].type.base
        var queues: [String: [Int]] = [:]
        for record in examples.keys.indices.reversed() {
            queues[examples.keys[record][field][0], default: []].append(record)
        }
        if sample.isPart { queues = queues.filter { $0.value.count == 1 } }
        let addresses = base == .url ? WantedKeys(Array(queues.keys), .url) : nil
        return keys.map { key in
            guard let key else { return nil }
            return queues[key]?.popLast() ?? addresses?.match(key).flatMap { queues[$0]?.popLast() }
        }
    }

    /// For each record those that have the same value of a field: which of them a row is, this
    /// field cannot say.
    private func alike(_ field: Int) -> [[Int]] {
        var records: [String: [Int]] = [:]
        for record in examples.keys.indices {
            records[examples.keys[record][field][0], default: []].append(record)
        }
        return examples.keys.map { records[$0[field][0]] ?? [] }
    }

    /// The column where it gives the known value of each row or nothing, in the language in which
    /// it gives most.
    private func found(
        _ column: RecordColumn, _ field: Int, _ records: [Int?], _ alike: [[Int]]
    ) -> [FoundColumn] {
        let wanted = examples.fields[field].type
        guard !wanted.isList else { return [] }
        var best: (column: FoundColumn, right: Int)?
        var isLoose = false
        for locale in Self.locales(wanted) {
            var right = 0
            isLoose = false
            var missing = 0
            var isWrong = false
            for (key, record) in zip(keys(column, field, locale), records) {
                guard let record else { continue }
                let known = examples.keys[record][field].first
                switch (key, known) {
                case (nil, nil): continue
                case (nil, _): missing += 1
                case (let key?, let known?) where ExampleValues.gives(key, known, wanted.base):
                    right += 1
                    if !ExampleValues.match(key, known, wanted.base) { isLoose = true }
                case (let key?, _)
                where alike[record].contains(where: {
                    examples.keys[$0][field].first.map {
                        ExampleValues.gives(key, $0, wanted.base)
                    } ?? false
                }):
                    right += 1
                default: isWrong = true
                }
                if isWrong { break }
            }
            guard !isWrong, right > best?.right ?? 0 else { continue }
            // A place with little else in it is surer than one around it, as is one that says so
            // or that few rows lack, and before all one with just the known values.
            let cost =
                (isLoose ? 10 : 0)
                + 0.01 * Double(column.place.transforms.count) + column.place.fragility
                + 0.001 * min(column.shape.averageLength, 100)
                - 0.05 * ColumnMatch(examples.fields[field]).score(column)
                - (isComplete ? 0 : 0.1 * column.shape.filled)
            best = (
                FoundColumn(
                    place: column.place, locale: locale, missing: missing, cost: cost,
                    isFilled: column.values.map { $0 != nil }), right
            )
        }
        return best.map { [$0.column] } ?? []
    }
}
