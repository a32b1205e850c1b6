import AlmanacCore
import Archive
import DataSources

/// What a reading of stored pages found, for a person.
enum ReprocessingText {
    static func text(
        of report: ReprocessingReport, _ key: RecipeReading.Key, now: Int, isDry: Bool
    ) -> String {
        var text =
            "\(key.source): \(key.recipe) version \(key.version) over "
            + "\(report[.pages]) stored pages, "
            + (isDry ? "nothing stored\n" : "\(now) of them now\n")
        text += "  " + counts(report) + "\n"
        for (count, what) in [
            (report[.missing], "records of other versions are not found on their pages"),
            (report[.superseded], "readings are older than what is known"),
            (report[.erased], "records were erased and stay so"),
            (report[.leftOut], "records without identity or time are left out"),
            (report[.badRows], "rows are bad by the recipe's contract"),
            (report[.withheld], "values are withheld"),
            (report[.linkedPages], "pages are read with the records that lead to them"),
            (report[.unlinked], "records lack the fields of a linked page, which is not stored"),
            (report[.pagesGone], "pages are gone by retention or erasure"),
            (report[.pagesFailed], "pages cannot be read by the recipe"),
        ] where count > 0 {
            text += "  \(count) \(what)\n"
        }
        for failure in report.failures {
            text +=
                "    raw \(failure["raw"]?.intValue ?? 0): "
                + "\(failure["message"]?.stringValue ?? "")\n"
        }
        if !report.fields.isEmpty { text += table(report) }
        return text
    }

    private static func counts(_ report: ReprocessingReport) -> String {
        "\(report[.records]) records read: \(report[.new]) new, \(report[.changed]) changed, "
            + "\(report[.same]) the same, \(report[.repeated]) read before"
    }

    private static func table(_ report: ReprocessingReport) -> String {
        let width = max(5, report.fields.map(\.name.count).max() ?? 0) + 2
        func line(_ name: String, _ cells: [String]) -> String {
            "  " + name.padded(to: width)
                + cells.map { String(repeating: " ", count: max(0, 9 - $0.count)) + $0 }.joined()
                + "\n"
        }
        return line("field", ["changed", "added", "removed", "same"])
            + report.fields.map { name, counts in
                line(
                    name,
                    [counts.changed, counts.added, counts.removed, counts.same].map(String.init))
            }.joined()
    }
}
