package import AlmanacCore

/// One way of reading a page, with how sure it is and why.
package struct RecipeCandidate: Sendable {
    /// The recipe.
    package var built: BuiltRecipe
    /// How many places look like records.
    package var rowCount: Int
    /// How sure it is, from 0 to 1: of wanted fields their mean with 0 for what is missing; where
    /// nothing was wanted, how much it promises beside the best.
    package var sureness: Double
    /// For each field why it is that one.
    package var reasons: [String]

    /// Makes a candidate.
    package init(
        built: BuiltRecipe, rowCount: Int, sureness: Double, reasons: [String] = []
    ) {
        (self.built, self.rowCount) = (built, rowCount)
        (self.sureness, self.reasons) = (sureness, reasons)
    }

    /// The first candidates that give something that none before them gives, with their rows
    /// counted.
    ///
    /// - Throws: ``AlmanacError`` of kind `extraction` for a table whose spans make it huge.
    static func distinct(
        _ all: [RecipeCandidate], on page: SourcePage, limit: Int
    ) throws -> [RecipeCandidate] {
        var found: [RecipeCandidate] = []
        var given: [Set<String>] = []
        for var candidate in all where found.count < limit {
            let result = try CompiledRecipe(candidate.built.recipe).run(on: page)
            let texts = Set(result.records.flatMap { $0.values.compactMap { $0?.text } })
            guard !given.contains(where: texts.isSubset) else { continue }
            candidate.rowCount = result.rowCount
            found.append(candidate)
            given.append(texts)
        }
        return found.isEmpty ? Array(all.prefix(1)) : found
    }

    /// The candidate as an object of a command's output.
    package var json: JSON {
        [
            "records": built.recipe.json["records"] ?? .null, "rows": .integer(rowCount),
            "sureness": .number((sureness * 1_000).rounded() / 1_000),
            "fields": .array(built.recipe.fields.map { .string($0.name) }),
            "missing": .array(built.missing.map(JSON.string)),
            "reasons": .array(reasons.map(JSON.string)),
        ]
    }
}

extension RecipeBuilder {
    /// Most sets of records that candidates are chosen from.
    static let pool = 40

    /// The ways of reading the wanted fields from a page, best first; none where it has no field.
    ///
    /// - Throws: ``AlmanacError`` of kind `extraction` for a table whose spans make it huge.
    package func candidates(
        on page: SourcePage, name: String = "recipe", limit: Int = 3
    ) throws -> [RecipeCandidate] {
        try candidates(on: PageReader(page), name: name, limit: limit)
    }

    /// The same on a page of which something may have been looked up already.
    func candidates(
        on reader: PageReader, name: String = "recipe", limit: Int
    ) throws -> [RecipeCandidate] {
        switch expects {
        case .one:
            guard let built = PageMatcher(self, reader).built(name: name) else { return [] }
            return [candidate(built, rowCount: 1, reasons: [])]
        case .many:
            let ranked = try ListMatcher(self, reader).ranked(limit: limit == 1 ? 1 : Self.pool)
            let all = try ranked.map { found in
                let reasons = found.assigned.map { entry in
                    let hint = entry.column.hints.max { $0.strength < $1.strength }
                    let words = hint?.words.joined(separator: " ") ?? ""
                    return "\(fields[entry.field].name): "
                        + (words.isEmpty ? "by what its values look like" : "by '\(words)'")
                }
                var built = try tolerating(found.built(self, name: name), reader)
                built = try rejectingOtherKinds(built, reader)
                built.recipe = built.recipe.namingColumns(on: reader)
                return candidate(built, rowCount: found.set.count, reasons: reasons)
            }
            return limit == 1
                ? all : try RecipeCandidate.distinct(all, on: reader.page, limit: limit)
        }
    }

    private func candidate(
        _ built: BuiltRecipe, rowCount: Int, reasons: [String]
    ) -> RecipeCandidate {
        let sum = built.confidence.reduce(0, +)
        return RecipeCandidate(
            built: built, rowCount: rowCount, sureness: sum / Double(max(1, fields.count)),
            reasons: reasons)
    }

    /// Adds the wanted fields that a listing lacks, from pages that its records lead to.
    ///
    /// A field counts where every one of the pages has it, or two of three where it is not
    /// required.
    /// - Parameters:
    ///   - pages: some of the linked pages.
    ///   - link: the field whose addresses lead to them.
    /// - Throws: ``AlmanacError`` of kind `extraction` for a page that cannot be read.
    package func addingDetails(
        _ built: BuiltRecipe, from pages: [SourcePage], link: String
    ) throws -> BuiltRecipe {
        let lacking = fields.filter { built.missing.contains($0.name) }
        guard let first = pages.first, !lacking.isEmpty,
            let found = PageMatcher(RecipeBuilder(lacking, expects: .one), PageReader(first))
                .built(name: built.recipe.name)
        else { return built }
        var built = built
        for (index, field) in found.recipe.fields.enumerated() {
            let probe = try CompiledRecipe(
                Recipe(name: "probe", records: .page, fields: [field]))
            let count = try pages.count { page in
                try probe.run(on: page).records.first?.values[0] != nil
            }
            guard field.isRequired ? count == pages.count : count * 3 >= pages.count * 2 else {
                continue
            }
            var linked = field
            for place in linked.places.indices { linked.places[place].scope = .detail(link) }
            built.recipe.fields.append(linked)
            built.confidence.append(found.confidence[index])
            built.missing.removeAll { $0 == field.name }
        }
        return built
    }
}

extension Scout {
    /// The sets of records that promise most, as candidates.
    ///
    /// - Throws: As ``findings(on:limit:)`` does.
    package static func candidates(
        on page: SourcePage, name: String, limit: Int = 3
    ) throws -> [RecipeCandidate] {
        let findings = try findings(on: page, limit: RecipeBuilder.pool)
        let best = findings.first?.score ?? 1
        let reader = PageReader(page)
        let all = findings.map { finding in
            var recipe = finding.recipe.namingColumns(on: reader)
            recipe.name = name
            return RecipeCandidate(
                built: BuiltRecipe(recipe: recipe, confidence: [], missing: []),
                rowCount: finding.rowCount, sureness: finding.score / best)
        }
        return try RecipeCandidate.distinct(all, on: page, limit: limit)
    }
}
