import AlmanacCore
import Archive
import Database
import Jobs
import TimeSeries

/// Schedules as commands state them: each with the plan that its jobs and fetches refer to.
struct PlannedSchedules {
    private let queue: JobQueue
    /// The plans that schedules carry out until now.
    private let plans: [String: Int64]

    init(_ queue: JobQueue, in transaction: Transaction) throws {
        self.queue = queue
        plans = Dictionary(
            uniqueKeysWithValues: try queue.schedules(in: transaction).compactMap { schedule in
                schedule.job.plan.map { (schedule.name, $0) }
            })
    }

    /// Keeps a schedule and its plan.
    ///
    /// - Parameters:
    ///   - sources: what is fetched from where.
    ///   - costPerRun: what one run is estimated to cost.
    /// - Returns: The job with its plan.
    func keep(
        _ name: String, _ recurrence: Recurrence, misfire: MisfirePolicy = .once, job: NewJob,
        sources: [JSONObject], costPerRun: Money = .zero, in transaction: Transaction,
        at now: Timestamp
    ) throws -> NewJob {
        let monthly = Double(costPerRun.microdollars) * recurrence.timesPerMonth
        let plan = ExtractionPlan(
            name: name, sources: sources, schedule: recurrence.text, zone: recurrence.zone.name,
            monthlyCost: Money(microdollars: Int64(monthly.rounded(.up))))
        var job = job
        job.plan = try Plans.keep(transaction, plan, inPlaceOf: plans[name], at: now)
        try queue.setSchedule(
            name, recurrence, misfire: misfire, job: job, in: transaction, at: now)
        return job
    }
}

extension Recurrence {
    /// How often it comes due in a month, by a year or by its first hundred times, whichever is
    /// shorter; always counted from the same moment, so that the same words give the same number.
    fileprivate var timesPerMonth: Double {
        let start = Timestamp(nanoseconds: 1_704_067_200_000_000_000)
        let year = start.advanced(byNanoseconds: 365 * Timestamp.nanosecondsPerDay)
        var (moment, count) = (start, 0)
        while count < 100, let next = next(after: moment), next <= year {
            (moment, count) = (next, count + 1)
        }
        let end = count < 100 ? year : moment
        let days = Double(end.nanoseconds - start.nanoseconds) / 86_400e9
        return Double(count) / days * (365.25 / 12)
    }
}
