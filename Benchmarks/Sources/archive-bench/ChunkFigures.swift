import AlmanacCore
import Archive
import Glibc
import Measuring
import TimeSeries

/// How large chunks of real data are, and how fast they are written and read.
struct ChunkFigures {
    let decoder = ChunkDecoder()

    func chunks(_ rows: SeriesRows) -> [[UInt8]] {
        let encoder = ChunkEncoder()
        return stride(from: 0, to: rows.count, by: ChunkFormat.rows).map {
            encoder.encode(rows, $0..<min($0 + ChunkFormat.rows, rows.count))
        }
    }

    /// Chunks beside the same CSV through gzip, for each group of real data.
    func printSizes(_ all: [RealSeries]) {
        for group in Set(all.map(\.group)).sorted() {
            let series = all.filter { $0.group == group }
            let gzipped = series.reduce(0) { $0 + $1.gzippedBytes }
            let packed = series.reduce(0) { sum, one in
                sum + chunks(one.rows).reduce(0) { $0 + $1.count }
            }
            print(
                "\(group): \(series.count) files, \(series.reduce(0) { $0 + $1.rows.count }) rows,"
                    + " CSV.gz \(gzipped), chunks \(packed), ratio"
                    + " \(rounded(Double(packed) / Double(max(1, gzipped)), 3))")
        }
    }

    func printSpeeds(_ all: [RealSeries]) throws {
        let hours = RealSeries.joined("LEAN hourly", all)
        try speed("LEAN hourly, five columns", hours, [0, 1, 2, 3, 4])
        try speed("LEAN hourly, one column", hours, [3])
        let days = RealSeries.joined("stocknet daily", all)
        try speed("Yahoo daily, six columns", days, [0, 1, 2, 3, 4, 5])
        let (prices, noise) = Self.synthetic(1 << 20)
        try speed("decimal prices by the minute", prices, [0])
        try speed("arbitrary doubles", noise, [0])
    }

    private func speed(_ name: String, _ rows: SeriesRows, _ columns: [Int]) throws {
        let packed = chunks(rows)
        var target = SeriesRows(count: rows.count, columns: columns.count)
        let read = try median {
            var row = 0
            for chunk in packed {
                row += try decoder.read(chunk, columns: columns, into: &target, at: row)
            }
        }
        var momentsOnly = SeriesRows(count: rows.count, columns: 0)
        let moments = try median {
            var row = 0
            for chunk in packed {
                row += try decoder.read(chunk, columns: [], into: &momentsOnly, at: row)
            }
        }
        let write = median { _ = chunks(rows) }
        let count = Double(rows.count)
        let values = count * Double(columns.count)
        print(
            "\(name): \(rows.count) rows;"
                + " \(rounded(Double(packed.reduce(0) { $0 + $1.count }) / count, 2)) bytes a row;"
                + " reads \(rounded(values / read / 1e6, 0)) M values/s"
                + " with both moments, \(rounded(values / (read - moments) / 1e6, 0))"
                + " M values/s alone; writes \(rounded(count / write / 1e6, 2)) M rows/s")
    }

    static func synthetic(_ count: Int) -> (prices: SeriesRows, noise: SeriesRows) {
        var random = SeededGenerator(seed: 1)
        var price = 100.0
        let prices = (0..<count).map { _ -> Double in
            price *= 1 + (random.unit() - 0.5) * 0.001
            return (price * 100).rounded() / 100
        }
        let times = (0..<count).map { Int64($0) * 60_000_000_000 }
        let known = times.map { $0 + 60_000_000_000 }
        let noise = (0..<count).map { _ in random.unit() }
        return (
            SeriesRows(times: times, knownAt: known, columns: [prices]),
            SeriesRows(times: times, knownAt: known, columns: [noise])
        )
    }
}

/// The median processor time of 21 runs.
func median(_ body: () throws -> Void) rethrows -> Double {
    var times: [Double] = []
    for _ in 0..<21 {
        let start = threadSeconds()
        try body()
        times.append(threadSeconds() - start)
    }
    return times.sorted()[10]
}

func rounded(_ value: Double, _ places: Int) -> Double {
    let scale = pow(10, Double(places))
    return (value * scale).rounded() / scale
}
