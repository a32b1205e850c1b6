package import AlmanacCore
package import Database
package import TimeSeries

/// What was measured, row after row.
package enum Journal {
    /// A measurement of a source's data.
    package struct QualityMetric: Sendable, Equatable {
        /// The source.
        package var source: String
        /// What is measured, such as `missing_share`.
        package var metric: String
        /// The value; nil where there was nothing to measure.
        package var value: Double?
        /// What else was seen.
        package var details: JSONObject

        /// Makes a measurement.
        package init(
            source: String, metric: String, value: Double?, details: JSONObject = JSONObject()
        ) {
            (self.source, self.metric, self.value, self.details) = (source, metric, value, details)
        }
    }

    /// Stores a measurement.
    package static func add(
        _ transaction: Transaction, _ metric: QualityMetric, at now: Timestamp
    ) throws(AlmanacError) {
        try Partitions.ensure(transaction, tables: ["data_quality_metrics"], at: now)
        try transaction.execute(
            """
            INSERT INTO data_quality_metrics (stored_at, source, metric, value, details)
            VALUES ($1, $2, $3, $4, $5)
            """,
            [
                SQLValue(now.nanoseconds), SQLValue(metric.source), SQLValue(metric.metric),
                SQLValue(metric.value), SQLValue(JSON.object(metric.details).text()),
            ])
    }

    /// The measurements of a source from a moment on, oldest first.
    package static func metrics(
        _ transaction: Transaction, source: String, metric: String, since moment: Timestamp
    ) throws(AlmanacError) -> [(at: Timestamp, metric: QualityMetric)] {
        try transaction.query(
            ArchiveQueries.metrics,
            [SQLValue(source), SQLValue(metric), SQLValue(moment.nanoseconds)]
        ).map { (row) throws(AlmanacError) in
            (
                Timestamp(nanoseconds: try row.integer(0)),
                QualityMetric(
                    source: try row.text(1), metric: try row.text(2),
                    value: try row.optionalReal(3), details: try StoredJSON.object(row, 4))
            )
        }
    }
}
