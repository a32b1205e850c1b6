package import AlmanacCore
package import Database
package import TimeSeries

/// One run of a scraped source, as it is kept.
package struct ScrapeRun: Sendable, Equatable {
    /// Its number; 0 before it is kept.
    package var id: Int64 = 0
    /// The fetch that it read.
    package var raw: Int64
    /// The hash of its bytes.
    package var hash: String
    /// What the page was.
    package var pageClass: String
    /// What was decided.
    package var verdict: Verdict
    /// The recipe's version; nil for a page that was not read, or read by one on trial.
    package var version: Int?
    /// How many records were read.
    package var records = 0
    /// How many rows were no records.
    package var badRows = 0
    /// How many values were withheld.
    package var withheld = 0
    /// Why, for a person.
    package var reasons: [String] = []
    /// When.
    package var at: Timestamp

    /// What can be decided about a run.
    package enum Verdict: String, Sendable {
        /// The recipe held, and its records were given on.
        case healthy
        /// The recipe held, and its records were given on without values that nothing confirms.
        case partial
        /// The page was no content.
        case unreachable
        /// Its values are suspect and were withheld.
        case sick
        /// A recipe on trial held; its records wait.
        case held

        /// Whether its records were given on.
        var gives: Bool { self == .healthy || self == .partial }
    }

    static let columns = """
        id, raw, hash, page_class, verdict, recipe_version, records, bad_rows, withheld, reasons,
        at
        """

    init(raw: Int64, hash: String, pageClass: String, verdict: Verdict, at: Timestamp) {
        (self.raw, self.hash, self.pageClass) = (raw, hash, pageClass)
        (self.verdict, self.at) = (verdict, at)
    }

    init(_ row: Row) throws {
        id = try row.integer(0)
        raw = try row.integer(1)
        hash = try row.text(2)
        pageClass = try row.text(3)
        verdict = Verdict(rawValue: try row.text(4)) ?? .unreachable
        version = try row.optionalInteger(5).map { Int($0) }
        records = Int(try row.integer(6))
        badRows = Int(try row.integer(7))
        withheld = Int(try row.integer(8))
        reasons =
            try JSON.parse(try row.text(9)).arrayValue?.compactMap(\.stringValue) ?? []
        at = Timestamp(nanoseconds: try row.integer(10))
    }

    /// Keeps the run.
    /// - Returns: Its number.
    func store(_ transaction: Transaction, source: String) throws -> Int64 {
        let row = try transaction.first(
            """
            INSERT INTO scrapes (source, raw, hash, page_class, verdict, recipe_version, records,
                bad_rows, withheld, reasons, at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING id
            """,
            [
                SQLValue(source), SQLValue(raw), SQLValue(hash), SQLValue(pageClass),
                SQLValue(verdict.rawValue), SQLValue(version), SQLValue(records),
                SQLValue(badRows), SQLValue(withheld),
                SQLValue(JSON.array(reasons.map(JSON.string)).text()), SQLValue(at.nanoseconds),
            ])
        guard let row else { throw AlmanacError(.internalError, "a run got no number") }
        return try row.integer(0)
    }

    /// Keeps what the run came to when it was judged again.
    func update(_ transaction: Transaction) throws {
        try transaction.execute(
            """
            UPDATE scrapes SET verdict = $2, recipe_version = $3, records = $4, bad_rows = $5,
                withheld = $6, reasons = $7
            WHERE id = $1
            """,
            [
                SQLValue(id), SQLValue(verdict.rawValue), SQLValue(version), SQLValue(records),
                SQLValue(badRows), SQLValue(withheld),
                SQLValue(JSON.array(reasons.map(JSON.string)).text()),
            ])
    }

    /// The last runs of a source, the newest first.
    package static func last(
        _ transaction: Transaction, source: String, limit: Int
    ) throws -> [ScrapeRun] {
        try transaction.query(
            "SELECT \(columns) FROM scrapes WHERE source = $1 ORDER BY id DESC LIMIT \(limit)",
            [SQLValue(source)]
        ).map(ScrapeRun.init)
    }

    /// The last runs of a recipe's version that were right, the newest first.
    static func healthy(
        _ transaction: Transaction, source: String, version: Int, limit: Int
    ) throws -> [ScrapeRun] {
        try transaction.query(
            """
            SELECT \(columns) FROM scrapes
            WHERE source = $1 AND recipe_version = $2 AND verdict = $3
            ORDER BY id DESC LIMIT \(limit)
            """,
            [SQLValue(source), SQLValue(version), SQLValue(Verdict.healthy.rawValue)]
        ).map(ScrapeRun.init)
    }

    /// The run as an object of a command's output.
    package var json: JSON {
        [
            "raw": .integer(Int(raw)), "page": .string(pageClass),
            "verdict": .string(verdict.rawValue),
            "recipe_version": version.map(JSON.integer) ?? .null, "records": .integer(records),
            "bad_rows": .integer(badRows), "withheld": .integer(withheld),
            "reasons": .array(reasons.map(JSON.string)), "at": .string(at.iso8601),
        ]
    }
}
