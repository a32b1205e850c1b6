import AlmanacCore
import Database
import Jobs
import TimeSeries

/// What there is to do, what people do meanwhile, and how it must end.
extension SimulatedWorld {
    /// Puts in at least fifty jobs of all sorts.
    func populate() throws {
        var jobs: [NewJob] = []
        func add(_ handler: String, _ count: Int, _ change: (inout NewJob) -> Void = { _ in }) {
            for _ in 0..<count {
                var job = NewJob(handler)
                job.priority = Priority(clamping: Int(draw(1...10)))
                change(&job)
                jobs.append(job)
            }
        }
        add("plain", 12) {
            $0.runAt = Self.start.advanced(byNanoseconds: self.draw(0...120) * Self.second)
        }
        add("slow", 4)
        add("flaky", 6)
        add("doomed", 3) { $0.maxAttempts = 3 }
        add("poison", 1)
        add("snooze", 3)
        add("parent", 3)
        add("sourced", 8) { $0.source = "flaky source" }
        add("plain", 10) { $0.source = "limited" }
        add("paid", 8) {
            $0.source = "paid"
            $0.cost = Money(microdollars: Self.callCost)
        }
        jobs.shuffle(using: &generator)
        try database.writeNow { transaction in
            try configure(transaction)
            for job in jobs {
                let id = try queue.enqueue(job, in: transaction, at: clock).id
                judge.noteAdded(id, job)
            }
        }
    }

    private func configure(_ transaction: Transaction) throws {
        try queue.configure(
            source: "limited",
            SourceSettings(
                rates: [Self.rate], concurrency: ConcurrencyLimit(2), breaker: Self.breaker),
            in: transaction, at: clock)
        try queue.ledger.setLimit(
            Money(microdollars: Self.dayBudget), scope: "source:paid", in: transaction)
        try queue.setSchedule(
            "quarter", try Recurrence("15min"), misfire: .all, job: NewJob("plain"),
            in: transaction, at: clock)
        try queue.setSchedule(
            "nightly", try Recurrence("30 1 * * *", zone: "America/New_York"), misfire: .all,
            job: NewJob("plain"), in: transaction, at: clock)
    }

    /// What a person or a request does: unique jobs, pauses, cancellations.
    func operate(_ number: Int) throws {
        switch number {
        case 0...4: try addUnique()
        case 5, 6:
            let isPaused = number == 5
            try database.writeNow { transaction in
                if isPaused {
                    try queue.pause(
                        .source("flaky source"), by: "sim", in: transaction, at: clock)
                } else {
                    try queue.resume(
                        .source("flaky source"), by: "sim", in: transaction, at: clock)
                }
            }
            judge.notePaused("flaky source", isPaused)
            // Nothing stays paused for good, whichever came first.
            if isPaused { schedule(.operate(6), after: 100 * Self.second) }
        default: try cancelSome()
        }
    }

    private func addUnique() throws {
        var job = NewJob("slow")
        job.uniqueKey = NewJob.UniqueKey("only one")
        let added = try database.writeNow { transaction -> Int64? in
            guard
                case .added(let id) = try queue.enqueue(job, in: transaction, at: clock)
            else { return nil }
            let rivals = try transaction.first(
                """
                SELECT count(*) FROM extraction_jobs
                WHERE unique_key = 'only one' AND finished_at IS NULL
                """)?.integer(0)
            if rivals != 1 { judge.violate("\(rivals ?? 0) unfinished jobs share a unique key") }
            return id
        }
        if let added { judge.noteAdded(added, job) }
    }

    private func cancelSome() throws {
        let states = try database.writeNow { transaction in
            let job = try transaction.first(
                """
                SELECT id FROM extraction_jobs WHERE finished_at IS NULL AND handler = 'slow'
                ORDER BY id LIMIT 1
                """)?.integer(0)
            guard let job else { return (nil as JobRecord?, false) }
            let record = try queue.job(job, in: transaction)
            return (
                record, try queue.cancel(job, by: "sim", in: transaction, at: clock)
            )
        }
        guard let job = states.0, states.1 else { return }
        judge.noteEnd(job.id, .cancelled)
        judge.noteLost(job)
    }

