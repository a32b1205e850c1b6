import AlmanacCore
import CSQLite
import Glibc

/// The C side of a simulated disk: what SQLite calls.
///
/// - Source: https://www.sqlite.org/vfs.html
enum SimulatedDiskMethods {
    /// An open file as SQLite holds it; the methods come first.
    struct OpenFile {
        var base: sqlite3_file
        var number: Int
        /// Not retained: the disk outlives its databases.
        var disk: UnsafeRawPointer?
    }

    static func makeSystem(name: String) -> UnsafeMutablePointer<sqlite3_vfs> {
        let system = UnsafeMutablePointer<sqlite3_vfs>.allocate(capacity: 1)
        system.initialize(to: sqlite3_vfs())
        system.pointee.iVersion = 2
        system.pointee.szOsFile = Int32(MemoryLayout<OpenFile>.size)
        system.pointee.mxPathname = 512
        system.pointee.zName = UnsafePointer(strdup(name))
        system.pointee.xOpen = open
        system.pointee.xDelete = { system, name, _ in
            guard let disk = diskOf(system), let name else { return SQLITE_IOERR }
            return disk.state.withLock { $0.delete(String(cString: name)) }
        }
        system.pointee.xAccess = { system, name, _, result in
            guard let disk = diskOf(system), let name else { return SQLITE_IOERR }
            let isThere = disk.state.withLock { $0.files[String(cString: name)] != nil }
            result?.pointee = isThere ? 1 : 0
            return SQLITE_OK
        }
        system.pointee.xFullPathname = { _, name, count, result in
            guard let name, let result, strlen(name) < Int(count) else { return SQLITE_CANTOPEN }
            strcpy(result, name)
            return SQLITE_OK
        }
        system.pointee.xRandomness = { system, count, bytes in
            guard let disk = diskOf(system), let bytes else { return 0 }
            disk.state.withLock { state in
                for index in 0..<Int(count) {
                    bytes[index] = CChar(truncatingIfNeeded: state.generator.next())
                }
            }
            return count
        }
        system.pointee.xSleep = { _, microseconds in
            usleep(UInt32(clamping: microseconds))
            return microseconds
        }
        system.pointee.xCurrentTimeInt64 = { _, time in
            // The start of 1970, in milliseconds since noon of day zero; nothing here asks.
            time?.pointee = 210_866_760_000_000
            return SQLITE_OK
        }
        return system
    }

    static func freeSystem(_ system: UnsafeMutablePointer<sqlite3_vfs>) {
        free(UnsafeMutableRawPointer(mutating: system.pointee.zName))
        system.deallocate()
    }

    private static let open:
        @convention(c) (
            UnsafeMutablePointer<sqlite3_vfs>?, UnsafePointer<CChar>?,
            UnsafeMutablePointer<sqlite3_file>?, Int32, UnsafeMutablePointer<Int32>?
        ) -> Int32 = { system, name, file, flags, outFlags in
            guard let disk = diskOf(system), let file else { return SQLITE_IOERR }
            file.pointee.pMethods = nil
            let mayCreate = flags & SQLITE_OPEN_CREATE != 0
            let number = disk.state.withLock {
                $0.open(name.map { String(cString: $0) }, mayCreate: mayCreate)
            }
            guard let number else { return SQLITE_CANTOPEN }
            let opened = OpenFile(
                base: sqlite3_file(pMethods: methods), number: number,
                disk: UnsafeRawPointer(Unmanaged.passUnretained(disk).toOpaque()))
            UnsafeMutableRawPointer(file).storeBytes(of: opened, as: OpenFile.self)
            outFlags?.pointee = flags
            return SQLITE_OK
        }

    // Written once, and only read afterwards.
    nonisolated(unsafe) private static let methods: UnsafePointer<sqlite3_io_methods> = {
        let methods = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
        methods.initialize(to: sqlite3_io_methods())
        methods.pointee.iVersion = 2
        setFileMethods(&methods.pointee)
        setLockMethods(&methods.pointee)
        return UnsafePointer(methods)
    }()

