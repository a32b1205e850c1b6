import AlmanacCore
import CSQLite
import Glibc

/// The files of a simulated disk: what programs see, and what would survive the loss of power.
struct DiskState {
    /// A file, as it is seen and as it is kept.
    struct File {
        /// What programs read.
        var current: [UInt8] = []
        /// What is on the disk for certain.
        var durable: [UInt8] = []
        /// What was done to it since it was last synced, oldest first.
        var pending: [Change] = []
        /// Whether its name is on the disk for certain.
        var isNamed = false
    }

    /// A change that is not certain yet.
    enum Change {
        case write(offset: Int, bytes: [UInt8])
        case truncate(count: Int)
    }

    /// An open file.
    struct Handle {
        var name: String
        /// In which boot it was opened; of no use in a later one.
        var boot: Int
        var memory: SharedMemory?
        var lock: Int32 = SQLITE_LOCK_NONE
        var isTemporary: Bool
    }

    var files: [String: File] = [:]
    var handles: [Int: Handle] = [:]
    var memory: [String: SharedMemory] = [:]
    var nextHandle = 1
    var boot = 0
    var generator: SeededGenerator
    /// What is to go wrong, and after how many more changes; nil for nothing.
    var plan: (fault: SimulatedDisk.Fault, changesLeft: Int)?
    /// How many bytes fit; nil for no limit.
    var capacity: Int?
    /// How many syncs there have been.
    var syncs = 0

    /// What a disk writes at once; the rest of a write may be lost.
    static let sector = 512

    init(seed: UInt64, files: [String: [UInt8]]) {
        generator = SeededGenerator(seed: seed)
        self.files = files.mapValues { File(current: $0, durable: $0, isNamed: true) }
    }

    /// Whether a handle still works; none does once the power was cut.
    func works(_ handle: Int) -> Bool { handles[handle]?.boot == boot }

    /// Counts a change, and lets go wrong what is planned for it.
    /// - Returns: SQLite's code for what becomes of the change.
    mutating func change() -> Int32 {
        guard let (fault, left) = plan else { return SQLITE_OK }
        if left > 0 {
            plan?.changesLeft = left - 1
            return SQLITE_OK
        }
        plan = nil
        switch fault {
        case .full: return SQLITE_FULL
        case .inputOutput: return SQLITE_IOERR
        case .powerCut:
            cutPower()
            return SQLITE_IOERR
        }
    }

    /// Everything that was not synced is kept or lost, sector by sector, as it happens.
    mutating func cutPower() {
        plan = nil
        boot += 1
        // Memory that processes share is gone with them; open handles keep theirs until closed.
        memory = [:]
        // By name, so that the same seed loses the same sectors.
        for name in files.keys.sorted() {
            guard var file = files[name] else { continue }
            let isTemporary = name.isEmpty || name.hasPrefix("temporary-")
            if isTemporary || !file.isNamed && Bool.random(using: &generator) {
                files[name] = nil
                continue
            }
            for change in file.pending.flatMap({ some(of: $0) }) {
                Self.apply(change, to: &file.durable)
            }
            file.current = file.durable
            file.pending = []
            file.isNamed = true
            files[name] = file
        }
    }

    /// What is done of a change that breaks off: any of its sectors.
    private mutating func some(of change: Change) -> [Change] {
        switch change {
        case .truncate: return Bool.random(using: &generator) ? [change] : []
        case .write(let offset, let new):
            var done: [Change] = []
            var start = 0
            while start < new.count {
                let end = min(new.count, start + Self.sector - (offset + start) % Self.sector)
                if Bool.random(using: &generator) {
                    done.append(.write(offset: offset + start, bytes: Array(new[start..<end])))
                }
                start = end
            }
            return done
        }
    }

    private static func apply(_ change: Change, to bytes: inout [UInt8]) {
        switch change {
        case .truncate(let count): resize(&bytes, count)
        case .write(let offset, let new): put(new[...], into: &bytes, at: offset)
        }
    }

    /// Writes bytes; what lies between the end and them becomes zero.
    static func put(_ new: ArraySlice<UInt8>, into bytes: inout [UInt8], at offset: Int) {
        if bytes.count < offset + new.count { resize(&bytes, offset + new.count) }
        new.withUnsafeBytes { source in
            bytes.withUnsafeMutableBytes { target in
                guard let from = source.baseAddress, let to = target.baseAddress else { return }
                memcpy(to + offset, from, source.count)
            }
        }
    }

    static func resize(_ bytes: inout [UInt8], _ count: Int) {
        if count < bytes.count {
            bytes.removeLast(bytes.count - count)
        } else {
            bytes += [UInt8](repeating: 0, count: count - bytes.count)
        }
    }

    // MARK: - Files

    /// Opens a file; nil where it is missing and may not be made.
    mutating func open(_ name: String?, mayCreate: Bool) -> Int? {
        let number = nextHandle
        let path = name ?? "temporary-\(number)"
        guard files[path] != nil || mayCreate else { return nil }
        nextHandle += 1
        if files[path] == nil { files[path] = File() }
        handles[number] = Handle(name: path, boot: boot, isTemporary: name == nil)
        return number
    }

    mutating func close(_ number: Int) {
        guard let handle = handles.removeValue(forKey: number) else { return }
        handle.memory?.release(number)
        if handle.isTemporary { files[handle.name] = nil }
    }

