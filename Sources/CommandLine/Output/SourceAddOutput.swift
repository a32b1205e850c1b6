import AlmanacCore
import Extraction
import Jobs
import Scraping

/// What `source add` shows.
enum SourceAddOutput {
    static func show(
        _ found: SourceScouting.Found, _ every: Recurrence, _ arguments: Arguments,
        _ console: Console
    ) {
        guard let first = found.pages.first else { return }
        let source = found.source
        let isKept = !arguments.has("--dry-run")
        if arguments.has("--json") {
            let pages = found.pages.map { page -> JSON in
                [
                    "page": .string(page.answer.address),
                    "records": .integer(page.result.records.count),
                    "waiting": .integer(page.waiting),
                    "linked": .array(page.linked.keys.sorted().map(JSON.string)),
                ]
            }
            console.write(
                JSON.object([
                    "success": true, "source": .string(source.name), "kept": .bool(isKept),
                    "tier": .string(source.tier), "every": .string(every.text),
                    "built": found.built.json, "preview": first.result.json,
                    "pages": .array(pages),
                    "candidates": .array(found.candidates.map(\.json)),
                    "candidate": .integer(found.choice + 1),
                    "notes": .array(found.notes.map(JSON.string)),
                ]).text(pretty: true) + "\n")
            return
        }
        var text = RecipeOutput.preview(
            of: first.result, found.built, page: source.shownAddress, waiting: first.waiting,
            further: found.pages.dropFirst().map { $0.result.records.count + $0.waiting })
        if found.candidates.count > 1 {
            text += "\n" + self.text(of: found.candidates, taken: found.choice)
        }
        for note in found.notes { text += "  " + note + "\n" }
        text += "\n"
        text +=
            isKept
            ? "'\(source.name)' is looked at by `almanac run\(later(source, arguments))`, "
                + "on the schedule '\(every.text)'\n"
            : "nothing was added\n"
        console.write(text)
    }

    /// Candidates, each with where its records are, its fields, how sure it is and why.
    static func text(of candidates: [RecipeCandidate], taken: Int?) -> String {
        var text =
            taken == nil
            ? "ways to read the page:\n" : "ways to read the page (--candidate N takes another):\n"
        for (index, candidate) in candidates.enumerated() {
            let recipe = candidate.built.recipe
            let place = recipe.json["records"]?.text() ?? ""
            let names = recipe.fields.prefix(6).map(\.name).joined(separator: ", ")
            text +=
                (index == taken ? "* " : "  ")
                + "\(index + 1). \(candidate.rowCount) rows of \(place), "
                + "\(Int((candidate.sureness * 100).rounded())) % sure: \(names)"
                + (recipe.fields.count > 6 ? " and \(recipe.fields.count - 6) more" : "") + "\n"
            for reason in candidate.reasons { text += "       \(reason)\n" }
        }
        return text
    }

    /// What `almanac run` needs beside.
    private static func later(_ source: ScrapedSource, _ arguments: Arguments) -> String {
        source.tier != "file" && arguments.has("--allow-private") ? " --allow-private" : ""
    }
}
