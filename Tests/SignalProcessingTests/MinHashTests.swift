import AlmanacCore
import SignalProcessing
import Testing

@Suite("Near duplicates")
struct MinHashTests {
    /// Two sets of 200 with a given Jaccard similarity.
    private func pair(_ similarity: Double, _ generator: inout SeededGenerator) -> (
        MinHash, MinHash
    ) {
        let shared = Int((2 * 200 * similarity / (1 + similarity)).rounded())
        let common = (0..<shared).map { _ in generator.next() }
        let left = common + (shared..<200).map { _ in generator.next() }
        let right = common + (shared..<200).map { _ in generator.next() }
        return (MinHash(of: left), MinHash(of: right))
    }

    @Test(
        "pairs are found at the rates that the documentation states",
        arguments: [
            (0.3, 0.0...0.0), (0.5, 0.0...0.005), (0.6, 0.0...0.03), (0.7, 0.35...0.65),
            (0.8, 0.99...1.0), (0.9, 1.0...1.0),
        ])
    func rates(similarity: Double, expected: ClosedRange<Double>) {
        var generator = SeededGenerator(seed: 77)
        let trials = 1_000
        var found = 0
        for _ in 0..<trials {
            let (left, right) = pair(similarity, &generator)
            let isCandidate = stride(from: 0, to: MinHash.count, by: MinHash.bandLength).contains {
                let band = $0..<$0 + MinHash.bandLength
                return left.values[band] == right.values[band]
            }
            if isCandidate, left.similarity(to: right) >= DeduplicationStep.threshold { found += 1 }
        }
        let rate = Double(found) / Double(trials)
        #expect(expected.contains(rate), "at \(similarity): \(rate)")
    }

    @Test("the estimate is without bias and as near as it says")
    func estimate() {
        var generator = SeededGenerator(seed: 5)
        for similarity in [0.2, 0.5, 0.8] {
            let estimates = (0..<400).map { _ -> Double in
                let (left, right) = pair(similarity, &generator)
                return left.similarity(to: right)
            }
            let mean = estimates.reduce(0, +) / 400
            let variance = estimates.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 400
            let expected = similarity * (1 - similarity) / 128
            #expect(abs(mean - similarity) < 0.01)
            #expect(variance < 1.4 * expected && variance > 0.6 * expected)
        }
    }
}
