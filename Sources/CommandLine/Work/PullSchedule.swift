import AlmanacCore
import DataSources
import Database
import Jobs
import TimeSeries

/// A pull that workers carry out again and again.
struct PullSchedule {
    let source: SourceDescription
    let request: DataRequest
    let recurrence: Recurrence
    let refresh: Bool

    /// The schedule's name, which tells what is pulled: one for each thing that is kept apart.
    var name: String {
        var words = ["pull", source.name, request.kind.rawValue, request.target]
        if request.frequency != .day1 { words.append(request.frequency.rawValue) }
        if !request.options.isEmpty { words.append(JSON.object(request.options).text()) }
        return words.joined(separator: " ")
    }

    /// Keeps the schedule with its plan, and puts its first job in at once.
    ///
    /// The source's own limits are set with it where none are, so that they hold for the first
    /// claim already.
    func keep(
        _ access: SourceAccess, _ schedules: PlannedSchedules, in transaction: Transaction,
        at now: Timestamp
    ) throws -> JobQueue.Enqueued {
        let queue = access.base.queue
        let keys = access.keys.keys(of: source)
        let rates = source.rates(hasKeys: source.keys.contains { keys[$0.name] != nil })
        if !rates.isEmpty, try queue.rates(source: source.name, in: transaction).isEmpty {
            try queue.setRates(source: source.name, rates, in: transaction, at: now)
        }
        var what = request.parameters
        what["source"] = .string(source.name)
        let cost = source.tiers.first.map { source.microdollarsPerCall(by: $0) } ?? 0
        var job = PullHandler.job(request, of: source, refresh: refresh)
        job.uniqueKey = NewJob.UniqueKey(name)
        job = try schedules.keep(
            name, recurrence, job: job, sources: [what], costPerRun: Money(microdollars: cost),
            in: transaction, at: now)
        job.correlationID = "\(name)@\(now.iso8601)"
        return try queue.enqueue(job, in: transaction, at: now)
    }
}
