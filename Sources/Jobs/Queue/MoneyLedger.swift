internal import AlmanacCore
package import Database
package import TimeSeries

/// The one ledger for money of all kinds: what may go out in a day, what is reserved, what is gone.
///
/// Each reservation counts in the scope of its source and in the total. It stands in a transaction
/// that is committed before the call that may cost; the call's true cost settles it. A call whose
/// outcome is not known counts as spent until it is.
package struct MoneyLedger: Sendable {
    let sql: QueueSQL

    /// The scope of everything together.
    package static let total = "total"

    /// The scopes in which a source's money counts, always in the same order.
    package static func scopes(source: String) -> [String] {
        source.isEmpty ? [total] : ["source:\(source)", total]
    }

    /// Sets what may go out in a day; `nil` takes the limit away.
    package func setLimit(
        _ limit: Money?, scope: String, in transaction: Transaction
    ) throws {
        guard let limit else {
            try transaction.execute(
                "DELETE FROM money_limits WHERE scope = $1", [SQLValue(scope)])
            return
        }
        guard limit >= .zero else {
            throw AlmanacError(.validation, "a budget must not be negative")
        }
        try transaction.execute(
            """
            INSERT INTO money_limits (scope, microdollars) VALUES ($1, $2)
            ON CONFLICT (scope) DO UPDATE SET microdollars = excluded.microdollars
            """, [SQLValue(scope), SQLValue(limit.microdollars)])
    }

    /// A day's budget in a scope.
    package func budget(
        _ scope: String, day: Int, in transaction: Transaction
    ) throws -> Budget {
        try budget(scope, day: day, lock: "", in: transaction)
    }

    private func budget(
        _ scope: String, day: Int, lock: String, in transaction: Transaction
    ) throws -> Budget {
        let limit = try transaction.first(
            "SELECT microdollars FROM money_limits WHERE scope = $1", [SQLValue(scope)])
        let sums = try transaction.first(
            "SELECT reserved, spent FROM money_days WHERE scope = $1 AND day = $2\(lock)",
            [SQLValue(scope), SQLValue(day)])
        return Budget(
            limit: try limit.map { Money(microdollars: try $0.integer(0)) },
            reserved: Money(microdollars: try sums?.integer(0) ?? 0),
            spent: Money(microdollars: try sums?.integer(1) ?? 0))
    }

    /// Reserves an amount for a call.
    ///
    /// - Returns: The reservation's number.
    /// - Throws: ``AlmanacError`` of kind budgetExceeded; nothing is reserved then.
    package func reserve(
        _ amount: Money, source: String, purpose: String, in transaction: Transaction,
        at now: Timestamp
    ) throws -> Int64 {
        let day = Budget.day(of: now)
        for scope in Self.scopes(source: source) {
            try transaction.execute(
                """
                INSERT INTO money_days (scope, day, reserved, spent) VALUES ($1, $2, 0, 0)
                ON CONFLICT (scope, day) DO NOTHING
                """, [SQLValue(scope), SQLValue(day)])
            var budget = try budget(scope, day: day, lock: sql.forUpdate, in: transaction)
            guard budget.reserve(amount) else {
                throw Self.exceeded(scope, amount, budget, at: now)
            }
            try transaction.execute(
                """
                UPDATE money_days SET reserved = \(sql.reservedAfter)
                WHERE scope = $1 AND day = $2
                """, [SQLValue(scope), SQLValue(day), SQLValue(amount.microdollars)])
        }
        let row = try transaction.first(
            """
            INSERT INTO money_reservations (day, scope, purpose, reserved, created_at)
            VALUES ($1, $2, $3, $4, $5) RETURNING id
            """,
            [
                SQLValue(day), SQLValue(source), SQLValue(purpose),
                SQLValue(amount.microdollars), SQLValue(now.nanoseconds),
            ])
        guard let id = try row?.integer(0) else {
            throw AlmanacError(.internalError, "a reservation was made without a number")
        }
        return id
    }

    /// Notes what a call cost; a second settlement corrects the first.
    ///
    /// - Parameter isEstimate: Whether the outcome is not known, so that the cost may still be
    ///   corrected.
    package func settle(
        _ reservation: Int64, spent: Money, isEstimate: Bool = false,
        in transaction: Transaction, at now: Timestamp
    ) throws {
        guard
            let row = try transaction.first(
                """
                SELECT day, scope, reserved, spent FROM money_reservations
                WHERE id = $1\(sql.forUpdate)
                """, [SQLValue(reservation)])
        else {
            throw AlmanacError(
                .notFound, "there is no reservation \(reservation)",
                details: ["reservation": .integer(Int(reservation))])
        }
        let before = try row.optionalInteger(3)
        // What was counted as spent is no longer reserved.
        let freed = before == nil ? try row.integer(2) : 0
        for scope in Self.scopes(source: try row.text(1)) {
            try transaction.execute(
                """
                UPDATE money_days SET reserved = reserved - $3, spent = spent + $4
                WHERE scope = $1 AND day = $2
                """,
                [
                    SQLValue(scope), SQLValue(try row.integer(0)), SQLValue(freed),
                    SQLValue(spent.microdollars - (before ?? 0)),
                ])
        }
        try transaction.execute(
            """
            UPDATE money_reservations SET spent = $2, is_estimate = $3, settled_at = $4
            WHERE id = $1
            """,
            [
                SQLValue(reservation), SQLValue(spent.microdollars), SQLValue(isEstimate),
                SQLValue(now.nanoseconds),
            ])
    }

    /// Removes reservations that were settled before a moment and that no job's intent counts on;
    /// the sums of the days stay.
    ///
    /// - Returns: How many were removed; call again while it is `limit`.
    package func prune(
        settledBefore moment: Timestamp, limit: Int = 1_000, in transaction: Transaction
    ) throws -> Int {
        try transaction.execute(
            """
            DELETE FROM money_reservations WHERE id IN (
                SELECT id FROM money_reservations
                WHERE settled_at < $1 AND id NOT IN (SELECT reservation FROM job_intents)
                ORDER BY id LIMIT $2)
            """, [SQLValue(moment.nanoseconds), SQLValue(limit)])
    }

    /// The error of what a day's budget has no room for; it says when there is room again, unless
    /// no day has room.
    static func exceeded(
        _ scope: String, _ amount: Money, _ budget: Budget, at now: Timestamp
    ) -> AlmanacError {
        var error = AlmanacError(
            .budgetExceeded, "today's budget (\(scope)) has no room for another call",
            details: [
                "scope": .string(scope), "wanted_microdollars": .integer(Int(amount.microdollars)),
                "room_microdollars": .integer(Int(budget.room?.microdollars ?? 0)),
            ],
            suggestion: "wait for the next day (UTC), or raise the budget")
        if let limit = budget.limit, limit < amount {
            // No day has room for it.
            error.message = "a call may cost more than the budget of a whole day (\(scope))"
            error.suggestion = "raise the budget with `almanac jobs limit`, or ask for less"
        } else {
            error.details["again_at"] = .string(Budget.nextDay(after: now).iso8601)
        }
        return error
    }
}

extension JobQueue {
    /// The ledger of money in the same database.
    package var ledger: MoneyLedger { MoneyLedger(sql: sql) }
}
