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
/// - Linked: what stands on a page that a record leads to is known from the later of both fetches
///   on; where no such page is stored, it is withheld and counted.
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
        /// Records that lack what a linked page has, since none is stored.
        package var unlinked = 0
        /// The addresses that records lead to for other fields.
        package var links: Set<String> = []
    }

    /// A stored page that a record leads to.
    package struct LinkedPage: Sendable {
        /// Its fetch.
        package var fetch: StoredFetch
        /// Its bytes.
        package var bytes: [UInt8]

        /// Makes a page.
        package init(_ fetch: StoredFetch, _ bytes: [UInt8]) {
            (self.fetch, self.bytes) = (fetch, bytes)
        }
    }

    /// Makes a reader of pages.
    ///
    /// - Throws: `validation` where the recipe cannot be run.
    package init(
        _ recipe: Extraction.Recipe, _ reading: RecipeReading.Key
    ) throws(AlmanacError) {
        compiled = try CompiledRecipe(recipe)
        self.reading = reading
    }

    /// The addresses that the records of a page lead to for other fields.
    ///
    /// - Throws: As ``read(_:_:linked:)`` does.
    package func links(_ stored: StoredFetch, _ bytes: [UInt8]) throws -> Set<String> {
        let result = try compiled.run(
            on: Self.page(stored, bytes), context: .awaitingDetails)
        return Set(result.records.flatMap { compiled.linkedAddresses(of: $0) })
    }

    private static func page(_ stored: StoredFetch, _ bytes: [UInt8]) throws -> SourcePage {
        try SourcePage(
            bytes: bytes, contentType: stored.fetch.headers["content-type"]?.stringValue,
            url: WebURL(stored.fetch.url), fetchedAt: stored.fetch.completedAt)
    }

    /// Reads one page.
    ///
    /// - Parameter linked: the stored page of an address that a record leads to; nil where there
    ///   is none.
    /// - Throws: `extraction` where the page cannot be read or the recipe's contract stops, and
    ///   what `linked` throws.
    package func read(
        _ stored: StoredFetch, _ bytes: [UInt8],
        linked: (String) throws -> LinkedPage? = { _ in nil }
    ) throws -> Page {
        let fetch = stored.fetch
        let source = try Self.page(stored, bytes)
        var context = RecipeRunContext()
        var fetches: [String: StoredFetch] = [:]
        let links = compiled.recipe.detailLinks.isEmpty ? [] : try links(stored, bytes)
        for address in links.sorted() {
            guard let page = try linked(address) else { continue }
            context.details[address] = try? Self.page(page.fetch, page.bytes)
            if context.details[address] != nil { fetches[address] = page.fetch }
        }
        let result = try compiled.run(on: source, context: context)
        var page = Page(badRows: result.badRows.count, withheld: result.withheld.count)
        page.links = links
        page.unlinked = unlinked(result, links.subtracting(fetches.keys))
        for record in result.records {
            let fields = result.object(of: record)
            let own = compiled.linkedAddresses(of: record).compactMap { fetches[$0] }
            guard let identity = identity(of: record, fields, stored.hash),
                let time = time(of: fields, fetch)
            else {
                page.leftOut += 1
                continue
            }
            var draft = RecordDraft(
                source: reading.source, kind: reading.kind, identity: identity, time: time,
                knownAt: own.reduce(knownAt(fields, fetch)) { max($0, $1.fetch.completedAt) },
                fields: fields, recipe: reading.recipe, recipeVersion: reading.version,
                raw: stored.id, rawHash: stored.hash)
            draft.provenance = provenance(of: record, fields, fetches)
            page.drafts.append(draft)
        }
        return page
    }

    /// How many rows lead to a page that is not at hand, those without a required field of it too.
    private func unlinked(_ result: RecipeResult, _ absent: Set<String>) -> Int {
        let names = compiled.recipe.detailLinks
        return result.records.count { record in
            compiled.linkedAddresses(of: record).contains(where: absent.contains)
        }
            + result.badRows.count { row in
                names.contains { row.values[$0]?.stringValue.map(absent.contains) ?? false }
            }
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

    /// For each field the place in the recipe that yielded it, and the fetch of a linked page.
    private func provenance(
        of record: ExtractedRecord, _ fields: JSONObject, _ fetches: [String: StoredFetch]
    ) -> JSONObject {
        var provenance = JSONObject()
        for (field, value) in zip(compiled.recipe.fields, record.values) {
            guard let value, field.places.indices.contains(value.place) else { continue }
            provenance[field.name] = field.places[value.place].json
            guard case .detail(let link) = field.places[value.place].scope,
                let fetch = fields[link]?.stringValue.flatMap({ fetches[$0] }),
                var place = provenance[field.name]?.objectValue
            else { continue }
            place["raw"] = .integer(Int(fetch.id))
            provenance[field.name] = .object(place)
        }
        return provenance
    }
}
