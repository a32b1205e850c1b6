import AlmanacCore

/// Judges a run of a recipe by what it gave on pages that it was right on.
///
/// A run is sick where a field vanishes that was there, where the number of records leaves its
/// usual range, where many more values break their rules, and where values are unlike those known
/// while the page's structure changed; and whatever the structure, where what is known of the
/// records speaks against the values (``KnownRecords``). A page whose structure changed without any
/// of that is read a second time by the Doctor, and must give the same. On a page that is one
/// record, lists and addresses that rest while the structure changed in anything must be borne out,
/// too, or they alone are left out.
package struct RunCheck: Sendable {
    /// What was found.
    package struct Verdict: Sendable, Equatable {
        /// Whether the run's values are suspect.
        package var isSick: Bool { !reasons.isEmpty }
        /// Whether the structure changed so that the recipe cannot hold.
        package var structureChanged = false
        /// Why, for a person; empty where the run holds.
        package var reasons: [String] = []
        /// The fields whose values, though those of before, nothing else on the changed page
        /// bears out; the others hold.
        package var unconfirmed: [String] = []
        /// How much of the page's structure is that of the last good page, from 0 to 1.
        package var likeness = 1.0

        /// Makes the verdict on a run that holds.
        package init(reasons: [String] = []) { self.reasons = reasons }
    }

    private let recipe: Recipe
    private let good: StoredPage
    private let structure: Set<String>
    private let counts: [Int]
    private let badShare: Double
    private let filled: [Double]
    private let profiles: [FieldProfile]
    private let known: KnownRecords?
    /// By field the values that the pages had.
    private let values: [Set<String>]

    /// Below this, a page is another one than it was.
    static let changedLikeness = 0.5
    /// From this on, a page is the same and needs no second reading.
    static let sameLikeness = 0.85

    /// Learns from the last pages that the recipe was right on, the newest last.
    ///
    /// - Throws: ``AlmanacError`` of kind `extraction` where a page cannot be read by the recipe.
    package init(_ recipe: Recipe, good pages: [StoredPage]) throws {
        guard let last = pages.last else {
            throw AlmanacError(.extraction, "there is no page that the recipe was right on")
        }
        self.recipe = recipe
        good = last
        let compiled = try CompiledRecipe(recipe)
        var results: [RecipeResult] = []
        for page in pages.suffix(Self.pageLimit) {
            results.append(try compiled.run(on: page.page(), context: .awaitingDetails))
        }
        let runs = zip(pages.suffix(Self.pageLimit), results).map { (page: $0, result: $1) }
        known = try KnownRecords(recipe, runs)
        structure = Self.structure(of: try last.page())
        counts = results.map(\.records.count)
        badShare = results.map(Self.badShare).max() ?? 0
        let records = results.flatMap(\.records)
        filled = recipe.fields.indices.map { field in
            let count = records.count { $0.values[field] != nil }
            return Double(count) / Double(max(1, records.count))
        }
        values = recipe.fields.indices.map { field in
            records.reduce(into: []) { all, record in
                if let value = record.values[field]?.value { all.formUnion(Self.elements(value)) }
            }
        }
        profiles = recipe.fields.indices.map { field in
            RecipeRepair.profile(
                recipe.fields[field], records.compactMap { $0.values[field]?.value })
        }
    }

    private static let pageLimit = 5
    /// Fewer values than this say nothing of how values are spread.
    private static let valueLimit = 5

    /// Judges a run.
    ///
    /// - Parameters:
    ///   - result: What the run gave; nil where the contract stopped it.
    ///   - isFurther: Whether the page is a later one of the listing, whose last has few records.
    /// - Throws: ``AlmanacError`` of kind `extraction` for a page above the limits.
    package func verdict(
        on page: StoredPage, _ result: RecipeResult?, isFurther: Bool = false
    ) throws -> Verdict {
        var verdict = Verdict()
        verdict.likeness = likeness(to: Self.structure(of: try page.page()))
        let isOther = verdict.likeness < Self.changedLikeness
        guard let result else {
            verdict.reasons = ["the contract stopped the run"]
            verdict.structureChanged = isOther
            return verdict
        }
        let count = result.records.count
        let (least, most) = (counts.min() ?? 0, counts.max() ?? 0)
        if count == 0, most > 0 {
            verdict.reasons.append("no record is found, where \(most) were")
        } else if !isFurther, count * 4 < least || count > most * 4 {
            verdict.reasons.append("\(count) records are found, where \(least) to \(most) were")
        }
        if Self.badShare(result) > max(0.3, badShare + 0.2) {
            verdict.reasons.append("many more values than before break their rules")
        }
        for (index, field) in recipe.fields.enumerated() where count > 0 {
            let values = result.records.compactMap { $0.values[index]?.value }
            let share = Double(values.count) / Double(count)
            if share < filled[index] * 0.5 {
                verdict.reasons.append("the field '\(field.name)' vanishes")
            } else if verdict.likeness < Self.sameLikeness, values.count >= Self.valueLimit,
                profiles[index].count >= Self.valueLimit,
                profiles[index].likeness(RecipeRepair.readValues(field, values)) < 0.5
            {
                verdict.reasons.append("the values of '\(field.name)' are unlike those before")
            }
        }
        if let known, count > 0 {
            let view = RunView(known.fields, result, try page.page())
            verdict.reasons += known.faults(view, .run).map(\.reason)
        }
        verdict.structureChanged = isOther && verdict.isSick
        if !verdict.isSick, count > 0 {
            let doubt = try RecipeRepair(recipe).doubt(
                about: result, on: page, good: good, new: new(result), likeness: verdict.likeness)
            switch doubt {
            case .all(let reason): verdict.reasons.append(reason)
            case .fields(let names): verdict.unconfirmed = names
            }
        }
        return verdict
    }

    /// The fields with values that none of the pages had that the recipe was right on.
    private func new(_ result: RecipeResult) -> Set<String> {
        var names: Set<String> = []
        for (index, name) in result.fieldNames.enumerated() {
            let isNew = result.records.contains { record in
                record.values[index].map { !Self.elements($0.value).isSubset(of: values[index]) }
                    ?? false
            }
            if isNew { names.insert(name) }
        }
        return names
    }

    private static func elements(_ value: JSON) -> Set<String> {
        Set((value.arrayValue ?? [value]).map { $0.text() })
    }

    private static func badShare(_ result: RecipeResult) -> Double {
        let cells = max(1, result.records.count * result.fieldNames.count)
        let withheld = Double(result.withheld.count) / Double(cells)
        return max(withheld, 0)
    }

    private func likeness(to other: Set<String>) -> Double {
        let all = structure.union(other).count
        return all == 0 ? 1 : Double(structure.intersection(other).count) / Double(all)
    }

    /// The kinds of places that a page has: elements with their lasting classes, members of data.
    static func structure(of page: SourcePage) -> Set<String> {
        var found: Set<String> = []
        switch page.contents {
        case .markup(let document):
            let writer = SelectorWriter(document)
            for node in document.allNodes where document.isElement(node) {
                let name = document.name(of: node)
                let parent = document.parent(of: node).map(document.name(of:)) ?? ""
                let classes = writer.goodClasses(of: node)
                found.insert("\(parent)>\(name)")
                for word in classes { found.insert("\(name).\(word)") }
            }
        case .json(let json):
            var pending: [(JSON, String)] = [(json, "")]
            while let (value, path) = pending.popLast() {
                found.insert(path)
                switch value {
                case .object(let object):
                    pending += object.members.map { ($0.value, path + "/" + $0.key) }
                case .array(let elements): pending += elements.prefix(50).map { ($0, path) }
                default: break
                }
            }
        case .feed: found.insert("feed")
        }
        return found
    }
}
