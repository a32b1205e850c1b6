import AlmanacCore
import Extraction

/// Recipes and what they read, as text for a person.
enum RecipeOutput {
    /// Records that are shown of a page.
    private static let shownCount = 10

    static func text(of result: RecipeResult, page: String) -> String {
        var text =
            "\(page): \(result.records.count) records, \(result.badRows.count) bad rows, "
            + "\(result.withheld.count) values withheld\n"
        for record in result.records.prefix(shownCount) {
            text += "\n"
            for (name, value) in result.object(of: record).members {
                text += "  \(name): \(shown(value))\n"
            }
        }
        let left = result.records.count - shownCount
        if left > 0 { text += "\n  and \(left) more; --json prints all\n" }
        for row in result.badRows.prefix(shownCount) {
            text += "  row \(row.row + 1) is bad (\(row.rule)): \(row.reason)\n"
        }
        for value in result.withheld.prefix(shownCount) {
            text += "  row \(value.row + 1), withheld (\(value.rule)): \(value.reason)\n"
        }
        if case .address(let url) = result.next { text += "next page: \(url)\n" }
        return text
    }

    static func text(of built: BuiltRecipe) -> String {
        var text = built.recipe.json.text(pretty: true) + "\n\n"
        for (field, confidence) in zip(built.recipe.fields, built.confidence) {
            text += "  \(field.name): \(Int((confidence * 100).rounded())) % sure\n"
        }
        for name in built.missing { text += "  \(name): no place is sure enough\n" }
        return text + "\n"
    }

    private static func shown(_ value: JSON) -> String {
        let text = value.stringValue ?? value.text()
        return text.count > 200 ? text.prefix(200) + "…" : text
    }
}