    mutating func write(_ number: Int, _ bytes: UnsafeRawBufferPointer, at offset: Int) -> Int32 {
        guard works(number), let name = handles[number]?.name else { return SQLITE_IOERR }
        let status = change()
        if status != SQLITE_OK {
            // A write that fails may have been done in part.
            if works(number), status == SQLITE_IOERR {
                let part = some(of: .write(offset: offset, bytes: [UInt8](bytes)))
                var file = files.removeValue(forKey: name) ?? File()
                for change in part { Self.apply(change, to: &file.current) }
                file.pending += part
                files[name] = file
            }
            return status
        }
        if let capacity {
            let used = files.values.reduce(0) { $0 + $1.current.count }
            let grown = max(0, offset + bytes.count - (files[name]?.current.count ?? 0))
            if grown > 0, used + grown > capacity { return SQLITE_FULL }
        }
        let new = [UInt8](bytes)
        files[name, default: File()].pending.append(.write(offset: offset, bytes: new))
        Self.put(new[...], into: &files[name, default: File()].current, at: offset)
        return SQLITE_OK
    }

    mutating func truncate(_ number: Int, to count: Int) -> Int32 {
        guard works(number), let name = handles[number]?.name else { return SQLITE_IOERR }
        let status = change()
        if status != SQLITE_OK { return status }
        files[name, default: File()].pending.append(.truncate(count: count))
        Self.resize(&files[name, default: File()].current, count)
        return SQLITE_OK
    }

    mutating func sync(_ number: Int) -> Int32 {
        guard works(number), let name = handles[number]?.name else { return SQLITE_IOERR }
        let status = change()
        guard works(number), var file = files.removeValue(forKey: name) else { return status }
        syncs += 1
        // After a sync that fails some of it is there, and a later sync does not repeat it.
        let done = status == SQLITE_OK ? file.pending : file.pending.flatMap { some(of: $0) }
        for change in done { Self.apply(change, to: &file.durable) }
        file.pending = []
        file.isNamed = file.isNamed || status == SQLITE_OK
        files[name] = file
        return status
    }

    mutating func delete(_ name: String) -> Int32 {
        let status = change()
        if status != SQLITE_OK { return status }
        return files.removeValue(forKey: name) == nil
            ? SQLITE_IOERR | 23 << 8  // SQLITE_IOERR_DELETE_NOENT
            : SQLITE_OK
    }

    // MARK: - Locks

    /// Raises a handle's lock on the whole file, by the rules of SQLite's rollback locks.
    mutating func lock(_ number: Int, _ level: Int32) -> Int32 {
        guard works(number), let handle = handles[number] else { return SQLITE_IOERR }
        if handle.lock >= level { return SQLITE_OK }
        let others = handles.filter {
            $0.key != number && $0.value.name == handle.name && $0.value.boot == boot
        }.map(\.value.lock)
        let most = others.max() ?? SQLITE_LOCK_NONE
        let isFree =
            switch level {
            case SQLITE_LOCK_SHARED: most < SQLITE_LOCK_PENDING
            case SQLITE_LOCK_RESERVED: most < SQLITE_LOCK_RESERVED
            default: most == SQLITE_LOCK_NONE
            }
        if isFree { handles[number]?.lock = level }
        return isFree ? SQLITE_OK : SQLITE_BUSY
    }

    /// Whether anybody means to write.
    func isReserved(_ number: Int) -> Bool {
        guard let name = handles[number]?.name else { return false }
        return handles.values.contains {
            $0.name == name && $0.boot == boot && $0.lock >= SQLITE_LOCK_RESERVED
        }
    }
}

/// Memory that the connections to one file share, with its locks: the index of the log.
// Guarded by the lock of the disk that it belongs to.
final class SharedMemory: @unchecked Sendable {
    private var regions: [UnsafeMutableRawPointer] = []
    private var exclusive = [Int?](repeating: nil, count: Int(SQLITE_SHM_NLOCK))
    private var shared = [Set<Int>](repeating: [], count: Int(SQLITE_SHM_NLOCK))

    deinit { regions.forEach { $0.deallocate() } }

    func region(_ index: Int, byteCount: Int, mayCreate: Bool) -> UnsafeMutableRawPointer? {
        while regions.count <= index, mayCreate {
            let region = UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: 16)
            region.initializeMemory(as: UInt8.self, repeating: 0, count: byteCount)
            regions.append(region)
        }
        return index < regions.count ? regions[index] : nil
    }

    func lock(_ owner: Int, _ slots: Range<Int>, _ flags: Int32) -> Int32 {
        let isExclusive = flags & SQLITE_SHM_EXCLUSIVE != 0
        guard flags & SQLITE_SHM_LOCK != 0 else {
            for slot in slots {
                if exclusive[slot] == owner { exclusive[slot] = nil }
                shared[slot].remove(owner)
            }
            return SQLITE_OK
        }
        let isFree = slots.allSatisfy { slot in
            (exclusive[slot] ?? owner) == owner
                && (!isExclusive || shared[slot].subtracting([owner]).isEmpty)
        }
        guard isFree else { return SQLITE_BUSY }
        for slot in slots {
            if isExclusive { exclusive[slot] = owner } else { shared[slot].insert(owner) }
        }
        return SQLITE_OK
    }

    func release(_ owner: Int) {
        _ = lock(owner, 0..<Int(SQLITE_SHM_NLOCK), SQLITE_SHM_UNLOCK)
    }
}