    private static func setFileMethods(_ methods: inout sqlite3_io_methods) {
        methods.xClose = { file in
            withOpenFile(file) { state, number in
                state.close(number)
                return SQLITE_OK
            }
        }
        methods.xRead = { file, target, count, offset in
            withOpenFile(file) { state, number in
                guard state.works(number), let target, let name = state.handles[number]?.name
                else { return SQLITE_IOERR }
                let bytes = state.files[name]?.current ?? []
                let start = min(Int(offset), bytes.count)
                let found = min(bytes.count - start, Int(count))
                bytes.withUnsafeBytes { source in
                    if let first = source.baseAddress { memcpy(target, first + start, found) }
                }
                if found == Int(count) { return SQLITE_OK }
                memset(target + found, 0, Int(count) - found)
                return SQLITE_IOERR | 2 << 8  // SQLITE_IOERR_SHORT_READ
            }
        }
        methods.xWrite = { file, source, count, offset in
            let bytes = UnsafeRawBufferPointer(start: source, count: Int(count))
            return withOpenFile(file) { $0.write($1, bytes, at: Int(offset)) }
        }
        methods.xTruncate = { file, count in withOpenFile(file) { $0.truncate($1, to: Int(count)) }
        }
        methods.xSync = { file, _ in withOpenFile(file) { $0.sync($1) } }
        methods.xFileSize = { file, size in
            withOpenFile(file) { state, number in
                guard state.works(number), let name = state.handles[number]?.name else {
                    return SQLITE_IOERR
                }
                size?.pointee = Int64(state.files[name]?.current.count ?? 0)
                return SQLITE_OK
            }
        }
        methods.xFileControl = { _, _, _ in SQLITE_NOTFOUND }
        methods.xSectorSize = { _ in Int32(DiskState.sector) }
        // As SQLite's own layer: what lies beside the bytes that are written stays as it is.
        methods.xDeviceCharacteristics = { _ in SQLITE_IOCAP_POWERSAFE_OVERWRITE }
    }

    private static func setLockMethods(_ methods: inout sqlite3_io_methods) {
        methods.xLock = { file, level in withOpenFile(file) { $0.lock($1, level) } }
        methods.xUnlock = { file, level in
            withOpenFile(file) { state, number in
                state.handles[number]?.lock = level
                return SQLITE_OK
            }
        }
        methods.xCheckReservedLock = { file, result in
            withOpenFile(file) { state, number in
                result?.pointee = state.isReserved(number) ? 1 : 0
                return SQLITE_OK
            }
        }
        methods.xShmMap = { file, index, byteCount, mayCreate, result in
            withOpenFile(file) { state, number in
                guard state.works(number), let name = state.handles[number]?.name else {
                    return SQLITE_IOERR
                }
                let memory = state.memory[name] ?? SharedMemory()
                state.memory[name] = memory
                state.handles[number]?.memory = memory
                result?.pointee = memory.region(
                    Int(index), byteCount: Int(byteCount), mayCreate: mayCreate != 0)
                return SQLITE_OK
            }
        }
        methods.xShmLock = { file, first, count, flags in
            withOpenFile(file) { state, number in
                guard let memory = state.handles[number]?.memory else { return SQLITE_IOERR }
                return memory.lock(number, Int(first)..<Int(first + count), flags)
            }
        }
        methods.xShmBarrier = { file in _ = withOpenFile(file) { _, _ in SQLITE_OK } }
        methods.xShmUnmap = { file, _ in
            withOpenFile(file) { state, number in
                guard let handle = state.handles[number] else { return SQLITE_OK }
                handle.memory?.release(number)
                state.handles[number]?.memory = nil
                let isUsed = state.handles.values.contains {
                    $0.name == handle.name && $0.memory != nil
                }
                if !isUsed { state.memory[handle.name] = nil }
                return SQLITE_OK
            }
        }
    }
}

// C function pointers capture nothing, not even their type: these stand outside it.

private func diskOf(_ system: UnsafeMutablePointer<sqlite3_vfs>?) -> SimulatedDisk? {
    system?.pointee.pAppData.map {
        Unmanaged<SimulatedDisk>.fromOpaque($0).takeUnretainedValue()
    }
}

/// Runs a body with the disk's state and the number of an open file.
private func withOpenFile(
    _ file: UnsafeMutablePointer<sqlite3_file>?,
    _ body: (inout DiskState, Int) -> Int32
) -> Int32 {
    guard let file else { return SQLITE_IOERR }
    let opened = UnsafeRawPointer(file).load(as: SimulatedDiskMethods.OpenFile.self)
    guard let pointer = opened.disk else { return SQLITE_IOERR }
    let disk = Unmanaged<SimulatedDisk>.fromOpaque(pointer).takeUnretainedValue()
    return disk.state.withLock { body(&$0, opened.number) }
}
