package import AlmanacCore
package import Database
package import Jobs

/// The way from a signal back to the bytes that it came from, as far as it can still be walked.
package struct Lineage: Sendable {
    /// The signal, where the way begins at one.
    package var signal: (id: Int64, value: Signal)?
    /// The version of the record.
    package var record: StoredRecord?
    /// The recipe's version that read it.
    package var recipe: Recipe?
    /// The fetch; nil where retention has ended it.
    package var fetch: StoredFetch?
    /// The bytes, or their tombstone.
    package var bytes: BlobState?
    /// The number of the job that fetched, or else of the one that read.
    package var jobNumber: Int64? { fetch?.fetch.job ?? record?.content.job }
    /// That job; nil where there was none, or it ended so long ago that it was taken away.
    package var job: JobRecord?
    /// The plan that the fetch belongs to, or else the job.
    package var plan: StoredPlan?

    /// Where a way begins.
    package enum Start: Sendable, Equatable {
        case signal(Int64)
        case record(Int64)
        case fetch(Int64)

        /// Reads `signal:12`, `record:12`, `raw:12`, or a number, which is a signal's.
        package init?(_ text: String) {
            let parts = text.split(separator: ":", omittingEmptySubsequences: false)
            guard let number = parts.last.flatMap({ Int64($0) }), parts.count <= 2 else {
                return nil
            }
            switch parts.count == 1 ? "signal" : parts[0] {
            case "signal": self = .signal(number)
            case "record": self = .record(number)
            case "raw": self = .fetch(number)
            default: return nil
            }
        }
    }

    /// Walks the way from a start.
    ///
    /// - Throws: `notFound` where there is no such start; what is missing further on is nil.
    package init(_ transaction: Transaction, _ start: Start) throws(AlmanacError) {
        var record: Int64?
        var raw: Int64?
        switch start {
        case .signal(let id):
            guard let found = try Signals.find(transaction, id) else {
                throw Self.missing("signal", id)
            }
            signal = (id, found)
            record = found.record
        case .record(let id): record = id
        case .fetch(let id): raw = id
        }
        if let id = record {
            self.record = try Records.find(transaction, id)
            if self.record == nil, signal == nil { throw Self.missing("record", id) }
        }
        if let content = self.record?.content {
            recipe = try Recipes.find(
                transaction, name: content.recipe, version: content.recipeVersion)
            raw = content.raw
            bytes = try Bronze().state(transaction, content.rawHash)
        }
        if let id = raw {
            fetch = try Bronze().fetch(transaction, id)
            if fetch == nil, self.record == nil { throw Self.missing("fetch", id) }
        }
        if bytes == nil, let hash = fetch?.hash {
            bytes = try Bronze().state(transaction, hash)
        }
        if let number = jobNumber { job = try Self.job(transaction, number) }
        if let number = fetch?.fetch.plan ?? job?.plan {
            plan = try Plans.find(transaction, number)
        }
    }

    private static func job(
        _ transaction: Transaction, _ number: Int64
    ) throws(AlmanacError) -> JobRecord? {
        do {
            return try JobQueue(transaction.dialect).job(number, in: transaction)
        } catch {
            throw error as? AlmanacError ?? AlmanacError(.internalError, "\(error)")
        }
    }

    private static func missing(_ what: String, _ id: Int64) -> AlmanacError {
        AlmanacError(
            .notFound, "there is no \(what) \(id)", details: ["id": .integer(Int(id))],
            suggestion: "write signal:ID, record:ID or raw:ID")
    }
}
