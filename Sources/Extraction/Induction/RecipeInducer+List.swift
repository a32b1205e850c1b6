extension RecipeInducer {
    /// A record set around an anchor, and what was found of each field in it.
    struct Plan {
        var anchor: Int
        var lead: Lead
        var regions: RecordRegions
        /// For each region the record that it is, or nil.
        var records: [Int?]
        var sources: [[FieldSource]]
        /// For each field the share of the wanted values that its sources give.
        var fits: [Double]
        var filter: RecordFilter?
        var isExplained: Bool
        var isDistinct = false
        var isStrict = false
        var values: [ReadValue] = []
        var extras: Int
        var found: Int { sources.filter { !$0.isEmpty }.count }
    }

    /// Learns a list's recipe from the anchor that explains most fields.
    mutating func listRecipe() -> LearnedRecipe? {
        var best: Plan?
        for field in fields.indices where !fields[field].kind.isList {
            var tried = 0
            for lead in leads[field] where tried < 12 {
                guard let plan = plan(anchor: field, lead) else { continue }
                tried += 1
                if best.map({ isBetter(plan, $0) }) ?? true { best = plan }
            }
        }
        guard let plan = best else { return nil }
        return recipe(plan)
    }

    private func isBetter(_ left: Plan, _ right: Plan) -> Bool {
        func rank(_ plan: Plan) -> [Int] {
            [
                plan.found, -plan.fits.filter { $0 > 0 && $0 < 1 }.count,
                plan.isExplained ? 1 : 0, -plan.extras.signum(),
                plan.filter == nil ? 1 : 0, Self.rank(fields[plan.anchor].kind.base),
            ]
        }
        return rank(right).lexicographicallyPrecedes(rank(left))
    }

    /// Addresses and numbers of documents name a record better than its date does.
    static func rank(_ base: ReadKind.Base) -> Int {
        switch base {
        case .url: 3
        case .text: 2
        default: 0
        }
    }

    private mutating func plan(anchor field: Int, _ lead: Lead) -> Plan? {
        let base = fields[field].kind.base
        let values = reader.values(
            lead.column, lead.derivation, field: field, base, readings[field])
        guard let assigned = assign(values, field) else { return nil }
        let regions = RecordRegions(values.map(\.place), in: columns.tree)
        guard regions.regions.count == values.count else { return nil }
        var plan = Plan(
            anchor: field, lead: lead, regions: regions, records: assigned,
            sources: Array(repeating: [], count: fields.count),
            fits: Array(repeating: 1, count: fields.count), filter: nil, isExplained: true,
            extras: assigned.filter { $0 == nil }.count)
        plan.sources[field] = [source(lead, .record, 0)]
        plan.values = values.map(\.value)
        for other in fields.indices where other != field {
            (plan.sources[other], plan.fits[other]) = sources(of: other, plan)
        }
        // Further columns that give the same anchors serve when the first is gone.
        plan.sources[field] += sources(of: field, plan).sources.filter {
            !plan.sources[field].contains($0)
        }
        explainExtras(&plan)
        return plan
    }

    func source(_ lead: Lead, _ scope: FieldSource.Scope, _ occurrence: Int) -> FieldSource {
        FieldSource(
            key: columns.name(lead.column), derivation: lead.derivation, scope: scope,
            occurrence: occurrence, origin: columns.origin(lead.column),
            others: columns.others(lead.column), property: columns.property(lead.column))
    }

    /// Which record each value belongs to; nil where a record has none.
    private func assign(_ values: [PlacedValue], _ field: Int) -> [Int?]? {
        let base = fields[field].kind.base
        var queues: [String: [Int]] = [:]
        for (index, value) in values.enumerated().reversed() {
            queues[value.value.key, default: []].append(index)
        }
        let keys = WantedKeys(values.map(\.value.key), base)
        var assigned = [Int?](repeating: nil, count: values.count)
        var missing = 0
        for (record, wanted) in wanted[field].enumerated() {
            guard let key = wanted.first?.key else { return nil }
            guard let found = keys.match(key), let index = queues[found]?.popLast() else {
                missing += 1
                continue
            }
            assigned[index] = record
        }
        return Double(missing) <= 0.02 * Double(wanted[field].count) ? assigned : nil
    }

    /// Every way found to read a field for all records of a plan, best first.
    private mutating func sources(
        of field: Int, _ plan: Plan
    ) -> (sources: [FieldSource], fit: Double) {
        let base = fields[field].kind.base
        var found: [FieldSource] = []
        var near: (fit: Double, sources: [FieldSource]) = (0, [])
        for lead in leads[field] {
            let values = reader.values(
                lead.column, lead.derivation, field: field, base, readings[field])
            for scope in [FieldSource.Scope.record, .after, .heading, .page] {
                let occurrences = scope == .record || scope == .after ? [0, 1, -1] : [0]
                for occurrence in occurrences {
                    let read = plan.regions.values(values, scope: scope, occurrence: occurrence)
                    let fit = fit(read, field, plan.records)
                    if fit < Self.exactFit, fit >= Self.nearFit, scope < .heading {
                        let source = source(lead, scope, occurrence)
                        if fit > near.fit { near = (fit, []) }
                        if fit == near.fit, near.sources.count < 8 { near.sources.append(source) }
                    }
                    if fit >= Self.exactFit {
                        found.append(source(lead, scope, occurrence))
                        break
                    }
                }
                if found.last?.key == columns.name(lead.column),
                    found.last?.derivation == lead.derivation
                {
                    break
                }
            }
            if found.count >= 40 { break }
        }
        guard found.isEmpty else { return (ranked(found), 1) }
        // What gives nearly all is better than nothing; how nearly is part of the evidence.
        return (ranked(near.sources), near.fit)
    }

    /// The ways that give what another lacks, of all records that it lacks and of no others.
    private mutating func complements(
        of source: FieldSource, _ field: Int, _ plan: Plan
    ) -> [FieldSource] {
        guard source.scope == .record, let column = reader.columns.column(of: source) else {
            return []
        }
        let base = fields[field].kind.base
        func read(_ column: Int) -> [ReadValue?] {
            let values = reader.values(
                column, source.derivation, field: field, base, readings[field])
            return plan.regions.values(
                values, scope: source.scope, occurrence: source.occurrence)
        }
        let given = read(column)
        var found: [FieldSource] = []
        for lead in leads[field] where lead.derivation == source.derivation {
            let values = read(lead.column)
            let isComplement = plan.records.indices.allSatisfy { index in
                guard let record = plan.records[index] else { return true }
                guard given[index] == nil, let want = wanted[field][record].first else {
                    return values[index] == nil
                }
                return values[index].map { Self.matches($0.key, want.key, base) } ?? false
            }
            if isComplement {
                found.append(self.source(lead, source.scope, source.occurrence))
            }
            if found.count == 4 { break }
        }
        return found
    }

    private static let knownLimit = 1_000
    private static let exactFit = 0.99
    private static let nearFit = 0.85

    /// The share of wanted values that are read, all others being missing; 0 where values that are
    /// not wanted are more than 3 %.
    private func fit(_ read: [ReadValue?], _ field: Int, _ records: [Int?]) -> Double {
        let base = fields[field].kind.base
        var wrong = 0
        var missing = 0
        var right = 0
        for (value, record) in zip(read, records) {
            guard let record else { continue }
            let wanted = wanted[field][record]
            switch (value, wanted.first) {
            case (nil, nil): continue
            case (let value?, let want?):
                if Self.matches(value.key, want.key, base) { right += 1 } else { wrong += 1 }
            case (nil, _): missing += 1
            case (_, nil): wrong += 1
            }
        }
        guard right > 0 else { return 0 }
        if Double(wrong + missing) <= 0.01 * Double(right) { return 1 }
        guard Double(wrong) <= 0.03 * Double(right) else { return 0 }
        return min(0.985, Double(right) / Double(right + wrong + missing))
    }

    /// Sources by scope, origin, simplicity; one for each place and scope.
    func ranked(_ found: [FieldSource]) -> [FieldSource] {
        let order = found.enumerated().sorted { left, right in
            func rank(_ source: FieldSource) -> [Int] {
                [
                    Int(source.scope.rawValue), Int(source.origin.rawValue),
                    source.derivation == .whole || source.derivation == .date(index: 0) ? 0 : 1,
                    Int(source.key.level.rawValue), abs(source.occurrence),
                ]
            }
            let (a, b) = (rank(left.element), rank(right.element))
            return a == b ? left.offset < right.offset : a.lexicographicallyPrecedes(b)
        }
        return Array(order.map(\.element).prefix(24))
    }

    /// Looks for what tells the records from other places of the anchor's column.
    private mutating func explainExtras(_ plan: inout Plan) {
        guard plan.extras > 0 else { return }
        // Fields that every record has and an extra lacks explain that extra.
        var open = Set(plan.records.indices.filter { plan.records[$0] == nil })
        for field in fields.indices where field != plan.anchor {
            guard let source = plan.sources[field].first, source.scope < .heading,
                plan.fits[field] == 1,
                wanted[field].allSatisfy({ !$0.isEmpty }),
                let column = reader.columns.column(of: source)
            else { continue }
            let values = reader.values(
                column, source.derivation, field: field, fields[field].kind.base, readings[field])
            let read = plan.regions.values(
                values, scope: source.scope, occurrence: source.occurrence)
            open = open.filter { read[$0] != nil }
        }
        plan.isStrict = open.count < plan.extras
        guard !open.isEmpty else { return }
        if let known = distinct(plan, open) {
            open = known
            plan.isDistinct = true
            guard !open.isEmpty else { return }
        }
        plan.filter = filter(plan, open)
        plan.isExplained = plan.filter != nil
    }

    /// The extras that stay where repeats of an anchor's value are left out; nil where none
    /// repeats.
    private func distinct(_ plan: Plan, _ extras: Set<Int>) -> Set<Int>? {
        var seen: Set<String> = []
        var kept = extras
        for index in plan.records.indices {
            let isNew = seen.insert(plan.values[index].key).inserted
            if !isNew, plan.records[index] != nil { return nil }
            if !isNew { kept.remove(index) }
        }
        return kept.count < extras.count ? kept : nil
    }

    /// Whether places like the records, but without an anchor, have all other required fields.
    private mutating func hasLookalikes(_ plan: Plan) -> Bool {
        let tops = Set(plan.regions.regions.map(\.top))
        let all = plan.regions.withSiblings(in: columns.tree)
        var open = all.regions.indices.filter { !tops.contains(all.regions[$0].top) }
        for field in fields.indices where field != plan.anchor {
            guard let source = plan.sources[field].first, source.scope == .record,
                wanted[field].allSatisfy({ !$0.isEmpty }),
                let column = reader.columns.column(of: source)
            else { continue }
            let values = reader.values(
                column, source.derivation, field: field, fields[field].kind.base, readings[field])
            let read = all.rows(values, scope: .record, occurrence: source.occurrence)
            open = open.filter { read[$0] >= 0 }
        }
        return !open.isEmpty
    }

    private func headingCount(_ plan: Plan) -> Int {
        let headings = PageHeadings(columns.tree)
        return headings.count(
            plan.records.indices.filter { plan.records[$0] != nil }.map {
                plan.regions.regions[$0].top
            })
    }

    private mutating func recipe(_ plan: Plan) -> LearnedRecipe {
        let tree = columns.tree
        let learned = fields.indices.map { index -> LearnedField in
            let field = fields[index]
            return LearnedField(
                name: field.name, kind: field.kind, sources: plan.sources[index],
                complements: plan.fits[index] == 1
                    ? []
                    : plan.sources[index].prefix(1).flatMap { complements(of: $0, index, plan) },
                profile: profile(index), reading: readings[index],
                isRequired: plan.fits[index] == 1 && wanted[index].allSatisfy { !$0.isEmpty },
                isEverywhere: wanted[index].allSatisfy { !$0.isEmpty },
                fit: plan.fits[index])
        }
        let set = LearnedRecords(
            anchor: plan.anchor, sources: plan.sources[plan.anchor], filter: plan.filter,
            isExplained: plan.isExplained, headingCount: headingCount(plan),
            isDistinct: plan.isDistinct, isStrict: plan.isStrict,
            hasLookalikes: hasLookalikes(plan),
            share: Double(plan.records.count - plan.extras) / Double(max(1, plan.records.count)),
            yield: Double(plan.values.count)
                / Double(max(1, columns.members[plan.lead.column].count)),
            kind: RecordKind(
                plan.regions, isRecord: plan.records.map { $0 != nil }, in: tree))
        var recipe = LearnedRecipe(
            fields: learned, shape: .list(set), recordCount: wanted[plan.anchor].count)
        recipe.relations = FieldRelation.all(fields.map(\.kind), wanted)
        recipe.known = wanted[plan.anchor].indices.prefix(Self.knownLimit).map { record in
            fields.indices.map { wanted[$0][record].first?.key }
        }
        recipe.labels = Set(tree.names)
        return recipe
    }

    func profile(_ field: Int) -> FieldProfile {
        FieldProfile(fields[field].kind, wanted[field].flatMap { $0 })
    }
}

