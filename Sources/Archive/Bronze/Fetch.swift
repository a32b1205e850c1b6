package import AlmanacCore
import Database
package import TimeSeries

/// How some bytes came: from where, when, by which tier and for which job.
package struct Fetch: Sendable, Equatable {
    /// The source that they belong to.
    package var source: String
    /// The address that was asked, or a file's.
    package var url: String
    /// The answer's status, where there is such a thing.
    package var status: Int?
    /// The answer's headers.
    package var headers = JSONObject()
    /// When it was asked.
    package var fetchedAt: Timestamp
    /// When the last byte was there.
    package var completedAt: Timestamp
    /// How it was fetched: `file`, `api`, `static` and so on.
    package var tier: String
    /// The plan that wanted it.
    package var plan: Int64?
    /// The job that did it.
    package var job: Int64?
    /// What ties it to a command or request.
    package var correlation: String?

    /// Makes a description.
    package init(
        source: String, url: String, tier: String, fetchedAt: Timestamp, completedAt: Timestamp
    ) {
        self.source = source
        self.url = url
        self.tier = tier
        self.fetchedAt = fetchedAt
        self.completedAt = completedAt
    }
}

/// A fetch as it is stored, with what became of its bytes.
package struct StoredFetch: Sendable, Equatable {
    /// Its number.
    package var id: Int64
    /// When it was stored.
    package var storedAt: Timestamp
    /// The SHA-256 of its bytes, in hexadecimal.
    package var hash: String
    /// What was fetched.
    package var fetch: Fetch

    init(_ row: Row) throws(AlmanacError) {
        id = try row.integer(0)
        storedAt = Timestamp(nanoseconds: try row.integer(1))
        hash = try row.text(2)
        fetch = Fetch(
            source: try row.text(3), url: try row.text(4), tier: try row.text(9),
            fetchedAt: Timestamp(nanoseconds: try row.integer(7)),
            completedAt: Timestamp(nanoseconds: try row.integer(8)))
        fetch.status = try row.optionalInteger(5).map { Int($0) }
        fetch.headers = try StoredJSON.object(row, 6)
        fetch.plan = try row.optionalInteger(10)
        fetch.job = try row.optionalInteger(11)
        fetch.correlation = try row.optionalText(12)
    }
}

/// What is known of bytes by their hash.
package struct BlobState: Sendable, Equatable {
    /// The SHA-256 in hexadecimal.
    package var hash: String
    /// How many bytes there are or were.
    package var byteCount: Int
    /// Where they are.
    package var place: Place
    /// When and why they went, where they are gone.
    package var tombstone: Tombstone?
    /// The pseudonym of who wrote them, where they are sealed with that person's key.
    package var author: String?

    /// Where bytes are.
    package enum Place: String, Sendable {
        case row, file, gone
    }

    /// What is left of bytes that are gone.
    package struct Tombstone: Sendable, Equatable {
        /// When they went.
        package var at: Timestamp
        /// Why, as a person said or `retention`.
        package var reason: String
        /// Whether they may never come back.
        package var isErased: Bool
    }

    init(_ row: Row) throws(AlmanacError) {
        hash = try row.text(0)
        byteCount = Int(try row.integer(1))
        place = Place(rawValue: try row.text(2)) ?? .gone
        let isErased = try row.bool(5)
        if let at = try row.optionalInteger(3) {
            tombstone = Tombstone(
                at: Timestamp(nanoseconds: at), reason: try row.optionalText(4) ?? "",
                isErased: isErased)
        }
        author = try row.optionalText(6)
    }
}
