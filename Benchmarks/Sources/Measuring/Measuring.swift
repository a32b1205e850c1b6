package import Glibc

/// A clock's time in seconds; the processor's clocks count what other programs change less.
package func seconds(_ clock: clockid_t = CLOCK_MONOTONIC) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}

/// The processor time of all threads of the process.
package func processorSeconds() -> Double { seconds(CLOCK_PROCESS_CPUTIME_ID) }

/// The processor time of the thread that asks.
package func threadSeconds() -> Double { seconds(CLOCK_THREAD_CPUTIME_ID) }

/// The bytes of a file; none where it cannot be read.
package func fileBytes(_ path: String) -> [UInt8] {
    guard let file = fopen(path, "rb") else { return [] }
    defer { fclose(file) }
    var all: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 20)
    while true {
        let count = fread(&block, 1, block.count, file)
        if count == 0 { return all }
        all += block[..<count]
    }
}
