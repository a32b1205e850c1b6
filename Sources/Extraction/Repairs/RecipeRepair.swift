package import AlmanacCore

/// Repairs a recipe whose page has changed, from a page that it was right on.
///
/// What it read there is learned with all that tells the values apart (``LearnedRecipe``), the
/// Doctor looks for the same fields on the changed page, and what it is sure of becomes a recipe
/// again. The outcome counts only where a run of that recipe gives exactly what the Doctor found,
/// on the page that it was made for and on the other changed pages at hand.
package struct RecipeRepair {
    /// The recipe before.
    package let recipe: Recipe
    /// The fields without which a repair is none, beside those of the identity and the time.
    package var required: Set<String> = []
    /// What was learned from accepted repairs, tried before anything is searched for.
    package var lessons: [RecipeLesson] = []

    /// What came of it.
    package struct Outcome: Sendable {
        /// The repaired recipe; nil where there is none that the evidence supports.
        package var recipe: Recipe?
        /// Why, for a person.
        package var reason: String
        /// What was seen: how sure each field was, and which were withheld.
        package var evidence: JSONObject

        /// Makes an outcome without evidence that is no repair.
        package init(reason: String) { (self.reason, evidence) = (reason, JSONObject()) }
    }

    /// Makes a repair of a recipe.
    package init(_ recipe: Recipe) { self.recipe = recipe }

    /// Looks for a recipe that reads the changed pages as the old one read the good page.
    ///
    /// - Parameter changed: The pages on which the recipe was sick, the newest last.
    /// - Throws: ``AlmanacError`` of kind `extraction` for a page above the limits.
    package func attempt(good: StoredPage, changed: [StoredPage]) throws -> Outcome {
        guard !changed.isEmpty else { return abstained("there is no changed page") }
        for lesson in lessons {
            if let outcome = try outcome(of: lesson, good: good, changed: changed) {
                return outcome
            }
        }
        return try checked(searched(good: good, changed: changed), good: good, changed: changed)
    }

    /// What the Doctor's search comes to.
    private func searched(good: StoredPage, changed: [StoredPage]) throws -> Outcome {
        guard let newest = changed.last, let learned = try learned(from: good) else {
            return abstained("what the recipe read on its last good page cannot be learned from")
        }
        let names = try names(good)
        let reading = try read(newest, learned, names)
        let evidence = Self.evidence(of: reading, listed)
        let given = listed.fields.filter { !reading.withheld.contains($0.name) }
        guard reading.state != .withheld, !given.isEmpty else {
            return abstained("no field is found with enough certainty", evidence)
        }
        let isListed = { (name: String) in recipe.field(name)?.detailLink == nil }
        if let missing = needed.filter(isListed).first(where: { name in
            !given.contains { $0.name == name }
        }) {
            return abstained("the field '\(missing)' is not found with enough certainty", evidence)
        }
        guard let built = try built(examples(reading, given), on: newest) else {
            return abstained("no recipe gives what was found on the changed page", evidence)
        }
        let compiled = try CompiledRecipe(built)
        for page in changed.dropLast() where page.bytes != newest.bytes {
            guard try holds(compiled, learned, names, given, page) else {
                return abstained("the repaired recipe does not hold on all changed pages", evidence)
            }
        }
        var outcome = Outcome(reason: "the repaired recipe gives what the Doctor found")
        (outcome.recipe, outcome.evidence) = (built, evidence)
        return outcome
    }

    /// The recipe without the fields of linked pages, which a listing says nothing of.
    var listed: Recipe {
        var listed = recipe
        listed.fields = recipe.fields.filter { $0.detailLink == nil }
        return listed
    }

    /// The fields that a repair must have.
    var needed: [String] {
        recipe.identity + [recipe.time?.field].compactMap { $0 } + required.sorted()
    }

    func abstained(_ reason: String, _ evidence: JSONObject = JSONObject()) -> Outcome {
        var outcome = Outcome(reason: reason)
        outcome.evidence = evidence
        return outcome
    }

    // MARK: - Learning

    /// What the recipe read on a page that it was right on, with what tells the values apart.
    package func learned(from good: StoredPage) throws -> LearnedRecipe? {
        let result = try CompiledRecipe(listed).run(on: try good.page())
        let records = result.records.map { record in
            ExampleRecord(
                values: zip(listed.fields, record.values).reduce(into: [:]) { values, entry in
                    values[entry.0.name] = ExampleValues.texts(of: entry.1?.value)
                })
        }
        return RecipeInducer.recipe(
            from: try PageTree(page: good.bytes, url: good.url), fields: Self.kinds(listed.fields),
            records: records, isPage: recipe.records.isPage)
    }

    /// The reader that goes by names.
    private func names(_ good: StoredPage) throws -> NamedReader {
        let page = try good.page()
        let result = try CompiledRecipe(listed).run(on: page)
        let fields = listed.fields.map { WantedField($0.name, $0.type) }
        return NamedReader(
            ExampleValues(fields, documents: result.records.map { result.object(of: $0) }),
            good: page, expects: recipe.records.isPage ? .one : .many)
    }

    /// What the Doctor reads on a page.
    private func read(
        _ stored: StoredPage, _ learned: LearnedRecipe, _ names: NamedReader
    ) throws -> PageReading {
        let page = try stored.page()
        return Doctor.read(
            try PageTree(page: stored.bytes, url: stored.url), with: learned,
            named: names.records(on: page))
    }

    private static func kinds(_ fields: [RecipeField]) -> [(name: String, kind: ReadKind)] {
        fields.map { ($0.name, ReadKind($0.type)) }
    }

    /// What the values of a field look like.
    static func profile(_ field: RecipeField, _ values: [JSON]) -> FieldProfile {
        FieldProfile(ReadKind(field.type), readValues(field, values))
    }

    static func readValues(_ field: RecipeField, _ values: [JSON]) -> [ReadValue] {
        values.flatMap { ExampleValues.texts(of: $0) }.compactMap {
            RecipeInducer.example($0, ReadKind(field.type).base)
        }
    }

    // MARK: - Doubt

    /// What a second reading says of what a recipe gave on a changed page.
    enum Doubt: Equatable {
        /// Nothing of it can be relied on, and why.
        case all(String)
        /// These fields' values are not borne out; none where all are.
        case fields([String])
    }

    /// Whether the Doctor, who looks by other means, gives what the recipe gave on a changed page.
    ///
    /// - Parameters:
    ///   - new: The fields that have values which were not known.
    ///   - likeness: How much of the page's structure is as it was.
    func doubt(
        about result: RecipeResult, on page: StoredPage, good: StoredPage, new: Set<String>,
        likeness: Double
    ) throws -> Doubt {
        let isSame = likeness >= RunCheck.sameLikeness
        let doubtful = listed.fields.filter { new.contains($0.name) && mayDoubt($0) }
        // Data for machines may rest while what people see of them changes.
        let resting =
            likeness < 1 && recipe.records.isPage
            ? listed.fields.filter { !new.contains($0.name) && mayDoubt($0) } : []
        // A page of the same structure is read again only for what structure says nothing of.
        if isSame, doubtful.isEmpty, resting.isEmpty { return .fields([]) }
        guard let learned = try learned(from: good) else {
            return .all("the page changed, and nothing confirms what is read there")
        }
        let reading = try read(page, learned, names(good))
        if let field = doubtful.first(where: { reading.withheld.contains($0.name) }) {
            return .all(
                "the values of '\(field.name)' are new, and a second reading is not sure of them")
        }
        if !isSame || !recipe.records.isPage {
            let sure = listed.fields.filter { !reading.withheld.contains($0.name) }
            guard reading.state != .withheld, !sure.isEmpty else {
                return .all("the page changed, and nothing confirms what is read there")
            }
            guard examples(reading, sure).agree(with: result) else {
                return .all("the page changed, and a second reading gives other values")
            }
        }
        let unsure = resting.map(\.name).filter(reading.withheld.contains)
        if let field = unsure.first(where: { needed.contains($0) || isRequired($0) }) {
            return .all("the page changed, and nothing confirms the values of '\(field)'")
        }
        return .fields(unsure)
    }

    private func isRequired(_ name: String) -> Bool { recipe.field(name)?.isRequired ?? false }

    /// Whether new values of a field count only where the Doctor is sure of them, too: on a page
    /// that is one record lists, which may take in a heading, and addresses, of which one picture
    /// has many; in a list whatever stands at learned places.
    private func mayDoubt(_ field: RecipeField) -> Bool {
        recipe.records.isPage
            ? field.type.isList || field.type.base == .url
            : !recipe.records.learnedNames.isEmpty
    }

    // MARK: - Building

    /// The old recipe with new places for the fields that are given, where a run gives just what
    /// was found, or that and more where not all records are known.
    func built(
        _ examples: ExampleValues, on newest: StoredPage, isComplete: Bool = true
    ) throws -> Recipe? {
        let isPage = recipe.records.isPage
        let page = try newest.page()
        guard
            let found = try ExampleBuilder(examples, page, isPage: isPage, isComplete: isComplete)
                .recipe(name: recipe.name)
        else { return nil }
        var built = recipe
        built.records = found.records
        built.revision += 1
        built.fields = recipe.fields.compactMap { old in
            if let link = old.detailLink { return found.field(link) == nil ? nil : old }
            guard let new = found.field(old.name) else { return nil }
            var field = old
            field.places = new.places
            field.placesMustAgree = new.placesMustAgree
            field.locale = new.locale ?? old.locale
            // What merely all known records had may be missing in some of the new ones.
            field.isRequired = needed.contains(old.name) || new.isRequired
            return field
        }
        guard needed.allSatisfy({ built.field($0) != nil }) else { return nil }
        built.followPaging(on: page)
        let result = try CompiledRecipe(built).run(on: page, context: .awaitingDetails)
        return examples.agree(with: result, allowingMore: !isComplete) ? built : nil
    }

    private func examples(_ reading: PageReading, _ given: [RecipeField]) -> ExampleValues {
        ExampleValues(
            given.map { WantedField($0.name, $0.type, isRequired: needed.contains($0.name)) },
            reading.records)
    }

    /// Whether the recipe reads another changed page as the Doctor does.
    private func holds(
        _ compiled: CompiledRecipe, _ learned: LearnedRecipe, _ names: NamedReader,
        _ given: [RecipeField], _ stored: StoredPage
    ) throws -> Bool {
        let reading = try read(stored, learned, names)
        let sure = given.filter { !reading.withheld.contains($0.name) }
        let result = try compiled.run(on: try stored.page(), context: .awaitingDetails)
        guard !sure.isEmpty else { return false }
        return examples(reading, sure).agree(with: result)
    }

    private static func evidence(of reading: PageReading, _ recipe: Recipe) -> JSONObject {
        var confidence = JSONObject()
        for field in recipe.fields {
            let sure = reading.confidence[field.name] ?? 0
            confidence[field.name] = .number((sure * 1_000).rounded() / 1_000)
        }
        return [
            "state": .string(reading.state.rawValue), "records": .integer(reading.records.count),
            "confidence": .object(confidence),
            "withheld": .array(reading.withheld.map(JSON.string)),
            "places": .array(reading.notes.map(JSON.string)),
        ]
    }
}
