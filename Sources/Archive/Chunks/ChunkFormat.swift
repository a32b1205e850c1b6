/// What the writer and the reader of chunks agree on.
package enum ChunkFormat {
    /// The rows that a chunk is filled with.
    package static let rows = 4_096
    /// The most rows that a chunk may have.
    package static let mostRows = 65_536
    /// The most columns that a chunk may have.
    package static let mostColumns = 4_096

    /// The first bytes of every chunk; the last one counts versions of the format.
    static let mark = Array("ALM1".utf8)

    static func checksum(_ bytes: [UInt8]) -> UInt64 {
        bytes.withUnsafeBytes { XXHash64.hash($0) } & 0xFFFF_FFFF
    }
}

/// Rows of a series in the order of their arrival: times, moments of becoming known, and columns.
package struct SeriesRows: Sendable, Equatable {
    /// What each row is about, in nanoseconds since 1970 UTC.
    package var times: [Int64]
    /// From when each row could be known, in nanoseconds since 1970 UTC.
    package var knownAt: [Int64]
    /// The values, one array for each column; NaN is missing.
    package var columns: [[Double]]

    /// Makes rows; all arrays must be equally long.
    package init(times: [Int64], knownAt: [Int64], columns: [[Double]]) {
        precondition(knownAt.count == times.count)
        precondition(columns.allSatisfy { $0.count == times.count })
        self.times = times
        self.knownAt = knownAt
        self.columns = columns
    }

    /// Makes rows of zeros, to be filled by a reader.
    package init(count: Int, columns: Int) {
        times = [Int64](repeating: 0, count: count)
        knownAt = times
        self.columns = (0..<columns).map { _ in [Double](repeating: 0, count: count) }
    }

    /// The number of rows.
    package var count: Int { times.count }
}
