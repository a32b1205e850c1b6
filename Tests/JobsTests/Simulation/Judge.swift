import Database
import Jobs
import TimeSeries

/// Watches what is committed, and says what should never have been.
///
/// It knows nothing of how the queue works: it keeps its own account of claims, ends, starts and
/// money, and compares.
struct Judge {
    private(set) var violations: [String] = []
    /// Who was given each job last.
    private var holder: [Int64: Int64] = [:]
    private var ended: [Int64: JobState] = [:]
    private var failures: [Int64: Int] = [:]
    private var dependencies: [Int64: [NewJob.Dependency]] = [:]
    private(set) var added: Set<Int64> = []
    /// Starts of the limited source, with the stretch of time between two jumps of the clock.
    private var starts: [(stretch: Int, at: Int64)] = []
    private var sources: [String: SourceRecord] = [:]
    private var billed: [Int: Int64] = [:]
    private(set) var effects: [Int64: Int] = [:]

    /// A source's row of failures, and since when nothing may start.
    private struct SourceRecord {
        var failures = 0
        var openings = 0
        var closedUntil: Int64?
        var probe: Int64?
        /// Whether the wait was over once: a clock that is set back does not make it begin again.
        var isHalfOpen = false
        var paused = false
    }

    mutating func violate(_ text: String) { violations.append(text) }

    mutating func noteAdded(_ id: Int64, _ job: NewJob) {
        added.insert(id)
        dependencies[id] = job.dependencies
    }

    mutating func notePaused(_ source: String, _ isPaused: Bool) {
        sources[source, default: SourceRecord()].paused = isPaused
    }

    /// A claim was committed.
    mutating func noteClaim(_ claimed: ClaimedJob, at clock: Int64, stretch: Int) {
        let job = claimed.job
        holder[job.id] = claimed.lease.token
        if let end = ended[job.id] { violate("job \(job.id) started after it \(end.rawValue)") }
        for dependency in dependencies[job.id] ?? [] {
            let end = ended[dependency.job]
            let isMet = dependency.condition == .end ? end != nil : end == .succeeded
            if !isMet { violate("job \(job.id) started before job \(dependency.job) was over") }
        }
        if job.source == "limited" { starts.append((stretch, clock)) }
        noteStart(job, at: clock)
    }

    private mutating func noteStart(_ job: JobRecord, at clock: Int64) {
        guard !job.source.isEmpty else { return }
        var source = sources[job.source, default: SourceRecord()]
        if source.paused { violate("job \(job.id) started while \(job.source) was paused") }
        if let until = source.closedUntil {
            if clock < until && !source.isHalfOpen || source.probe != nil {
                violate("job \(job.id) started through the open breaker of \(job.source)")
            }
            source.probe = job.id
            source.isHalfOpen = true
        }
        sources[job.source] = source
    }

    /// A job's end under a lease was committed, other than its success.
    mutating func noteReleased(
        _ claimed: ClaimedJob, failed: Bool, blamesSource: Bool, at clock: Int64
    ) {
        checkHolder(claimed)
        if failed {
            failures[claimed.job.id, default: 0] += 1
            if failures[claimed.job.id, default: 0] > claimed.job.maxAttempts {
                violate("job \(claimed.job.id) had more attempts than allowed")
            }
        }
        noteResult(claimed.job, blamesSource ? false : nil, at: clock)
    }

    /// A success was committed.
    mutating func noteSuccess(_ claimed: ClaimedJob, at clock: Int64) {
        checkHolder(claimed)
        noteEnd(claimed.job.id, .succeeded)
        noteResult(claimed.job, true, at: clock)
    }

    /// An effect was committed.
    mutating func noteEffect(_ job: Int64) {
        effects[job, default: 0] += 1
        if effects[job, default: 0] > 1 { violate("job \(job) had its effect twice") }
    }

    mutating func noteEnd(_ job: Int64, _ state: JobState) { ended[job] = state }

    /// A delivery ended without a result.
    mutating func noteLost(_ job: JobRecord) { noteResult(job, nil, at: 0) }

    private mutating func checkHolder(_ claimed: ClaimedJob) {
        if holder[claimed.job.id] != claimed.lease.token || heldTwice.contains(claimed.lease) {
            violate("job \(claimed.job.id) was written without its lease")
        }
    }

    /// Leases whose job was given to someone else since.
    private var heldTwice: Set<Lease> = []

    mutating func noteSuperseded(_ lease: Lease) { heldTwice.insert(lease) }

    private mutating func noteResult(_ job: JobRecord, _ isGood: Bool?, at clock: Int64) {
        guard !job.source.isEmpty else { return }
        var source = sources[job.source, default: SourceRecord()]
        defer { sources[job.source] = source }
        guard source.closedUntil != nil else {
            if isGood == true { source.failures = 0 }
            if isGood == false { source.failures += 1 }
            if source.failures == SimulatedWorld.breaker.failures { open(&source, at: clock) }
            return
        }
        guard source.probe == job.id else { return }
        source.probe = nil
        if isGood == true { source = SourceRecord(paused: source.paused) }
        if isGood == false { open(&source, at: clock) }
    }

    private func open(_ source: inout SourceRecord, at clock: Int64) {
        source.openings += 1
        source.isHalfOpen = false
        let policy = SimulatedWorld.breaker
        let wait = policy.openNanoseconds << Int64(min(source.openings - 1, 20))
        source.closedUntil = clock + min(wait, policy.openCapNanoseconds)
    }

    /// Money went out.
    mutating func noteBill(_ amount: Int64, day: Int, limit: Int64) {
        billed[day, default: 0] += amount
        if billed[day, default: 0] > limit { violate("day \(day) cost more than its budget") }
    }

    /// Whether the limited source's starts kept to its rate.
    mutating func checkRate(_ limit: RateLimit) {
        let stretches = Set(starts.map(\.stretch))
        for stretch in stretches {
            let times = starts.filter { $0.stretch == stretch }.map(\.at).sorted()
            for first in times.indices where first + limit.count < times.count {
                if times[first + limit.count] - times[first] < limit.periodNanoseconds {
                    violate("more than \(limit.count) starts in a period")
                    return
                }
            }
        }
    }

    var totalBilled: Int64 { billed.values.reduce(0, +) }
}
