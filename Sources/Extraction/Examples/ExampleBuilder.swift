import AlmanacCore

/// Builds a recipe that gives known values of a page, or none.
///
/// The places that Scout proposes are tried on the page, and a field is given those that yield
/// exactly its known values; what is built is run on the page and counts only where the run gives
/// the known records and nothing else. So whatever found the values (an example by a person, a
/// repair) ends in the one kind of recipe there is.
package struct ExampleBuilder {
    let examples: ExampleValues
    let page: PageReader
    /// Whether the page is one record rather than a list of them.
    let isPage: Bool
    /// Whether the known records are all that the page has.
    let isComplete: Bool

    /// Makes a builder for a page and what is known of it: all of its records, or some.
    package init(
        _ examples: ExampleValues, _ page: SourcePage, isPage: Bool, isComplete: Bool = true
    ) {
        self.examples = examples
        self.page = PageReader(page)
        self.isPage = isPage
        self.isComplete = isComplete || isPage
    }

    /// The recipe; nil where no places of the page give the known values of a single field, or
    /// the records cannot be told from what looks like them.
    ///
    /// Fields that no place gives are left out.
    ///
    /// - Throws: ``AlmanacError`` of kind `extraction` for a table whose spans make it huge.
    package func recipe(name: String) throws -> Recipe? {
        guard examples.count > 0 else { return nil }
        let found = try isComplete ? exactRecipe(name) : openRecipe(name)
        return found.flatMap { SharedDates(examples: examples, page: page).leftOut(of: $0) }
    }

    private func exactRecipe(_ name: String) throws -> Recipe? {
        let gives = { run($0).map { examples.agree(with: $0) } ?? false }
        let written =
            isPage
            ? ExamplePage(examples, page).recipe(name: name).flatMap { gives($0) ? $0 : nil }
            : try ExampleList(examples, page, isComplete: true).recipe(name: name, where: gives)
        return try preferred(written?.namingColumns(on: page), name)
    }

    /// What was written with selectors, or, where fields are missing in it, a recipe with learned
    /// places that has more of them.
    private func preferred(_ written: Recipe?, _ name: String) throws -> Recipe? {
        let wanted = examples.fields.indices.count { field in
            examples.keys.contains { !$0[field].isEmpty }
        }
        let count = written?.fields.count ?? 0
        guard count < wanted,
            var learned = LearnedExample(
                examples: examples, page: page.page, isPage: isPage, isComplete: isComplete
            ).recipe(name: name)
        else { return written }
        if learned.fields.count < wanted, !isPage { learned = try completed(learned) }
        return learned.fields.count > count ? learned : written
    }

    /// The recipe with fields that it lacks by selectors in its records.
    private func completed(_ learned: Recipe) throws -> Recipe {
        let names = Set(learned.fields.map(\.name))
        let others = try ExampleList(examples, page, isComplete: isComplete)
            .fields(of: learned.records).filter { !names.contains($0.name) }
        guard !others.isEmpty else { return learned }
        var whole = learned
        whole.fields = examples.fields.compactMap { wanted in
            (learned.fields + others).first { $0.name == wanted.name }
        }
        let isRight = run(whole).map { examples.agree(with: $0, allowingMore: !isComplete) }
        return isRight ?? false ? whole : learned
    }

    /// The recipe that gives the known records, and others like them.
    ///
    /// Where the known ones are most of what it gives, they were meant to be all of it, so that a
    /// recipe that leaves out the others is preferred.
    private func openRecipe(_ name: String) throws -> Recipe? {
        var count = 0
        let open = try ExampleList(examples, page, isComplete: false).recipe(name: name) {
            guard let result = run($0), examples.agree(with: result, allowingMore: true) else {
                return false
            }
            count = result.records.count
            return true
        }
        guard let open, examples.count >= 3, count > examples.count, examples.count * 2 > count,
            let exact = try ExampleBuilder(examples, page.page, isPage: false)
                .recipe(name: name), exact.fields.count >= open.fields.count
        else { return try preferred(open?.namingColumns(on: page), name) }
        return exact
    }

    private func run(_ recipe: Recipe) -> RecipeResult? {
        (try? CompiledRecipe(recipe)).flatMap { try? $0.run(on: page.page) }
    }
}
