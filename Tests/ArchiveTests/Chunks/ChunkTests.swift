import AlmanacCore
import Archive
import TestSupport
import Testing
import TimeSeries

@Suite struct ChunkTests {
    private func check(_ rows: SeriesRows, _ note: String) throws {
        let bytes = ChunkEncoder().encode(rows, 0..<rows.count)
        let back = try ChunkDecoder().rows(of: bytes)
        #expect(back.times == rows.times, "\(note)")
        #expect(back.knownAt == rows.knownAt, "\(note)")
        #expect(bits(back) == bits(rows), "\(note)")
    }

    private func bits(_ rows: SeriesRows) -> [[UInt64]] {
        rows.columns.map { $0.map(\.bitPattern) }
    }

    @Test("single rows, no rows and no columns come back")
    func small() throws {
        try check(SeriesRows(times: [], knownAt: [], columns: [[]]), "no rows")
        try check(SeriesRows(times: [], knownAt: [], columns: []), "nothing")
        try check(SeriesRows(times: [.min], knownAt: [.max], columns: [[.nan]]), "one")
        try check(
            SeriesRows(
                times: [1, .max, .min], knownAt: [2, 3, -4],
                columns: [[1.5, .nan, -0.0], [.infinity, 0.1, .greatestFiniteMagnitude]]),
            "extremes")
    }

    /// A column of one of many kinds, as a generator draws it.
    private func column(_ count: Int, _ random: inout SeededGenerator) -> [Double] {
        let kind = Int.random(in: 0..<10, using: &random)
        var price = Double.random(in: 1...500, using: &random)
        let special: [Double] = [
            .nan, -0.0, .infinity, -.infinity, Double(nan: 12_345, signaling: false),
            Double(bitPattern: 0xFFF8_0000_0000_0001), Double(nan: 7, signaling: true),
            .leastNonzeroMagnitude, .greatestFiniteMagnitude, 0x1p53, 0x1p52 + 1,
        ]
        return (0..<count).map { row in
            price *= 1 + Double.random(in: -0.02...0.02, using: &random)
            let cents = (price * 100).rounded() / 100
            switch kind {
            case 0: return cents
            case 1: return Double(Float(cents))
            case 2: return (Double(Float(cents)) * 1e6).rounded() / 1e6
            case 3: return (price * 1e5).rounded() * 100
            case 4: return price
            case 5: return Double(bitPattern: random.next())
            case 6: return Double(Float(price))
            case 7: return row / 20 % 2 == 0 ? .nan : cents
            case 8:
                return Int.random(in: 0..<30, using: &random) == 0
                    ? special[Int.random(in: 0..<special.count, using: &random)] : cents
            default: return special[Int.random(in: 0..<special.count, using: &random)]
            }
        }
    }

    @Test("any column comes back bit for bit", arguments: 0..<150)
    func property(_ seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let count = seed % 10 == 0 ? 4_096 : Int.random(in: 1...700, using: &random)
        var time = Int64.random(in: -1_000_000...1_000_000, using: &random) * 1_000_000_000
        let step: Int64 = [1, 1_000_000_000, 86_400_000_000_000][seed % 3]
        let times = (0..<count).map { _ -> Int64 in
            time += seed % 4 == 0 ? Int64.random(in: -9...90, using: &random) : step
            return time
        }
        let known = times.map { $0 + (seed % 5 == 0 ? Int64.random(in: 0...9, using: &random) : 7) }
        var columns = (0..<(seed % 5 + 1)).map { _ in column(count, &random) }
        if seed % 2 == 0 { columns.append(columns[0].map { $0 * 0.97 }) }
        if seed % 3 == 0 {
            columns.append(columns[0].map { Double(Float($0 * 0.93)) })
            columns.append(columns[0].map { ($0 * 0.9 * 1e6).rounded() / 1e6 })
        }
        try check(SeriesRows(times: times, knownAt: known, columns: columns), "seed \(seed)")
    }
}
