package import AlmanacCore
package import Database
package import TimeSeries

/// What is there of a source's data, and where a fetch that was broken off goes on.
package struct PullState: Sendable, Equatable {
    /// The stretch that is there whole; nil for none.
    package var covered: PullPlan.Stretch?
    /// The fetch that was broken off: its cursor and its range.
    package var unfinished: Unfinished?

    /// A fetch that was broken off.
    package struct Unfinished: Sendable, Equatable {
        /// The client's cursor.
        package var cursor: String
        /// The first moment that was wanted.
        package var from: Timestamp?
        /// The moment before which it ends; nil to the present.
        package var until: Timestamp?
        /// When its last answer was stored.
        package var at: Timestamp
        /// The call that it goes on from, as a job stated it, where it is not known yet what that
        /// was charged.
        package var intent: Int64?

        /// Makes a description.
        package init(
            cursor: String, from: Timestamp?, until: Timestamp?, at: Timestamp,
            intent: Int64? = nil
        ) {
            (self.cursor, self.from, self.until, self.at) = (cursor, from, until, at)
            self.intent = intent
        }
    }

    /// Makes the state of what was never fetched.
    package init() {}

    private static func key(_ source: String, _ request: DataRequest) -> [SQLValue] {
        [
            SQLValue(source), SQLValue(request.kind.rawValue), SQLValue(request.target),
            SQLValue(request.frequency.rawValue), SQLValue(JSON.object(request.options).text()),
        ]
    }

    private static let matches = """
        source = $1 AND kind = $2 AND target = $3 AND frequency = $4 AND options = $5
        """

    /// The state of what a request wants; its range does not matter.
    package static func load(
        _ transaction: Transaction, source: String, _ request: DataRequest
    ) throws(AlmanacError) -> PullState {
        let row = try transaction.first(
            """
            SELECT covered_from, covered_until, cursor, wanted_from, wanted_until, changed_at,
                intent
            FROM pulls WHERE \(matches)
            """, key(source, request))
        var state = PullState()
        guard let row else { return state }
        if let until = try row.optionalInteger(1) {
            state.covered = PullPlan.Stretch(
                from: try row.optionalInteger(0).map(Timestamp.init(nanoseconds:)),
                until: Timestamp(nanoseconds: until))
        }
        if let cursor = try row.optionalText(2) {
            state.unfinished = Unfinished(
                cursor: cursor,
                from: try row.optionalInteger(3).map(Timestamp.init(nanoseconds:)),
                until: try row.optionalInteger(4).map(Timestamp.init(nanoseconds:)),
                at: Timestamp(nanoseconds: try row.integer(5)),
                intent: try row.optionalInteger(6))
        }
        return state
    }

    /// When a fetch of what a request wants came to its end; nil where none did.
    ///
    /// The request's range does not matter.
    package static func finished(
        _ transaction: Transaction, source: String, _ request: DataRequest
    ) throws(AlmanacError) -> Timestamp? {
        try transaction.first(
            "SELECT changed_at FROM pulls WHERE cursor IS NULL AND \(matches)",
            key(source, request)
        ).map { (row) throws(AlmanacError) in Timestamp(nanoseconds: try row.integer(0)) }
    }

    /// Stores the state in place of what was known.
    package func save(
        _ transaction: Transaction, source: String, _ request: DataRequest, at now: Timestamp
    ) throws(AlmanacError) {
        try transaction.execute(
            """
            INSERT INTO pulls (source, kind, target, frequency, options, covered_from,
                covered_until, cursor, wanted_from, wanted_until, changed_at, intent)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
            ON CONFLICT (source, kind, target, frequency, options) DO UPDATE SET
                covered_from = excluded.covered_from, covered_until = excluded.covered_until,
                cursor = excluded.cursor, wanted_from = excluded.wanted_from,
                wanted_until = excluded.wanted_until, changed_at = excluded.changed_at,
                intent = excluded.intent
            """,
            Self.key(source, request) + [
                SQLValue(covered?.from?.nanoseconds), SQLValue(covered?.until.nanoseconds),
                SQLValue(unfinished?.cursor), SQLValue(unfinished?.from?.nanoseconds),
                SQLValue(unfinished?.until?.nanoseconds), SQLValue(now.nanoseconds),
                SQLValue(unfinished?.intent),
            ])
    }
}
