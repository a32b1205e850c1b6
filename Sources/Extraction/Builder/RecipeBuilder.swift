public import AlmanacCore

/// Builds a recipe for wanted fields from pages, without any values being known.
///
/// Records are looked for in data and in what repeats in the markup; every set of records is
/// matched with the fields as a whole, and the best one wins. A field of which no column is sure
/// enough is left out and named, since a wrong value is worse than none.
public struct RecipeBuilder: Sendable {
    /// What is wanted.
    public let fields: [WantedField]
    /// Whether a page holds one record or many.
    public let expects: Expectation
    /// The least confidence, from 0 to 1, with which a field is given a place.
    public var leastConfidence = 0.5

    /// What a page holds.
    public enum Expectation: Sendable {
        case one, many
    }

    /// Makes a builder.
    public init(_ fields: [WantedField], expects: Expectation) {
        self.fields = fields
        self.expects = expects
    }

    /// Builds a recipe that reads what is wanted from pages like these.
    ///
    /// - Throws: ``AlmanacError`` of kind `extraction` where nothing is found, or where a required
    ///   field is missing, with the field and the page.
    public func build(from pages: [SourcePage], name: String = "recipe") throws -> BuiltRecipe {
        guard let page = pages.first else {
            throw AlmanacError(.extraction, "there is no page to build a recipe from")
        }
        guard let built = try candidates(on: page, name: name, limit: 1).first?.built else {
            throw nothingFound(page)
        }
        try check(built, pages)
        return built
    }

    /// That a page has none of the wanted fields.
    package func nothingFound(_ page: SourcePage) -> AlmanacError {
        if expects == .many, let fault = Scout.nestingFault(page) { return fault }
        return AlmanacError(
            .extraction, "the page holds nothing that could be the wanted fields",
            details: [
                "fields": .array(fields.map { .string($0.name) }),
                "url": page.url.map { .string($0.description) } ?? .null,
            ],
            suggestion:
                "name fields that the page shows; a page that is one record needs --one")
    }

    /// Refuses a recipe without a required field, or one that leaves it out of a record.
    package func check(
        _ built: BuiltRecipe, _ pages: [SourcePage],
        context: RecipeRunContext = RecipeRunContext()
    ) throws {
        for field in fields where field.isRequired {
            guard built.recipe.field(field.name) != nil else {
                throw refusal(field, pages[0], "no place on the page is sure enough")
            }
        }
        guard fields.contains(where: \.isRequired) else { return }
        let compiled = try CompiledRecipe(built.recipe)
        for page in pages {
            let result = try compiled.run(on: page, context: context)
            guard !result.records.isEmpty else {
                throw refusal(fields.first { $0.isRequired } ?? fields[0], page, "it has no record")
            }
            for (index, name) in result.fieldNames.enumerated() {
                guard let field = fields.first(where: { $0.name == name }), field.isRequired,
                    !context.awaitsDetails || built.recipe.fields[index].detailLink == nil
                else { continue }
                let lacking =
                    result.records.count { $0.values[index] == nil }
                    + result.badRows.count { $0.field == name && Self.isRecord($0, built.recipe) }
                guard lacking > 0 else { continue }
                throw refusal(
                    field, page,
                    "\(lacking) of \(result.rowCount) rows lack it, or it is not of its type"
                )
            }
        }
    }

