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

    /// Records that are shown in a preview, beside each other, and characters of each value.
    private static let previewCount = 3
    private static let previewWidth = 32

    /// What a new recipe reads of a page: a line for each field, with its first values.
    ///
    /// - Parameters:
    ///   - waiting: how many more records the page has whose own pages were not asked for yet.
    ///   - further: how many records further pages of the listing have.
    static func preview(
        of result: RecipeResult, _ built: BuiltRecipe, page: String, waiting: Int = 0,
        further: [Int] = []
    ) -> String {
        func some(_ count: Int, _ one: String) -> String {
            "\(count) " + one + (count == 1 ? "" : "s")
        }
        let count = result.records.count
        var text = "\(page): " + some(count + waiting, "record")
        if waiting > 0 { text += ", \(count) of them read with their own pages" }
        let (bad, withheld) = (result.badRows.count, result.withheld.count)
        if bad > 0 { text += ", " + some(bad, "bad row") }
        if withheld > 0 { text += ", " + some(withheld, "withheld value") }
        if !further.isEmpty {
            text += "; \(further.reduce(0, +)) more on " + some(further.count, "further page")
        }
        text += "\n\n"
        let fields = built.recipe.fields
        let names = fields.map { inLine($0.name, upTo: previewWidth) }
        let rows = fields.indices.map { index in
            result.records.prefix(previewCount).map { record in
                let value = record.values[index]?.value
                return inLine(value?.stringValue ?? value?.text() ?? "-", upTo: previewWidth)
            }
        }
        // A column is as wide as its longest entry; the last is not filled.
        var widths = [names.map(\.count).max() ?? 0, fields.map { "\($0.type)".count }.max() ?? 0]
        let hasConfidence = built.confidence.count == fields.count
        if hasConfidence { widths.append("100 %".count) }
        for column in 0..<min(previewCount, count) {
            widths.append(rows.map { $0[column].count }.max() ?? 0)
        }
        for (index, field) in fields.enumerated() {
            var cells = [names[index], "\(field.type)"]
            if hasConfidence {
                cells.append("\(Int((built.confidence[index] * 100).rounded())) %")
            }
            cells += rows[index]
            let last = cells.removeLast()
            text += "  " + zip(cells, widths).map { $0.padded(to: $1 + 2) }.joined() + last + "\n"
        }
        for name in built.missing { text += "  \(name): not found\n" }
        for link in built.recipe.detailLinks {
            let names = fields.filter { $0.detailLink == link }.map(\.name)
            text += "  the pages of '\(link)' have \(names.joined(separator: ", "))\n"
        }
        return text
    }

    /// A text on one line, with a mark where it was cut.
    private static func inLine(_ text: String, upTo limit: Int) -> String {
        let line = text.split { $0.isWhitespace || $0.isNewline }.joined(separator: " ")
            .filter { character in
                !character.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F }
            }
        return line.count > limit ? line.prefix(limit - 1) + "…" : line
    }

    private static func shown(_ value: JSON) -> String {
        let text = value.stringValue ?? value.text()
        return text.count > 200 ? text.prefix(200) + "…" : text
    }
}
