package import AlmanacCore
import Database
package import TimeSeries

/// What a recipe read of something once: typed fields, and where each was found.
package struct RecordDraft: Sendable, Equatable {
    /// The source that it comes from.
    package var source: String
    /// What it is, such as `post` or `filing`.
    package var kind: String
    /// What the source calls it; equal identities are versions of one thing.
    ///
    /// It stays when its author is forgotten, so it must not hold their name.
    package var identity: String
    /// What time it is about.
    package var time: Timestamp
    /// From when it could be known.
    package var knownAt: Timestamp
    /// The fields by name.
    package var fields: JSONObject
    /// For each field where it was found: a path or selector, and whether a repair supplied it.
    package var provenance = JSONObject()
    /// The recipe that read it.
    package var recipe: String
    /// The recipe's version.
    package var recipeVersion: Int
    /// The fetch whose bytes it was read from.
    package var raw: Int64
    /// The hash of those bytes.
    package var rawHash: String
    /// How far it may be trusted, 0 to 1; nil where nobody judged.
    package var quality: Double?
    /// The job that read it.
    package var job: Int64?
    /// The pseudonym of who wrote it, whose key then seals fields and provenance.
    package var author: String?

    /// Makes a draft without provenance.
    package init(
        source: String, kind: String, identity: String, time: Timestamp, knownAt: Timestamp,
        fields: JSONObject, recipe: String, recipeVersion: Int, raw: Int64, rawHash: String
    ) {
        (self.source, self.kind, self.identity) = (source, kind, identity)
        (self.time, self.knownAt, self.fields) = (time, knownAt, fields)
        (self.recipe, self.recipeVersion) = (recipe, recipeVersion)
        (self.raw, self.rawHash) = (raw, rawHash)
    }
}

/// A version of a record as it is stored.
package struct StoredRecord: Sendable, Equatable {
    /// Its number.
    package var id: Int64
    /// When it was stored.
    package var storedAt: Timestamp
    /// What it says.
    package var content: RecordDraft
    /// Why its fields are gone, where they were erased.
    package var erasureReason: String?

    /// Reads a row, and opens what the author's key sealed.
    init(_ transaction: Transaction, _ row: Row) throws(AlmanacError) {
        id = try row.integer(0)
        storedAt = Timestamp(nanoseconds: try row.integer(1))
        content = RecordDraft(
            source: try row.text(2), kind: try row.text(3), identity: try row.text(4),
            time: Timestamp(nanoseconds: try row.integer(5)),
            knownAt: Timestamp(nanoseconds: try row.integer(6)),
            fields: try StoredJSON.object(row, 7), recipe: try row.text(9),
            recipeVersion: Int(try row.integer(10)), raw: try row.integer(11),
            rawHash: try row.text(12))
        content.provenance = try StoredJSON.object(row, 8)
        content.quality = try row.optionalReal(13)
        content.job = try row.optionalInteger(14)
        erasureReason = try row.optionalText(15)
        content.author = try row.optionalText(16)
        guard let sealed = try row.optionalBlob(17) else { return }
        guard let words = try SealedWords(transaction, content.author, sealed) else {
            erasureReason = erasureReason ?? "the key of who wrote it is gone"
            return
        }
        (content.fields, content.provenance) = (words.fields, words.provenance)
    }
}
