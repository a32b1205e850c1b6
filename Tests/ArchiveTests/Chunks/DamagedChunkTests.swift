import AlmanacCore
import Archive
import TestSupport
import Testing

/// Bytes that are no chunk are refused with an error, whatever they are.
@Suite struct DamagedChunkTests {
    private let whole: [UInt8] = {
        var random = SeededGenerator(seed: 5)
        var price = 100.0
        let prices = (0..<900).map { _ -> Double in
            price *= 1 + (random.unit() - 0.5) * 0.02
            return (price * 100).rounded() / 100
        }
        let times = (0..<900).map { Int64($0) * 60_000_000_000 }
        let rows = SeriesRows(
            times: times, knownAt: times.map { $0 + 60_000_000_000 },
            columns: [prices, prices.map { ($0 * 0.93 * 1e6).rounded() / 1e6 }, prices.map(\.self)])
        return ChunkEncoder().encode(rows, 0..<900)
    }()

    private func expectRefused(_ bytes: [UInt8], _ note: String) {
        let error = #expect(throws: AlmanacError.self, "\(note)") {
            try ChunkDecoder().rows(of: bytes)
        }
        #expect(error?.kind == .dataFetch, "\(note)")
    }

    @Test("a chunk that is cut short is refused")
    func truncated() throws {
        #expect(try ChunkDecoder().rows(of: whole).count == 900)
        for count in stride(from: 0, to: whole.count, by: 7) {
            expectRefused(Array(whole[..<count]), "\(count) bytes")
        }
        expectRefused(whole + [0], "a byte too many")
    }

    @Test("a chunk with a changed byte is refused")
    func changed() {
        for index in stride(from: 0, to: whole.count, by: 5) {
            var bytes = whole
            bytes[index] ^= UInt8(1 << (index % 8))
            expectRefused(bytes, "byte \(index)")
        }
    }

    @Test("chance is refused", arguments: 0..<50)
    func noise(_ seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        let count = Int.random(in: 0...300, using: &random)
        let start = seed % 2 == 0 ? [] : Array(whole.prefix(seed))
        let noise = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
        expectRefused(start + noise, "seed \(seed)")
    }

    @Test(
        "what passes the checksums by intent is refused or read, never trapped", arguments: 0..<400)
    func forged(_ seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        var bytes = whole
        for _ in 0...(seed % 6) {
            let index = Int.random(in: 4..<bytes.count, using: &random)
            bytes[index] = seed % 3 == 0 ? 255 : UInt8.random(in: 0...255, using: &random)
        }
        exerciseChunks(bytes)
    }
}
