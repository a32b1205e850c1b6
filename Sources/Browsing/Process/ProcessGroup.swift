import AlmanacCore
package import Glibc

/// What the kernel tells of a group of processes.
package enum ProcessGroup {
    /// The resident memory of all its processes, in bytes; what they share counts for each.
    static func memoryBytes(_ group: pid_t) -> Int {
        var pages = 0
        for name in FolderNames.list("/proc") ?? [] {
            guard let number = pid_t(name), let file = fopen("/proc/\(number)/stat", "re") else {
                continue
            }
            defer { fclose(file) }
            var line = [CChar](repeating: 0, count: 1_024)
            guard fgets(&line, 1_024, file) != nil else { continue }
            pages += residentPages(
                line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), group: group)
        }
        return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
    }

    /// The resident pages in a line of `stat`, 0 where the process is of another group.
    package static func residentPages(_ line: [UInt8], group: pid_t) -> Int {
        // The name in parentheses may hold anything, spaces too.
        guard let end = line.lastIndex(of: UInt8(ascii: ")")) else { return 0 }
        let fields = line[(end + 1)...].split(separator: UInt8(ascii: " "))
            .map { String(decoding: $0, as: UTF8.self) }
        guard fields.count > 21, pid_t(fields[2]) == group else { return 0 }
        return Int(fields[21]) ?? 0
    }
}
