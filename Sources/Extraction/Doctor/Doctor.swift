/// Judges what a recipe gives for a page, and repairs or withholds it.
package enum Doctor {
    /// Reads a page by a recipe: as it is where that holds, else repaired, else withheld.
    ///
    /// - Parameter named: What a reader that goes by the fields' names alone reads there, record
    ///   by record, of those which it read rightly on the page learned from; asked for where the
    ///   known ways do not settle everything.
    package static func read(
        _ tree: PageTree, with recipe: LearnedRecipe,
        named: @autoclosure @escaping () -> [[String: [String]]] = []
    ) -> PageReading {
        let columns = PageColumns(tree)
        switch recipe.shape {
        case .page:
            return PageRecordReader(recipe: recipe, columns: columns, named: named().first ?? [:])
                .reading()
        case .list(let set):
            return ListJudge(recipe: recipe, set: set, columns: columns, named: named).reading()
        }
    }
}