extension FieldRelation {
    /// Pairs of fields of which one's value is in the other's for nearly all records.
    ///
    /// - Parameter wanted: The values by field and record.
    static func all(_ kinds: [ReadKind], _ wanted: [[[ReadValue]]]) -> [FieldRelation] {
        var found: [FieldRelation] = []
        for inner in kinds.indices where kinds[inner].base == .text {
            for outer in kinds.indices where outer != inner {
                guard kinds[outer].base == .url || kinds[outer].base == .text else { continue }
                var held = 0
                var total = 0
                for record in wanted[inner].indices {
                    guard let left = wanted[inner][record].first,
                        let right = wanted[outer][record].first
                    else { continue }
                    total += 1
                    if holds(left.key, right.key) { held += 1 }
                }
                if total >= 3, Double(held) >= 0.9 * Double(total) {
                    found.append(FieldRelation(inner: inner, outer: outer))
                }
            }
        }
        return found
    }

    /// Whether a value's letters and digits are found again in another's.
    static func holds(_ inner: String, _ outer: String) -> Bool {
        let left = lettersAndDigits(inner)
        guard left.count >= 4 else { return false }
        return lettersAndDigits(outer).holds(left)
    }

    private static func lettersAndDigits(_ text: String) -> [UInt8] {
        text.utf8.filter { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
                || (0x61...0x7A).contains(byte) || byte > 0x7F
        }
    }
}
