import AlmanacCore
import CSQLite
import Synchronization

/// A disk in memory for SQLite that can lose its power, fill up, or be damaged.
///
/// For tests and simulations: `ConnectionOptions.fileSystem` takes its `name`. What was written and
/// not synced when the power is cut is kept or lost sector by sector, in whatever order, as real
/// disks do; what was synced stays. Nothing waits for a real disk, and the same seed loses the
/// same sectors.
package final class SimulatedDisk: Sendable {
    /// The name by which SQLite knows it.
    package let name: String
    let state: Monitor<DiskState>
    // Written once, before anything else can see it.
    nonisolated(unsafe) private let system: UnsafeMutablePointer<sqlite3_vfs>

    private static let count = Atomic<Int>(0)

    /// What can go wrong with a change: a write, a sync, a truncation.
    package enum Fault: Sendable {
        /// No space is left for it; nothing of it is done.
        case full
        /// It fails: of a write, or of what was to be synced, some is done.
        case inputOutput
        /// The power goes: what is open works no more, and what was not synced may be lost.
        case powerCut
    }

    /// Makes a disk.
    ///
    /// - Parameters:
    ///   - seed: What is lost follows from it.
    ///   - files: What is on it, by name; nothing unless told otherwise.
    package init(seed: UInt64, files: [String: [UInt8]] = [:]) {
        name = "almanac-disk-\(Self.count.add(1, ordering: .relaxed).newValue)"
        state = Monitor(DiskState(seed: seed, files: files))
        system = SimulatedDiskMethods.makeSystem(name: name)
        system.pointee.pAppData = Unmanaged.passUnretained(self).toOpaque()
        sqlite3_vfs_register(system, 0)
    }

    /// Every database on it must be closed before.
    deinit {
        sqlite3_vfs_unregister(system)
        SimulatedDiskMethods.freeSystem(system)
    }

    /// Cuts the power now: what is open works no more, and what was not synced may be lost.
    package func cutPower() { state.withLock { $0.cutPower() } }

    /// Cuts the power at the change (a write, a sync, a truncation) after so many more.
    package func cutPower(afterChanges count: Int) { plan(.powerCut, afterChanges: count) }

    /// Lets something go wrong at the change after so many more; nil takes the plan back.
    package func plan(_ fault: Fault?, afterChanges count: Int = 0) {
        state.withLock { $0.plan = fault.map { ($0, count) } }
    }

    /// Whether what was planned has happened, or nothing was planned.
    package var isPlanDone: Bool { state.withLock { $0.plan == nil } }

    /// The bytes of a file, as programs see them; nil where there is none.
    package func bytes(of path: String) -> [UInt8]? { state.withLock { $0.files[path]?.current } }

    /// How often a file was synced.
    package var syncs: Int { state.withLock { $0.syncs } }

    /// How many bytes fit in all files together; nil for no limit.
    package var capacity: Int? {
        get { state.withLock { $0.capacity } }
        set { state.withLock { $0.capacity = newValue } }
    }

    /// How many bytes all files hold.
    package var used: Int {
        state.withLock { $0.files.values.reduce(0) { $0 + $1.current.count } }
    }

    /// Changes bytes of a file behind everybody's back, as a failing disk does.
    package func damage(_ path: String, _ body: (inout [UInt8]) -> Void) {
        state.withLock { state in
            guard var file = state.files[path] else { return }
            body(&file.current)
            file.durable = file.current
            file.pending = []
            state.files[path] = file
        }
    }
}
