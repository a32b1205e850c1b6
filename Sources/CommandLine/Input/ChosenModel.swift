import AlmanacCore
import Database
import Jobs
import LanguageModel
import Synchronization
import TimeSeries

/// The language model that the user chose by `ALMANAC_MODEL`, within its budget.
///
/// Without the variable there is none, and nothing is sent anywhere.
struct ChosenModel: Sendable {
    /// What was chosen.
    let choice: ModelChoice
    private let arguments: Arguments
    private let limit: Money?
    private let now: @Sendable () -> Timestamp
    private let made = Made()

    /// The client once it is made: a provider that keeps failing is left alone by all of a command.
    private final class Made: Sendable {
        let client = Mutex<ModelClient?>(nil)
    }

    /// - Throws: `validation_error` for a choice or a budget that is none, `unauthorized` without
    ///   the model's key.
    init?(_ arguments: Arguments, _ console: Console) throws(AlmanacError) {
        guard let choice = try ModelChoice(environment: console.environment) else { return nil }
        self.choice = choice
        self.arguments = arguments
        limit = try ModelLedger.limit(stated: console.environment("ALMANAC_MODEL_BUDGET"))
        now = console.now
    }

    /// Whether asking it leaves this machine.
    var isElsewhere: Bool {
        let isHere = ["127.0.0.1", "localhost", "::1", "[::1]"].contains(choice.address.host ?? "")
        return !isHere && !choice.provider.isLocal
    }

    /// How often the command asked so far, and what that cost; nothing where that is not known.
    func spent() -> (calls: Int, cost: Money)? {
        guard let access = try? DatabaseAccess(arguments),
            let sums = try? access.read({ transaction in
                try ModelCalls.sums(correlation: arguments.correlation, in: transaction)
            })
        else { return nil }
        return (
            sums.reduce(0) { $0 + $1.calls },
            Money(microdollars: sums.reduce(0) { $0 + $1.cost.microdollars })
        )
    }

    /// What a call ends with where a person breaks it off; it is counted as if it was answered.
    var interrupted: AlmanacError {
        AlmanacError(
            .sourceUnavailable, "interrupted while \(choice.name) was asked",
            details: ["reason": "interrupted", "model": .string(choice.name)],
            suggestion: "the same command asks again")
    }

    /// A client whose calls are counted in the user's database.
    func client() async throws -> ModelClient {
        if let client = made.client.withLock({ $0 }) { return client }
        let database = try DatabaseAccess(arguments).database
        let client = ModelClient(
            choice, transport: try ModelClient.network(choice),
            ledger: try await .database(
                database, limit: limit, correlation: arguments.correlation, now: now()),
            clock: WaitingClock(now: now), chance: { Double.random(in: 0...1) })
        made.client.withLock { $0 = client }
        return client
    }
}
