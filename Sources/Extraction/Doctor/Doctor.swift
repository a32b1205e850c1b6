/// Judges what a recipe gives for a page, and repairs or withholds it.
package enum Doctor {
    /// Reads a page by a recipe: as it is where that holds, else repaired, else withheld.
    package static func read(_ tree: PageTree, with recipe: LearnedRecipe) -> PageReading {
        let columns = PageColumns(tree)
        switch recipe.shape {
        case .page: return PageRecordReader(recipe: recipe, columns: columns).reading()
        case .list(let set):
            return ListJudge(recipe: recipe, set: set, columns: columns).reading()
        }
    }
}
