import Glibc

/// Makes arrays of one value a bar, in huge pages where the system has them.
///
/// A fault for each of a long column's small pages costs more than most loops over it.
enum LongColumn {
    private static let hugePage = 2 * 1024 * 1024

    /// An array of equal values.
    static func filled<Value: BitwiseCopyable>(
        _ value: Value, count: Int
    ) -> [Value] {
        [Value](unsafeUninitializedCapacity: count) { buffer, initialized in
            askForHugePages(UnsafeMutableRawBufferPointer(buffer))
            buffer.initialize(repeating: value)
            initialized = count
        }
    }

    /// An array of whatever its memory held; each value has to be written before it is read.
    static func unwritten(count: Int) -> [Double] {
        [Double](unsafeUninitializedCapacity: count) { buffer, initialized in
            askForHugePages(UnsafeMutableRawBufferPointer(buffer))
            initialized = count
        }
    }

    /// An array whose values a function writes.
    ///
    /// - Parameter write: Writes each element of the buffer that it is given.
    static func written<Value: BitwiseCopyable>(
        count: Int, _ write: (UnsafeMutableBufferPointer<Value>) -> Void
    ) -> [Value] {
        [Value](unsafeUninitializedCapacity: count) { buffer, initialized in
            let buffer = UnsafeMutableBufferPointer(rebasing: buffer[..<count])
            askForHugePages(UnsafeMutableRawBufferPointer(buffer))
            write(buffer)
            initialized = count
        }
    }

    /// Tells the system about memory that will be used whole; it may decline.
    ///
    /// The huge pages at both ends are asked for too, whatever else they hold: columns beside one
    /// another then share them.
    private static func askForHugePages(_ memory: UnsafeMutableRawBufferPointer) {
        guard memory.count >= hugePage / 2, let base = memory.baseAddress else { return }
        let before = Int(bitPattern: base) % hugePage
        let length = (before + memory.count + hugePage - 1) / hugePage * hugePage
        madvise(base - before, length, MADV_HUGEPAGE)
    }
}
