import AlmanacCore
import Database
import Jobs
import TimeSeries

/// Transactions that fail, the disk below them, and what is left when its power goes.
extension SimulatedWorld {
    static let path = "queue.db"
    /// Within how many changes of the disk a planned fault comes; most transactions have fewer.
    private static let mostChanges: Int64 = 24

    /// What a worker hears of a transaction.
    enum Answer<Result> {
        case done(Result)
        case refused(AlmanacError)
        case failed
        /// The worker is no more.
        case crashed
    }

    /// A transaction that the disk refused; it may be there after all once the power was cut.
    struct DoubtfulStep {
        let step: Int64
        let elapsed: Int64
        let clockOffset: Int64
        let clockStretch: Int
        let committed: () -> Void
    }

    private struct Injected: Error {}

    /// A database with the queue's tables, those for effects, and the number of the last step.
    static func makeFile() throws -> [UInt8] {
        let disk = SimulatedDisk(seed: 0)
        let database = try open(disk, isDurable: true)
        try JobsSchema.migrator.applyNow(to: database, atNanoseconds: start.nanoseconds)
        try database.writeNow {
            try $0.run(
                script: """
                    CREATE TABLE effects (job BIGINT NOT NULL, delivery BIGINT NOT NULL);
                    CREATE TABLE steps (last BIGINT NOT NULL);
                    INSERT INTO steps VALUES (0);
                    """)
        }
        database.close()
        return disk.bytes(of: path) ?? []
    }

    static func open(_ disk: SimulatedDisk, isDurable: Bool) throws -> Database {
        var options = Database.Options()
        options.fileSystem = disk.name
        options.isDurable = isDurable
        // Small, so that the log is merged into the file often.
        options.checkpointPages = 200
        return try Database(.sqlite(path: path), options)
    }

    /// Runs a transaction of a worker, or makes it fail.
    ///
    /// - Parameter committed: Told the result whenever it was committed, whatever the worker hears.
    func transact<Result>(
        _ worker: Int, _ body: (Transaction) throws -> Result,
        committed: @escaping (Result) -> Void = { _ in }
    ) throws -> Answer<Result> {
        let fault = drawFault()
        step += 1
        let number = step
        var written: Result?
        do {
            let result = try database.writeNow { transaction in
                let result = try body(transaction)
                try transaction.execute("UPDATE steps SET last = $1", [SQLValue(number)])
                written = result
                if fault == .refused || fault == .crashBefore { throw Injected() }
                return result
            }
            noteDisk(fault)
            (acknowledged, doubtful) = (number, [])
            committed(result)
            // The power may have gone after the commit, while the log was merged.
            return try isPowered ? end(fault, worker, result) : reboot()
        } catch let error as AlmanacError {
            noteDisk(fault)
            guard let failure = error.databaseFailure else { return .refused(error) }
            if !failure.isPassing { judge.violate("step \(number): \(error.message)") }
            if let written { doubt(number) { committed(written) } }
            if !isPowered { return try reboot() }
            if let written, let fault, bug?.overlooked == fault { return .done(written) }
            return .failed
        } catch is Injected {
            return fault == .crashBefore ? crashed(worker) : .failed
        }
    }

    /// What a worker hears of a transaction that was committed.
    private func end<Result>(_ fault: Fault?, _ worker: Int, _ result: Result) -> Answer<Result> {
        switch fault {
        case .answerLost: return .failed
        case .crashAfter: return crashed(worker)
        case .late: workers[worker].asleepUntil = elapsed + draw(15...80) * Self.second
        default: break
        }
        return .done(result)
    }

    private func drawFault() -> Fault? {
        guard faults < Self.mostFaults, chance(0.1) else { return nil }
        let fault = Fault.allCases[Int(draw(0...Int64(Fault.allCases.count - 1)))]
        if let planned = fault.ofDisk {
            disk.plan(planned, afterChanges: Int(draw(0...Self.mostChanges)))
        } else {
            faults += 1
            note(fault.rawValue)
        }
        return fault
    }

    /// Counts a fault of the disk that happened, and takes back one that did not.
    private func noteDisk(_ fault: Fault?) {
        guard let fault, fault.ofDisk != nil else { return }
        if disk.isPlanDone {
            faults += 1
            note(fault.rawValue)
            isPowered = fault != .powerCut
        }
        disk.plan(nil)
    }

    private func crashed<Result>(_ worker: Int) -> Answer<Result> {
        crash(worker)
        return .crashed
    }

    func crash(_ index: Int) {
        workers[index].isUp = false
        workers[index].slots = []
        schedule(.restart(worker: index), after: draw(1...40) * Self.second)
    }

    // MARK: - Loss of power

    private func doubt(_ step: Int64, _ committed: @escaping () -> Void) {
        doubtful.append(
            DoubtfulStep(
                step: step, elapsed: elapsed, clockOffset: clockOffset, clockStretch: clockStretch,
                committed: committed))
    }

    /// Starts the machine again: no process is left, and the database is what the disk kept.
    private func reboot<Result>() throws -> Answer<Result> {
        for worker in workers where worker.isUp { crash(worker.index) }
        database.close()
        do {
            isPowered = true
            database = try Self.open(disk, isDurable: bug != .commitNotSynced)
            try database.writeNow { transaction in
                let check = try transaction.first("PRAGMA quick_check")?.text(0)
                if check != "ok" { judge.violate("the disk kept a damaged database") }
                let last = try transaction.first("SELECT last FROM steps")?.integer(0) ?? 0
                judgeLast(last)
            }
        } catch let error as AlmanacError {
            judge.violate("the disk kept no database: \(error.message)")
        }
        return .crashed
    }

    /// Everything that was acknowledged must be there; of the rest the last one may be.
    private func judgeLast(_ last: Int64) {
        if let found = doubtful.first(where: { $0.step == last }) {
            note("there after all")
            let now = (elapsed, clockOffset, clockStretch)
            (elapsed, clockOffset, clockStretch) =
                (found.elapsed, found.clockOffset, found.clockStretch)
            found.committed()
            (elapsed, clockOffset, clockStretch) = now
        } else if last != acknowledged {
            judge.violate("step \(acknowledged) was acknowledged, and the disk kept \(last)")
        }
        (acknowledged, doubtful) = (last, [])
    }
}
