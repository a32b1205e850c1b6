package import AlmanacCore
package import Database
package import Jobs
package import TimeSeries

/// What is fetched, when, and what that is estimated to cost; jobs and fetches refer to it.
package struct ExtractionPlan: Sendable, Equatable {
    /// What it does, in a few words; a schedule's plan has the schedule's name.
    package var name: String
    /// What is fetched from where, a description for each source.
    package var sources: [JSONObject]
    /// When it recurs, such as `daily` or five cron fields.
    package var schedule: String
    /// The zone whose clock the schedule reads.
    package var zone: String
    /// What it is estimated to cost a month.
    package var monthlyCost: Money

    /// Makes a plan.
    package init(
        name: String, sources: [JSONObject], schedule: String, zone: String, monthlyCost: Money
    ) {
        (self.name, self.sources) = (name, sources)
        (self.schedule, self.zone, self.monthlyCost) = (schedule, zone, monthlyCost)
    }

    /// What the table holds beside the name.
    fileprivate var document: JSONObject {
        [
            "sources": .array(sources.map(JSON.object)), "schedule": .string(schedule),
            "zone": .string(zone),
            "microdollars_per_month": .integer(Int(monthlyCost.microdollars)),
        ]
    }
}

/// A plan as it is stored.
package struct StoredPlan: Sendable, Equatable {
    /// Its number.
    package var id: Int64
    /// What it plans.
    package var content: ExtractionPlan
    /// When it was made.
    package var createdAt: Timestamp
}

/// Plans: one that changes becomes another, since what was fetched under it refers to it.
package enum Plans {
    /// Stores a plan, unless the one that it takes the place of says the same.
    ///
    /// - Parameter former: The plan that was in force until now; nil where there was none.
    /// - Returns: The number of the plan that is in force now.
    package static func keep(
        _ transaction: Transaction, _ plan: ExtractionPlan, inPlaceOf former: Int64? = nil,
        at now: Timestamp
    ) throws(AlmanacError) -> Int64 {
        if let former, try find(transaction, former)?.content == plan { return former }
        let row = try transaction.first(
            """
            INSERT INTO extraction_plans (name, document, created_at) VALUES ($1, $2, $3)
            RETURNING id
            """,
            [
                SQLValue(plan.name), SQLValue(JSON.object(plan.document).text()),
                SQLValue(now.nanoseconds),
            ])
        guard let row else { throw AlmanacError(.internalError, "a plan got no number") }
        return try row.integer(0)
    }

    /// A plan by its number, or nil where there is none.
    package static func find(
        _ transaction: Transaction, _ id: Int64
    ) throws(AlmanacError) -> StoredPlan? {
        try transaction.first(ArchiveQueries.plan, [SQLValue(id)])
            .map { (row) throws(AlmanacError) in
                let document = try StoredJSON.value(row, 2)
                return StoredPlan(
                    id: try row.integer(0),
                    content: ExtractionPlan(
                        name: try row.text(1),
                        sources: document["sources"]?.arrayValue?.compactMap(\.objectValue) ?? [],
                        schedule: document["schedule"]?.stringValue ?? "",
                        zone: document["zone"]?.stringValue ?? "",
                        monthlyCost: Money(
                            microdollars: Int64(
                                document["microdollars_per_month"]?.intValue ?? 0))),
                    createdAt: Timestamp(nanoseconds: try row.integer(3)))
            }
    }
}
