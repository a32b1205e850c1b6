package import AlmanacCore
package import Jobs
import Synchronization
package import TimeSeries

/// A call that is about to be made.
package struct ModelCallPlan: Sendable {
    /// When.
    package var at: Timestamp
    /// Which model.
    package var choice: ModelChoice
    /// What for, such as `strategist`.
    package var purpose: String
    /// The prompt and its version, such as `strategist@1`; empty where it has none.
    package var prompt: String
    /// What it may cost at most; nil where the price is not known.
    package var bound: Money?
}

/// How a call ended.
package struct ModelCallOutcome: Sendable {
    /// When.
    package var at: Timestamp
    /// What it took, where that is known.
    package var usage: TokenUsage?
    /// What it cost; nil where the price is not known.
    package var cost: Money?
    /// Whether the cost is the bound, since the true one is not known.
    package var isEstimate = false
    /// The model that answered, as the provider names it.
    package var answeredBy = ""
    /// The kind of failure; nil where there is an answer.
    package var failure: AlmanacError.Kind?
}

/// Where calls are written down and budgets are kept.
///
/// `begin` reserves what a call may cost at most and throws `budget_exceeded` where there is no
/// room for it, so that a day's budget is refused rather than overrun. `finish` turns the
/// reservation into what it really was.
package struct ModelLedger: Sendable {
    /// Writes down that a call is made; gives back its number.
    package var begin: @Sendable (ModelCallPlan) async throws -> Int64
    /// Writes down how it ended.
    package var finish: @Sendable (Int64, ModelCallOutcome) async throws -> Void

    /// The budget of a day where the user states none: one dollar.
    package static let usualLimit = Money(microdollars: 1_000_000)

    /// Reads `ALMANAC_MODEL_BUDGET`: dollars a day, or `none`.
    ///
    /// - Throws: A `validation_error` for what is neither.
    package static func limit(stated text: String?) throws(AlmanacError) -> Money? {
        guard let text, !text.isEmpty else { return usualLimit }
        if text == "none" { return nil }
        guard let dollars = Double(text), dollars >= 0, dollars <= 1_000_000 else {
            throw AlmanacError(
                .validation, "ALMANAC_MODEL_BUDGET is dollars a day, or none",
                details: ["ALMANAC_MODEL_BUDGET": .string(text)], suggestion: "such as 0.50")
        }
        return Money(microdollars: Int64((dollars * 1_000_000).rounded()))
    }

    /// Refuses a call of unknown price where there is a budget to keep.
    static func requirePrice(_ plan: ModelCallPlan, limit: Money?) throws(AlmanacError) -> Money {
        if let bound = plan.bound { return bound }
        guard limit == nil else {
            throw AlmanacError(
                .budgetExceeded,
                "the price of \(plan.choice.name) is not known, so no budget can be kept with it",
                details: ["model": .string(plan.choice.name)],
                suggestion: "state it with ALMANAC_MODEL_PRICE=INPUT,OUTPUT in dollars a million "
                    + "tokens, or set ALMANAC_MODEL_BUDGET=none")
        }
        return .zero
    }

    /// A ledger in memory, whose budget is that of this process.
    package static func inMemory(limit: Money?) -> ModelLedger {
        let state = Memory(limit: limit)
        return ModelLedger(
            begin: { plan in try state.begin(plan) },
            finish: { number, outcome in state.finish(number, outcome) })
    }

    private final class Memory: Sendable {
        private struct State {
            var day = 0
            var budget: Budget
            var reserved: [Int64: (day: Int, amount: Money)] = [:]
            var last: Int64 = 0
        }

        private let limit: Money?
        private let state: Mutex<State>

        init(limit: Money?) {
            self.limit = limit
            state = Mutex(State(budget: Budget(limit: limit)))
        }

        func begin(_ plan: ModelCallPlan) throws(AlmanacError) -> Int64 {
            let bound = try ModelLedger.requirePrice(plan, limit: limit)
            let number = state.withLock { state -> Int64? in
                let day = Budget.day(of: plan.at)
                if day != state.day {
                    state.day = day
                    state.budget = Budget(limit: limit)
                }
                guard state.budget.reserve(bound) else { return nil }
                state.last += 1
                state.reserved[state.last] = (day, bound)
                return state.last
            }
            guard let number else {
                throw AlmanacError(
                    .budgetExceeded, "today's budget for models has no room for another call",
                    details: [
                        "wanted_microdollars": .integer(Int(bound.microdollars)),
                        "again_at": .string(Budget.nextDay(after: plan.at).iso8601),
                    ], suggestion: "wait for the next day (UTC), or raise ALMANAC_MODEL_BUDGET")
            }
            return number
        }

        func finish(_ number: Int64, _ outcome: ModelCallOutcome) {
            state.withLock { state in
                guard let (day, amount) = state.reserved.removeValue(forKey: number),
                    day == state.day
                else { return }
                state.budget.settle(reserved: amount, spent: outcome.cost ?? .zero)
            }
        }
    }
}
