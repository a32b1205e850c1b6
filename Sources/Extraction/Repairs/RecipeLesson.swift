import AlmanacCore

/// What moved where in a repair that was accepted, to be tried first on pages of the same template.
///
/// It says where records and fields stood before and where they stand since, and nothing of their
/// values. A source resembles the one that the lesson is from where its recipe reads the same
/// places, whatever it calls its fields: sites that run one program look alike and are redesigned
/// alike.
package struct RecipeLesson: Sendable {
    /// The repair's number.
    package let repair: Int64
    private let before: Recipe
    private let after: Recipe

    /// Makes the lesson of a repair.
    package init(repair: Int64, before: Recipe, after: Recipe) {
        (self.repair, self.before, self.after) = (repair, before, after)
    }

    /// A recipe with the lesson's moves; nil where it reads other places than the lesson is about.
    package func applied(to recipe: Recipe) -> Recipe? {
        guard recipe.records == before.records, after.records.learnedNames.isEmpty else {
            return nil
        }
        var moved = recipe
        moved.records = after.records
        moved.revision += 1
        moved.fields = []
        for field in recipe.fields {
            guard field.detailLink == nil else {
                moved.fields.append(field)
                continue
            }
            guard
                let old = before.fields.first(where: {
                    $0.places == field.places && $0.type == field.type
                })
            else { return nil }
            // A field that the repair had to leave out is left out here too.
            guard let new = after.field(old.name) else { continue }
            var field = field
            field.places = new.places
            field.placesMustAgree = new.placesMustAgree
            field.locale = new.locale ?? field.locale
            moved.fields.append(field)
        }
        let links = moved.fields.compactMap(\.detailLink)
        return links.allSatisfy { moved.field($0) != nil } ? moved : nil
    }
}

extension RecipeRepair {
    /// Known records that must stand on the changed page again, with all their values.
    private static let fewestKnown = 3

    /// A repair by a lesson; nil where it does not hold on its own evidence.
    ///
    /// That the page changed in the very way in which another one did is no proof. It holds where
    /// records that were known stand on the page again with every value, none of them with another
    /// one, and all else looks as it did: the number of records, which fields they have, and what
    /// their values look like. Else the Doctor decides.
    func outcome(
        of lesson: RecipeLesson, good: StoredPage, changed: [StoredPage]
    ) throws -> Outcome? {
        guard let newest = changed.last, let moved = lesson.applied(to: recipe),
            needed.allSatisfy({ moved.field($0) != nil })
        else { return nil }
        var repaired = moved
        repaired.followPaging(on: try newest.page())
        let names = repaired.fields.filter { $0.detailLink == nil }.map(\.name)
        let before = try CompiledRecipe(recipe).run(on: good.page(), context: .awaitingDetails)
        let compiled = try CompiledRecipe(repaired)
        let after = try compiled.run(on: newest.page(), context: .awaitingDetails)
        guard try looksAlike(before, after, names),
            let known = Self.knownAgain(before, after, names), known >= Self.fewestKnown,
            try fault(of: after, on: newest, KnownRecords(recipe, [(good, before)])) == nil
        else { return nil }
        for page in changed.dropLast() where page.bytes != newest.bytes {
            let result = try compiled.run(on: page.page(), context: .awaitingDetails)
            guard !result.records.isEmpty, result.withheld.isEmpty else { return nil }
        }
        var outcome = Outcome(
            reason: "the moves of repair \(lesson.repair) hold here too, and \(known) known "
                + "records stand there with all their values")
        outcome.recipe = repaired
        outcome.evidence = [
            "lesson": .integer(Int(lesson.repair)), "known_records": .integer(known),
            "records": .integer(after.records.count),
        ]
        return outcome
    }

    private func looksAlike(
        _ before: RecipeResult, _ after: RecipeResult, _ names: [String]
    ) throws -> Bool {
        let (old, new) = (before.records.count, after.records.count)
        guard new > 0, new * 4 >= old, new <= old * 4, after.withheld.isEmpty,
            after.badRows.count <= before.badRows.count + after.rowCount / 10
        else { return false }
        return names.allSatisfy { name in
            guard let field = recipe.field(name) else { return false }
            let (was, now) = (before.values(of: name), after.values(of: name))
            guard now.count * old * 10 >= was.count * new * 9 else { return false }
            guard was.count >= 5, now.count >= 5 else { return true }
            return Self.profile(field, was).likeness(Self.readValues(field, now)) >= 0.5
        }
    }

    /// How many known records stand there again; nil where one does with another value.
    private static func knownAgain(
        _ before: RecipeResult, _ after: RecipeResult, _ names: [String]
    ) -> Int? {
        func rows(_ result: RecipeResult) -> [(identity: String, text: String)] {
            result.records.map { record in
                let fields = result.object(of: record)
                let text = JSON.array(names.map { fields[$0] ?? .null }).text()
                return (record.identity ?? text, text)
            }
        }
        let known = Dictionary(rows(before).map { ($0.identity, $0.text) }) { first, _ in first }
        var count = 0
        for row in rows(after) {
            guard let text = known[row.identity] else { continue }
            guard text == row.text else { return nil }
            count += 1
        }
        return count
    }
}

extension RecipeResult {
    /// The values that records have of a field, in their order.
    fileprivate func values(of name: String) -> [JSON] {
        guard let place = fieldNames.firstIndex(of: name) else { return [] }
        return records.compactMap { $0.values[place]?.value }
    }
}
