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

    /// Makes a builder for a page and what is known of it.
    package init(_ examples: ExampleValues, _ page: SourcePage, isPage: Bool) {
        self.examples = examples
        self.page = PageReader(page)
        self.isPage = isPage
    }

    /// The recipe; nil where no places of the page give the known values of a single field, or
    /// the records cannot be told from what looks like them.
    ///
    /// Fields that no place gives are left out.
    ///
    /// - Throws: ``AlmanacError`` of kind `extraction` for a table whose spans make it huge.
    package func recipe(name: String) throws -> Recipe? {
        guard examples.count > 0 else { return nil }
        let candidates =
            isPage
            ? [ExamplePage(examples, page).recipe(name: name)].compactMap { $0 }
            : try ExampleList(examples, page).recipes(name: name)
        for recipe in candidates {
            guard let compiled = try? CompiledRecipe(recipe),
                let result = try? compiled.run(on: page.page), examples.agree(with: result)
            else { continue }
            return recipe
        }
        return nil
    }
}
