package import AlmanacCore
package import Database
package import TimeSeries

/// What happened, row after row: measurements, calls of models, strategies, runs.
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

    /// A call of a language model.
    package struct ModelCall: Sendable, Equatable {
        /// Who runs the model.
        package var provider: String
        /// The model's name.
        package var model: String
        /// What it was asked for.
        package var purpose: String
        /// How much it read.
        package var inputTokens: Int
        /// How much it wrote.
        package var outputTokens: Int
        /// What it cost, in millionths of a dollar.
        package var microdollars: Int64
        /// The job that called.
        package var job: Int64?
        /// What ties it to a command or request.
        package var correlation: String?

        /// Makes a call that belongs to no job.
        package init(
            provider: String, model: String, purpose: String, inputTokens: Int,
            outputTokens: Int, microdollars: Int64
        ) {
            (self.provider, self.model, self.purpose) = (provider, model, purpose)
            (self.inputTokens, self.outputTokens) = (inputTokens, outputTokens)
            self.microdollars = microdollars
        }
    }

    /// Stores a call.
    package static func add(
        _ transaction: Transaction, _ call: ModelCall, at now: Timestamp
    ) throws(AlmanacError) {
        try Partitions.ensure(transaction, tables: ["model_calls"], at: now)
        try transaction.execute(
            """
            INSERT INTO model_calls (stored_at, provider, model, purpose, input_tokens,
                output_tokens, microdollars, job, correlation)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """,
            [
                SQLValue(now.nanoseconds), SQLValue(call.provider), SQLValue(call.model),
                SQLValue(call.purpose), SQLValue(call.inputTokens), SQLValue(call.outputTokens),
                SQLValue(call.microdollars), SQLValue(call.job), SQLValue(call.correlation),
            ])
    }

    /// The calls from a moment on, oldest first.
    package static func modelCalls(
        _ transaction: Transaction, since moment: Timestamp
    ) throws(AlmanacError) -> [ModelCall] {
        try transaction.query(
            ArchiveQueries.modelCalls, [SQLValue(moment.nanoseconds)]
        ).map { (row) throws(AlmanacError) in
            var call = ModelCall(
                provider: try row.text(0), model: try row.text(1), purpose: try row.text(2),
                inputTokens: Int(try row.integer(3)), outputTokens: Int(try row.integer(4)),
                microdollars: try row.integer(5))
            call.job = try row.optionalInteger(6)
            call.correlation = try row.optionalText(7)
            return call
        }
    }

    /// Stores the next version of a strategy's document, unless its last one is the same.
    /// - Returns: The version that holds the document.
    package static func addStrategy(
        _ transaction: Transaction, name: String, document: JSON, at now: Timestamp
    ) throws(AlmanacError) -> Int {
        let last = try transaction.first(
            """
            SELECT version, document FROM strategies WHERE name = $1
            ORDER BY version DESC LIMIT 1
            """, [SQLValue(name)])
        let version = Int(try last?.integer(0) ?? 0)
        let text = document.text()
        if let last, try last.text(1) == text { return version }
        try transaction.execute(
            "INSERT INTO strategies (name, version, document, created_at) VALUES ($1, $2, $3, $4)",
            [SQLValue(name), SQLValue(version + 1), SQLValue(text), SQLValue(now.nanoseconds)])
        return version + 1
    }

    /// Stores a run by the hash of what went into it.
    package static func addRun(
        _ transaction: Transaction, hash: String, strategy: String?, version: Int?,
        summary: JSON, at now: Timestamp
    ) throws(AlmanacError) {
        try transaction.execute(
            """
            INSERT INTO runs (hash, strategy, strategy_version, summary, created_at)
            VALUES ($1, $2, $3, $4, $5)
            """,
            [
                SQLValue(hash), SQLValue(strategy), SQLValue(version), SQLValue(summary.text()),
                SQLValue(now.nanoseconds),
            ])
    }
}
