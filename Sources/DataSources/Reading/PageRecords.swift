package import AlmanacCore
package import Archive
package import Extraction
import TimeSeries

/// What a recipe reads of stored pages, as records of the archive.
///
/// - Identity: the value of the recipe's identity field, or the list of several; without any the
///   page's hash and the row, so that a record is one with itself whenever its page is read.
/// - Time: the field that the recipe says, else the page's fetch.
/// - Known: from the page's fetch on, or the moment of a field where the recipe says so, but never
///   later than the fetch.
/// - Missing: records without their identity, or without the time that the recipe asks for, are
///   left out and counted.
package struct PageRecords: Sendable {
    /// The recipe.
    package let compiled: CompiledRecipe
    private let reading: RecipeReading.Key

    /// What one page gave.
    package struct Page: Sendable {
        /// The records, in the page's order.
        package var drafts: [RecordDraft] = []
        /// Rows that the recipe's contract rejected.
        package var badRows = 0
        /// Values that it withheld.
        package var withheld = 0
        /// Records without identity or time.
        package var leftOut = 0
    }

    /// Makes a reader of pages.
    ///
    /// - Throws: `validation` where the recipe cannot be run, or reads pages that records lead to.
    package init(
        _ recipe: Extraction.Recipe, _ reading: RecipeReading.Key
    ) throws(AlmanacError) {
        compiled = try CompiledRecipe(recipe)
        self.reading = reading
        let linked = recipe.fields.first { field in
            field.places.contains { if case .detail = $0.scope { true } else { false } }
        }
        guard let linked else { return }
        throw AlmanacError(
            .validation,
            "the field '\(linked.name)' is read from the pages that records lead to, and stored"
                + " pages are read one by one",
            details: ["field": .string(linked.name)],
            suggestion: "leave that place out of the recipe")
    }

    /// Reads one page.
    ///
    /// - Throws: `extraction` where the page cannot be read or the recipe's contract stops.
    package func read(_ stored: StoredFetch, _ bytes: [UInt8]) throws -> Page {
        let fetch = stored.fetch
        let source = try SourcePage(
            bytes: bytes, contentType: fetch.headers["content-type"]?.stringValue,
            url: WebURL(fetch.url), fetchedAt: fetch.completedAt)
        let result = try compiled.run(on: source)
        var page = Page(badRows: result.badRows.count, withheld: result.withheld.count)
        for record in result.records {
            let fields = result.object(of: record)
            guard let identity = identity(of: record, fields, stored.hash),
                let time = time(of: fields, fetch)
            else {
                page.leftOut += 1
                continue
            }
            var draft = RecordDraft(
                source: reading.source, kind: reading.kind, identity: identity, time: time,
                knownAt: knownAt(fields, fetch), fields: fields, recipe: reading.recipe,
                recipeVersion: reading.version, raw: stored.id, rawHash: stored.hash)
            draft.provenance = provenance(of: record)
            page.drafts.append(draft)
        }
        return page
    }

    private func identity(
        of record: ExtractedRecord, _ fields: JSONObject, _ hash: String
    ) -> String? {
        let names = compiled.recipe.identity
        if names.isEmpty { return "\(hash.prefix(16))-\(record.row)" }
        if names.count > 1 { return record.identity }
        guard let value = fields[names[0]] else { return nil }
        return value.stringValue ?? value.text()
    }

    private func time(of fields: JSONObject, _ fetch: Fetch) -> Timestamp? {
        guard let rule = compiled.recipe.time else { return fetch.completedAt }
        return fields[rule.field]?.stringValue.flatMap(Timestamp.init(iso8601:))
    }

    private func knownAt(_ fields: JSONObject, _ fetch: Fetch) -> Timestamp {
        guard case .field(let name)? = compiled.recipe.time?.knownAt,
            let stated = fields[name]?.stringValue.flatMap(Timestamp.init(iso8601:))
        else { return fetch.completedAt }
        return min(stated, fetch.completedAt)
    }

    /// For each field the place in the recipe that yielded it.
    private func provenance(of record: ExtractedRecord) -> JSONObject {
        var provenance = JSONObject()
        for (field, value) in zip(compiled.recipe.fields, record.values) {
            guard let value, field.places.indices.contains(value.place) else { continue }
            provenance[field.name] = field.places[value.place].json
        }
        return provenance
    }
}
