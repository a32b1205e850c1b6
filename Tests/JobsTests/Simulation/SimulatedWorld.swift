import AlmanacCore
import Database
import Jobs
import TimeSeries

/// One seed's world: workers that step through the production queue on a real SQLite, a clock that
/// jumps, transactions and requests that fail, and a judge.
///
/// Everything that happens follows from the seed: a list of events in order of time, and one
/// generator. A seed that fails does so again.
final class SimulatedWorld {
    static let start = Timestamp(nanoseconds: 1_793_507_400_000_000_000)
    static let second: Int64 = 1_000_000_000
    static let rate = RateLimit(count: 10, periodNanoseconds: 60 * second, burst: 3)
    static let breaker = CircuitBreaker.Policy(
        failures: 3, openNanoseconds: 20 * second, openCapNanoseconds: 60 * second)
    static let dayBudget: Int64 = 500
    static let callCost: Int64 = 100
    /// Faults stop here, so that the world can come to rest.
    static let mostFaults = 40
    /// Schedules are looked at until then.
    static let scheduleHours: Int64 = 3

    let database: Database
    var queue: JobQueue
    let bug: PlantedBug?
    var generator: SeededGenerator
    var judge = Judge()
    var workers = (0..<4).map { SimulatedWorker(index: $0) }
    /// True time since the start, in nanoseconds; the clock that is read may differ from it.
    var elapsed: Int64 = 0
    var clockOffset: Int64 = 0
    var clockStretch = 0
    var faults = 0
    var scheduledUpTo = start
    /// What the far side has done, by idempotency key.
    var doneOutside: Set<String> = []
    /// When the flaky source is down, in true time.
    var outages: [Range<Int64>] = []
    /// How often several successes were written in one transaction.
    var groups = 0
    private var events: [Event] = []
    private var eventCount = 0

    private struct Event {
        let time: Int64
        let number: Int
        let kind: Kind
    }

    enum Kind {
        case wake(worker: Int, life: Int)
        case restart(worker: Int)
        case jumpClock(Int64)
        case operate(Int)
    }

    init(database: Database, seed: UInt64, bug: PlantedBug? = nil) throws {
        self.database = database
        self.bug = bug
        generator = SeededGenerator(seed: seed)
        queue = JobQueue(
            database.dialect, lease: LeasePolicy(nanoseconds: 30 * Self.second),
            retry: RetryPolicy(capNanoseconds: 30 * Self.second, deliveriesWithoutResult: 8),
            breaker: Self.breaker)
        bug?.plant(in: &queue)
        try reset()
    }

    var clock: Timestamp {
        Self.start.advanced(byNanoseconds: elapsed + clockOffset)
    }

    func chance(_ probability: Double) -> Bool { generator.unit() < probability }

    func draw(_ range: ClosedRange<Int64>) -> Int64 {
        Int64.random(in: range, using: &generator)
    }

    private func reset() throws {
        try database.writeNow { transaction in
            for table in [
                "effects", "job_dependencies", "job_failures", "job_keys", "dead_letters",
                "job_audit", "job_intents", "money_reservations", "money_days", "money_limits",
                "extraction_jobs", "job_lanes", "job_tier_limits", "job_rate_limits",
                "job_sources", "job_queues", "job_schedules",
            ] { try transaction.execute("DELETE FROM \(table)") }
        }
    }

    func schedule(_ kind: Kind, after delay: Int64) {
        eventCount += 1
        let event = Event(time: elapsed + delay, number: eventCount, kind: kind)
        // Few events wait at any time; a sorted list is the simplest queue.
        let place =
            events.lastIndex { ($0.time, $0.number) < (event.time, event.number) }.map { $0 + 1 }
            ?? 0
        events.insert(event, at: place)
    }

    /// Runs the world until every job is over.
    ///
    /// - Returns: What should never have been.
    func run() throws -> [String] {
        try populate()
        for worker in workers { schedule(.wake(worker: worker.index, life: 0), after: 0) }
        for _ in 0..<2 {
            schedule(
                .jumpClock(draw(-600...600) * Self.second), after: draw(60...5_000) * Self.second)
        }
        for number in 0..<8 { schedule(.operate(number), after: draw(5...900) * Self.second) }
        for _ in 0..<2 {
            let from = draw(0...200) * Self.second
            outages.append(from..<from + draw(20...120) * Self.second)
        }
        var steps = 0
        while !events.isEmpty {
            let event = events.removeFirst()
            elapsed = max(elapsed, event.time)
            try perform(event.kind)
            steps += 1
            if !judge.violations.isEmpty { break }
            if steps % 40 == 0, try isAtRest() { break }
            if steps > 12_000 {
                judge.violate("the world does not come to rest: \(try unfinished())")
            }
        }
        if judge.violations.isEmpty { try judgeEnd() }
        return judge.violations
    }

    private func perform(_ kind: Kind) throws {
        switch kind {
        case .wake(let index, let life): try wake(index, life: life)
        case .restart(let index):
            workers[index].isUp = true
            workers[index].life += 1
            schedule(.wake(worker: index, life: workers[index].life), after: 0)
        case .jumpClock(let jump):
            faults += 1
            clockOffset += jump
            clockStretch += 1
        case .operate(let number): try operate(number)
        }
    }

    private func unfinished() throws -> String {
        try database.writeNow { transaction in
            try transaction.query(
                "SELECT id, handler, state FROM extraction_jobs WHERE finished_at IS NULL LIMIT 5"
            ).map { "job \(try $0.integer(0)) \(try $0.text(1)) \(try $0.text(2))" }
                .joined(separator: ", ")
        }
    }

    private func isAtRest() throws -> Bool {
        guard elapsed > Self.scheduleHours * 3_600 * Self.second else { return false }
        return try database.writeNow { transaction in
            try transaction.first("SELECT 1 FROM extraction_jobs WHERE finished_at IS NULL")
        } == nil
    }

    // MARK: - Transactions that fail

    /// What a worker hears of a transaction.
    enum Answer<Result> {
        case done(Result)
        case refused(AlmanacError)
        case failed
        /// The worker is no more.
        case crashed
    }

    private struct Injected: Error {}

    /// Runs a transaction of a worker, or makes it fail.
    ///
    /// - Parameter committed: Told the result whenever it was committed, whatever the worker hears.
    func transact<Result>(
        _ worker: Int, _ body: (Transaction) throws -> Result,
        committed: (Result) -> Void = { _ in }
    ) throws -> Answer<Result> {
        let fault = drawFault()
        do {
            let result = try database.writeNow { transaction in
                let result = try body(transaction)
                if fault == .refused || fault == .crashBefore { throw Injected() }
                return result
            }
            committed(result)
            switch fault {
            case .answerLost: return .failed
            case .crashAfter:
                crash(worker)
                return .crashed
            case .late: workers[worker].asleepUntil = elapsed + draw(15...80) * Self.second
            default: break
            }
            return .done(result)
        } catch let error as AlmanacError where error.databaseFailure == nil {
            return .refused(error)
        } catch is Injected {
            if fault == .crashBefore {
                crash(worker)
                return .crashed
            }
            return .failed
        }
    }

    private func drawFault() -> Fault? {
        guard faults < Self.mostFaults, chance(0.08) else { return nil }
        faults += 1
        return Fault.allCases[Int(draw(0...Int64(Fault.allCases.count - 1)))]
    }

    func crash(_ index: Int) {
        workers[index].isUp = false
        workers[index].slots = []
        schedule(.restart(worker: index), after: draw(1...40) * Self.second)
    }
}
