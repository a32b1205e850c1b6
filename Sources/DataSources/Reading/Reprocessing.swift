package import AlmanacCore
package import Archive
package import Database
package import Extraction
package import TimeSeries

/// Reads the stored pages of a source by a version of a recipe, and stores what it says as further
/// versions of the records.
///
/// Nothing is overwritten: what was known before stays readable as it was known then. A record of
/// which something was known is known anew from now on; one of which nothing was known is dated by
/// the recipe's rule, since its page told it then. A page's records and the place after it are one
/// transaction, so that a reading that is broken off goes on without doing anything twice.
///
/// Pages that records lead to are read with the page that leads to them, as they were stored then
/// (``LinkedFetches``), and not for themselves.
package struct Reprocessing: Sendable {
    private let database: Database
    private let bronze: Bronze
    private let pages: PageRecords
    private let key: RecipeReading.Key
    private let isDry: Bool

    private static let batch = 100

    /// Makes a reading.
    ///
    /// - Parameters:
    ///   - key: the source, the kind of its records, the recipe's version and the span of fetches.
    ///   - isDry: whether it is only counted what would come.
    /// - Throws: As ``PageRecords/init(_:_:)``.
    package init(
        _ database: Database, _ bronze: Bronze, _ recipe: Extraction.Recipe,
        _ key: RecipeReading.Key, isDry: Bool = false
    ) throws(AlmanacError) {
        (self.database, self.bronze, self.key) = (database, bronze, key)
        self.isDry = isDry
        pages = try PageRecords(recipe, key)
    }

    /// How many pages are to be read.
    package func count() throws -> Int {
        try database.readNow { transaction in
            let place = isDry ? nil : try RecipeReading.load(transaction, key).last
            return try RecipeReading.count(transaction, key, after: place)
        }
    }

    /// Reads the pages that are to be read.
    ///
    /// Blocks.
    /// - Parameters:
    ///   - now: the clock, asked inside transactions.
    ///   - goesOn: told of each page that was read; false ends the reading there.
    /// - Returns: What was found, by earlier parts of the same reading too.
    /// - Throws: An error of the database. What cannot be read of a page is counted.
    package func run(
        now: () -> Timestamp, goesOn: () -> Bool = { true }
    ) throws -> ReprocessingReport {
        var reading = try database.readNow {
            isDry ? RecipeReading() : try RecipeReading.load($0, key)
        }
        var report = ReprocessingReport(reading.counts)
        var seen = Seen()
        var linked = try linkedFetches(until: reading.last)
        while true {
            let place = reading.last
            let fetches = try database.readNow {
                try RecipeReading.next($0, key, after: place, limit: Self.batch)
            }
            if fetches.isEmpty { return report }
            for fetch in fetches {
                if linked?.isLinked(fetch) == true {
                    report[.linkedPages] += 1
                    reading = try pass(fetch, report, reading, now)
                    guard goesOn() else { return report }
                    continue
                }
                let page = try read(fetch, &report, linked)
                linked?.add(page?.links ?? [])
                let isNew = seen.pages.insert(fetch.hash).inserted
                if isDry {
                    report = try database.readNow { transaction in
                        var report = report
                        if isNew { report[.missing] += try missing(transaction, page, fetch) }
                        return try look(transaction, page, report, &seen)
                    }
                } else {
                    (report, reading) = try database.writeNow { transaction in
                        var (report, next) = (report, reading)
                        if isNew { report[.missing] += try missing(transaction, page, fetch) }
                        report = try store(transaction, page, report, now)
                        next.counts = report.json
                        next.last = RecipeReading.Place(fetch)
                        try next.save(transaction, key, after: reading.last, at: now())
                        return (report, next)
                    }
                }
                reading.last = RecipeReading.Place(fetch)
                guard goesOn() else { return report }
            }
        }
    }

    /// The linked pages that are stored, where the recipe reads any, with those that pages until a
    /// place lead to.
    private func linkedFetches(
        until place: RecipeReading.Place?
    ) throws -> LinkedFetches? {
        guard !pages.compiled.recipe.detailLinks.isEmpty else { return nil }
        var linked = LinkedFetches()
        var whole = key
        (whole.from, whole.until) = (nil, nil)
        var last: RecipeReading.Place?
        while true {
            let fetches = try database.readNow {
                try RecipeReading.next($0, whole, after: last, limit: Self.batch)
            }
            guard let end = fetches.last else { return linked }
            for fetch in fetches { linked.note(fetch) }
            last = RecipeReading.Place(end)
            // What was read before is read again for its links alone.
            for fetch in fetches where place.map({ RecipeReading.Place(fetch) <= $0 }) ?? false {
                guard !linked.isLinked(fetch), let bytes = try self.bytes(fetch) else { continue }
                linked.add((try? pages.links(fetch, bytes)) ?? [])
            }
        }
    }

    private func bytes(_ fetch: StoredFetch) throws -> [UInt8]? {
        do {
            return try database.readNow { try bronze.bytes($0, fetch.hash) }
        } catch let error as AlmanacError where error.kind == .notFound {
            return nil
        }
    }

    /// Goes past a page that is not read for itself.
    private func pass(
        _ fetch: StoredFetch, _ report: ReprocessingReport, _ reading: RecipeReading,
        _ now: () -> Timestamp
    ) throws -> RecipeReading {
        var next = reading
        next.counts = report.json
        next.last = RecipeReading.Place(fetch)
        guard !isDry else { return next }
        try database.writeNow { [next] in
            try next.save($0, key, after: reading.last, at: now())
        }
        return next
    }

    /// What a page says, outside any transaction; nil where it cannot be read.
    private func read(
        _ fetch: StoredFetch, _ report: inout ReprocessingReport, _ linked: LinkedFetches?
    ) throws -> PageRecords.Page? {
        report[.pages] += 1
        do {
            let (bytes, author) = try database.readNow { transaction in
                (
                    try bronze.bytes(transaction, fetch.hash),
                    try bronze.state(transaction, fetch.hash)?.author
                )
            }
            var page = try pages.read(fetch, bytes) { address in
                guard let found = linked?.fetch(of: address, with: fetch),
                    let bytes = try self.bytes(found)
                else { return nil }
                return PageRecords.LinkedPage(found, bytes)
            }
            for index in page.drafts.indices { page.drafts[index].author = author }
            report[.records] += page.drafts.count
            report[.badRows] += page.badRows
            report[.withheld] += page.withheld
            report[.leftOut] += page.leftOut
            report[.unlinked] += page.unlinked
            return page
        } catch let error as AlmanacError {
            switch error.kind {
            case .notFound: report[.pagesGone] += 1
            case .extraction, .schemaMismatch, .validation: report.fail(fetch.id, error)
            default: throw error
            }
            return nil
        }
    }

    // MARK: - Records

    /// What is known of a draft before it is stored.
    private enum Before {
        case nothing
        case known(JSONObject)
        case superseded
        case erased
    }

    private func before(
        _ draft: inout RecordDraft, _ latest: StoredRecord?
    ) -> Before {
        guard let latest else { return .nothing }
        if latest.erasureReason != nil { return .erased }
        if latest.content.raw > draft.raw { return .superseded }
        // What one person wrote stays sealed with their key, whoever reads it.
        draft.author = draft.author ?? latest.content.author
        return .known(latest.content.fields)
    }

    private func store(
        _ transaction: Transaction, _ page: PageRecords.Page?, _ counted: ReprocessingReport,
        _ now: () -> Timestamp
    ) throws -> ReprocessingReport {
        var report = counted
        for var draft in page?.drafts ?? [] {
            let before = before(&draft, try latest(transaction, draft))
            switch before {
            case .erased: report[.erased] += 1
            case .superseded: report[.superseded] += 1
            case .nothing, .known:
                let outcome = try Records.store(transaction, draft, isLive: false, now: now)
                if case .repeated = outcome {
                    report[.repeated] += 1
                } else if case .known(let fields) = before {
                    report.compare(fields, draft.fields)
                } else {
                    report[.new] += 1
                }
            }
        }
        return report
    }

    /// What was seen since the reading began.
    private struct Seen {
        /// Pages by their hashes, of which one may have been fetched often.
        var pages: Set<String> = []
        /// What a dry reading would have stored, by identity.
        var fields: [String: JSONObject] = [:]
    }

    /// Counts what would be stored.
    private func look(
        _ transaction: Transaction, _ page: PageRecords.Page?, _ counted: ReprocessingReport,
        _ seen: inout Seen
    ) throws -> ReprocessingReport {
        var report = counted
        for var draft in page?.drafts ?? [] {
            if let said = seen.fields[draft.identity] {
                if said == draft.fields {
                    report[.repeated] += 1
                } else {
                    report.compare(said, draft.fields)
                    seen.fields[draft.identity] = draft.fields
                }
                continue
            }
            let latest = try latest(transaction, draft)
            let isOwn =
                latest?.content.recipe == key.recipe
                && latest?.content.recipeVersion == key.version
            switch before(&draft, latest) {
            case .erased: report[.erased] += 1
            case .superseded: report[.superseded] += 1
            case .nothing:
                report[.new] += 1
                seen.fields[draft.identity] = draft.fields
            case .known(let fields):
                if isOwn, fields == draft.fields {
                    report[.repeated] += 1
                } else {
                    report.compare(fields, draft.fields)
                }
                seen.fields[draft.identity] = draft.fields
            }
        }
        return report
    }

    private func latest(
        _ transaction: Transaction, _ draft: RecordDraft
    ) throws(AlmanacError) -> StoredRecord? {
        try Records.latest(
            transaction, source: draft.source, kind: draft.kind, identity: draft.identity)
    }

    /// How many records an earlier version read from the page that are not on it now.
    private func missing(
        _ transaction: Transaction, _ page: PageRecords.Page?, _ fetch: StoredFetch
    ) throws -> Int {
        guard let page else { return 0 }
        let known = try Records.identities(
            transaction, readFrom: fetch.hash, source: key.source, kind: key.kind)
        return known.subtracting(page.drafts.map(\.identity)).count
    }
}
