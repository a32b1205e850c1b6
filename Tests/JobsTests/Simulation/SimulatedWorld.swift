import AlmanacCore
import Database
import Jobs
import TimeSeries

/// One seed's world: workers that step through the production queue on a real SQLite, a disk and a
/// network that fail, a clock that jumps, and a judge.
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

    let disk: SimulatedDisk
    var database: Database
    /// Whether the machine runs.
    var isPowered = true
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
    /// How often each kind of fault, and of what came of them, was seen.
    var seen: [String: Int] = [:]
    var scheduledUpTo = start
    /// The numbers of workers' last transaction, and of the last that is known to be committed.
    var (step, acknowledged) = (Int64(0), Int64(0))
    /// Transactions since then that the disk refused.
    var doubtful: [DoubtfulStep] = []
    /// What the far side has done, by idempotency key.
    var doneOutside: Set<String> = []
    /// How many requests were sent, and the latest of those that arrived.
    var (requests, latestRequest) = (0, 0)
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
        case arrive(Request)
    }

    /// - Parameter file: A database with the tables, from `makeFile`.
    init(file: [UInt8], seed: UInt64, bug: PlantedBug? = nil) throws {
        self.bug = bug
        disk = SimulatedDisk(seed: seed, files: [Self.path: file])
        database = try Self.open(disk, isDurable: bug != .commitNotSynced)
        generator = SeededGenerator(seed: seed)
        queue = JobQueue(
            database.dialect, lease: LeasePolicy(nanoseconds: 30 * Self.second),
            retry: RetryPolicy(capNanoseconds: 30 * Self.second, deliveriesWithoutResult: 8),
            breaker: Self.breaker)
        bug?.plant(in: &queue)
    }

    deinit { database.close() }

    var clock: Timestamp {
        Self.start.advanced(byNanoseconds: elapsed + clockOffset)
    }

    func chance(_ probability: Double) -> Bool { generator.unit() < probability }

    func draw(_ range: ClosedRange<Int64>) -> Int64 {
        Int64.random(in: range, using: &generator)
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
        // They hold on to the world.
        doubtful = []
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
            try arriveAll()
            clockOffset += jump
            clockStretch += 1
        case .operate(let number): try operate(number)
        case .arrive(let request): try arrive(request)
        }
    }

    /// How long a request is on its way is measured by the clock, so none is when the clock jumps.
    private func arriveAll() throws {
        let requests = events.compactMap { event -> Request? in
            if case .arrive(let request) = event.kind { request } else { nil }
        }
        events.removeAll { if case .arrive = $0.kind { true } else { false } }
        for request in requests { try arrive(request) }
    }

    func note(_ event: String) { seen[event, default: 0] += 1 }

    private func unfinished() throws -> String {
        try database.writeNow { transaction in
            try transaction.query(
                "SELECT id, handler, state FROM extraction_jobs WHERE finished_at IS NULL LIMIT 5"
            ).map { "job \(try $0.integer(0)) \(try $0.text(1)) \(try $0.text(2))" }
                .joined(separator: ", ")
        }
    }

    /// Jobs that wait for the replay of one that died, whose workers crashed too often.
    static let waitingForDead = """
        SELECT d.job FROM job_dependencies d JOIN extraction_jobs e ON e.id = d.depends_on
        WHERE e.state = 'dead'
        """

    private func isAtRest() throws -> Bool {
        guard elapsed > Self.scheduleHours * 3_600 * Self.second else { return false }
        return try database.writeNow { transaction in
            try transaction.first(
                """
                SELECT 1 FROM extraction_jobs WHERE finished_at IS NULL
                    AND id NOT IN (\(Self.waitingForDead))
                """)
        } == nil
    }
}