    // MARK: - The end

    /// Compares what the database holds with what must have come of it.
    func judgeEnd() throws {
        judge.checkRate(Self.rate)
        if faults < 20 { judge.violate("only \(faults) faults; the world was too tame") }
        try database.writeNow { transaction in
            let effects = try counts(
                "SELECT job, count(*) FROM effects GROUP BY job", transaction)
            let jobs = try queue.jobs(limit: 10_000, in: transaction)
            if jobs.count < 50 { judge.violate("only \(jobs.count) jobs") }
            for lost in judge.added.subtracting(jobs.map(\.id)).sorted() {
                judge.violate("job \(lost) is gone")
            }
            let waiting = try Set(
                transaction.query(Self.waitingForDead).map { try $0.integer(0) })
            for job in jobs where job.state != .blocked || !waiting.contains(job.id) {
                judgeEnd(of: job, effects: effects[job.id] ?? 0)
            }
            try judgeMoney(transaction)
            judgeSchedules(jobs)
        }
    }

    private func counts(_ query: String, _ transaction: Transaction) throws -> [Int64: Int64] {
        var counts: [Int64: Int64] = [:]
        for row in try transaction.query(query) { counts[try row.integer(0)] = try row.integer(1) }
        return counts
    }

    private func judgeEnd(of job: JobRecord, effects: Int64) {
        let expected: Int64 = job.state == .succeeded ? 1 : 0
        if !job.state.isFinished { judge.violate("job \(job.id) is \(job.state.rawValue)") }
        if effects != expected {
            judge.violate("job \(job.id) \(job.state.rawValue) with \(effects) effects")
        }
        let mustDie = ["doomed", "poison"].contains(job.handler)
        if mustDie && job.state != .dead {
            judge.violate("job \(job.id), \(job.handler), is \(job.state.rawValue)")
        }
        if !mustDie && job.state == .dead && job.handler != "flaky" && job.lost < 8
            && job.attempts < job.maxAttempts
        {
            judge.violate("job \(job.id), \(job.handler), died early")
        }
        if job.state == .dead && job.handler == "doomed" && job.lost < 8
            && job.attempts != job.maxAttempts
        {
            judge.violate("job \(job.id) died after \(job.attempts) attempts")
        }
    }

    private func judgeMoney(_ transaction: Transaction) throws {
        let sums = try transaction.first(
            """
            SELECT coalesce(sum(reserved), 0), coalesce(sum(spent), 0) FROM money_days
            WHERE scope = 'total'
            """)
        let (reserved, spent) = (try sums?.integer(0) ?? 0, try sums?.integer(1) ?? 0)
        if reserved != 0 { judge.violate("\(reserved) stay reserved") }
        if spent < judge.totalBilled {
            judge.violate("\(judge.totalBilled) went out, \(spent) were counted")
        }
    }

    /// Each time of a schedule is there once, by a list that was made without the queue's code.
    private func judgeSchedules(_ jobs: [JobRecord]) {
        var expected: [String] = []
        var time = Self.start.nanoseconds
        let quarter = 900 * Self.second
        time += quarter - time % quarter
        while time <= scheduledUpTo.nanoseconds {
            expected.append("quarter@\(Timestamp(nanoseconds: time).iso8601)")
            time += quarter
        }
        // 01:30 is shown at 05:30Z and, the clocks being set back at 06:00Z, at 06:30Z.
        if scheduledUpTo.iso8601 >= "2026-11-01T05:30:00Z" {
            expected.append("nightly@2026-11-01T05:30:00Z")
        }
        let found = jobs.filter { $0.kind == .scheduled }.map(\.correlationID)
        if found.sorted() != expected.sorted() {
            judge.violate("schedules came due at \(found.sorted()), not \(expected.sorted())")
        }
    }
}
