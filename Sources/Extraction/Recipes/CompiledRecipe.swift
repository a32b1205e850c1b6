public import AlmanacCore

/// A recipe whose selectors and patterns have been read, ready for any number of pages.
public struct CompiledRecipe: Sendable {
    /// The recipe.
    public let recipe: Recipe
    let source: Source
    let fields: [CompiledField]
    /// Whether some field is read from a cell of the record's row in a table.
    let readsCells: Bool
    let nextLink: Selector?
    /// The places of the identity fields among the fields.
    let identity: [Int]

    /// The addresses of the pages that a record leads to for its other fields.
    package func linkedAddresses(of record: ExtractedRecord) -> [String] {
        recipe.detailLinks.compactMap { link in
            recipe.fields.firstIndex { $0.name == link }
                .flatMap { record.values[$0]?.value.stringValue }
        }
    }

    /// Where records are, with selectors read.
    enum Source: Sendable {
        case page
        case elements(Selector, spansSiblings: Bool)
        case table(Selector, fewestCells: Int)
        case data(DataLocation)
        case learned(LearnedRecipe)
    }

    /// Reads the selectors and patterns of a recipe.
    ///
    /// - Throws: ``AlmanacError`` of kind `validation` that says which of them cannot be read.
    public init(_ recipe: Recipe) throws(AlmanacError) {
        try recipe.checkNames()
        self.recipe = recipe
        source =
            switch recipe.records {
            case .page: .page
            case .elements(let rule):
                .elements(
                    try compileSelector(rule.select, "/records/elements"),
                    spansSiblings: rule.spansSiblings)
            case .table(let rule):
                .table(
                    try compileSelector(rule.select, "/records/table"),
                    fewestCells: rule.fewestCells)
            case .data(let location): .data(location)
            case .learned(let places): .learned(places.recipe)
            }
        var fields: [CompiledField] = []
        for (index, field) in recipe.fields.enumerated() {
            fields.append(try CompiledField(field, "/fields/\(index)"))
        }
        self.fields = fields
        readsCells = fields.contains { $0.places.contains(where: \.isCell) }
        if case .link(let text)? = recipe.fetch?.paging?.step {
            nextLink = try compileSelector(text, "/fetch/pages/link")
        } else {
            nextLink = nil
        }
        identity = recipe.identity.compactMap { name in
            recipe.fields.firstIndex { $0.name == name }
        }
    }
}

/// A field with what its places need.
struct CompiledField: Sendable {
    let field: RecipeField
    let places: [CompiledPlace]
    let pattern: RecipePattern?

    init(_ field: RecipeField, _ path: String) throws(AlmanacError) {
        self.field = field
        var places: [CompiledPlace] = []
        for (index, place) in field.places.enumerated() {
            places.append(try CompiledPlace(place, path + "/from/\(index)"))
        }
        self.places = places
        if let text = field.validity.pattern {
            pattern = try compilePattern(text, path + "/valid/pattern")
        } else {
            pattern = nil
        }
    }
}

/// A place with its selectors and patterns read.
struct CompiledPlace: Sendable {
    let place: FieldPlace
    let selector: Selector?
    let heading: Selector?
    /// The name of a table's column as names are compared, where the place has one.
    let column: String?
    /// The patterns of the transforms that have one, at the transforms' places.
    let patterns: [RecipePattern?]

    /// Whether it is a cell of a row.
    var isCell: Bool {
        switch place.find {
        case .column, .cell: true
        default: false
        }
    }

    /// - Parameter memory: What is known of selectors and patterns of a page's other places.
    init(
        _ place: FieldPlace, _ path: String, _ memory: PageMemory? = nil
    ) throws(AlmanacError) {
        self.place = place
        if case .element(let text?, _, _) = place.find {
            selector = try compileSelector(text, path + "/select", memory)
        } else {
            selector = nil
        }
        if case .heading(let text) = place.scope {
            heading = try compileSelector(text, path + "/scope/heading", memory)
        } else {
            heading = nil
        }
        if case .column(let name, _) = place.find {
            column = name.foldedLine
        } else {
            column = nil
        }
        var patterns: [RecipePattern?] = []
        for (index, transform) in place.transforms.enumerated() {
            patterns.append(
                try transform.pattern.map { text throws(AlmanacError) in
                    try compilePattern(text, path + "/then/\(index)", memory)
                })
        }
        self.patterns = patterns
    }
}

private func compileSelector(
    _ text: String, _ path: String, _ memory: PageMemory? = nil
) throws(AlmanacError) -> Selector {
    if memory != nil, text.utf8.count > PageMemory.selectorLimit {
        throw RecipeMembers.fault(path, "is a selector that is too long to be tried")
    }
    if let known = memory?.selector(text) { return known }
    do {
        return try Selector(text)
    } catch let error as AlmanacError {
        throw located(error, path)
    } catch {
        throw AlmanacError(.internalError, "the selector cannot be read: \(error)")
    }
}

private func compilePattern(
    _ text: String, _ path: String, _ memory: PageMemory? = nil
) throws(AlmanacError) -> RecipePattern {
    if let known = memory?.pattern(text) { return known }
    do {
        return try RecipePattern(text)
    } catch {
        throw located(error, path)
    }
}

private func located(_ error: AlmanacError, _ path: String) -> AlmanacError {
    var error = error
    error.message = "In the recipe's \(path): \(error.message)"
    error.details["path"] = .string(path)
    return error
}