    /// The recipe with no field required that nobody asked for and that some records lack.
    ///
    /// What nearly every record has tells records from headings and lines between them, but a
    /// record that lacks it, or has it in another form, is one still.
    func tolerating(_ built: BuiltRecipe, _ page: PageReader) throws -> BuiltRecipe {
        var built = built
        // Of a row only the first field that it lacks is told.
        for _ in built.recipe.fields {
            let result = try page.result(of: built.recipe)
            let looks = Self.looks(of: result)
            let recipe = built.recipe
            let isRecord = { (row: RecipeResult.BadRow) in
                Self.isRecord(row, recipe) && Self.isLike(row, looks)
            }
            let lacking = Set(result.badRows.filter(isRecord).map(\.field))
            let free = built.recipe.fields.indices.filter { index in
                let field = built.recipe.fields[index]
                return field.isRequired && lacking.contains(field.name)
                    && !fields.contains { $0.name == field.name && $0.isRequired }
                    && !built.recipe.identity.contains(field.name)
            }
            guard !free.isEmpty else { break }
            let others = result.badRows.filter { !isRecord($0) && lacking.contains($0.field) }
            // Headings lack the same fields: they are told by a code that has no digit.
            if !others.isEmpty {
                let telling = built.recipe.fields.firstIndex { field in
                    looks[field.name] != nil && field.isRequired && field.validity.pattern == nil
                        && others.allSatisfy { Self.lacksDigits($0.values[field.name]) }
                }
                guard let telling else { break }
                built.recipe.fields[telling].validity.pattern = #"\d"#
            }
            for index in free { built.recipe.fields[index].isRequired = false }
        }
        return built
    }

    /// Whether a rejected row is a record otherwise, and no heading or line between records.
    private static func isRecord(_ row: RecipeResult.BadRow, _ recipe: Recipe) -> Bool {
        // A row with more values than names lacks none.
        row.rule != "cells" && 2 * row.values.members.count >= recipe.fields.count
    }

    private static func lacksDigits(_ value: JSON?) -> Bool {
        guard let text = value?.stringValue else { return true }
        return !text.contains(where: \.isNumber)
    }

    /// The shapes of the values of each field whose values are written in a few ways, such as
    /// codes.
    private static func looks(of result: RecipeResult) -> [String: Set<TextShape>] {
        var looks: [String: Set<TextShape>] = [:]
        for (index, name) in result.fieldNames.enumerated() {
            let texts = result.records.compactMap { $0.values[index]?.value.stringValue }
            let shapes = texts.compactMap { TextShape($0) }
            let distinct = Set(shapes)
            if texts.count >= 4, shapes.count == texts.count, distinct.count * 2 <= texts.count {
                looks[name] = distinct
            }
        }
        return looks
    }

    /// Whether what could be read of a rejected row is written as in the records, which headings
    /// and counts above them are not.
    private static func isLike(
        _ row: RecipeResult.BadRow, _ looks: [String: Set<TextShape>]
    ) -> Bool {
        looks.allSatisfy { name, shapes in
            guard let text = row.values[name]?.stringValue else { return true }
            return TextShape(text).map(shapes.contains) ?? false
        }
    }

    private func refusal(_ field: WantedField, _ page: SourcePage, _ why: String) -> AlmanacError {
        AlmanacError(
            .extraction, "the required field '\(field.name)' cannot be read: \(why)",
            details: [
                "field": .string(field.name),
                "url": page.url.map { .string($0.description) } ?? .null,
            ],
            suggestion: "give an example of its values, or do not require it")
    }
}

/// A recipe as it was built, with how sure each of its fields is.
public struct BuiltRecipe: Sendable {
    /// The recipe.
    public var recipe: Recipe
    /// How sure each of the recipe's fields is, from 0 to 1, in the recipe's order.
    public var confidence: [Double]
    /// The wanted fields that have no place which is sure enough.
    public var missing: [String]

    /// Makes a built recipe.
    public init(recipe: Recipe, confidence: [Double], missing: [String]) {
        (self.recipe, self.confidence, self.missing) = (recipe, confidence, missing)
    }

    /// The recipe with what is known of its fields.
    public var json: JSON {
        [
            "recipe": recipe.json,
            "confidence": .object(
                zip(recipe.fields, confidence).reduce(into: JSONObject()) {
                    $0[$1.0.name] = .number(($1.1 * 1_000).rounded() / 1_000)
                }),
            "missing": .array(missing.map(JSON.string)),
        ]
    }
}
