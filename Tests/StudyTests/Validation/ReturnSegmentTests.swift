import AlmanacCore
import Study
import Testing

@Suite("Figures of joined returns")
struct ReturnSegmentTests {
    @Test("joined anywhere, segments give the figures of the whole", arguments: 0..<100)
    func joined(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        let returns = (0..<Int.random(in: 1...80, using: &random)).map { _ in
            Double.random(in: -0.05...0.051, using: &random)
        }
        let whole = ReturnSegment(returns[...])
        var joined = ReturnSegment()
        var start = 0
        while start < returns.count {
            let end = Int.random(in: start...returns.count, using: &random)
            joined = joined + ReturnSegment(returns[start..<end])
            start = end
        }
        func close(_ left: Double?, _ right: Double?) -> Bool {
            guard let left, let right else { return (left == nil) == (right == nil) }
            return abs(left - right) <= 1e-9 * max(1, abs(left))
        }
        #expect(joined.count == whole.count)
        #expect(close(joined.mean, whole.mean), "seed \(seed)")
        #expect(close(joined.growth, whole.growth), "seed \(seed)")
        #expect(close(joined.maxDrawdown, whole.maxDrawdown), "seed \(seed)")
        #expect(close(joined.sharpe(barsPerYear: 252), whole.sharpe(barsPerYear: 252)))
        #expect(close(joined.sortino(barsPerYear: 252), whole.sortino(barsPerYear: 252)))
        #expect(close(joined.calmar(barsPerYear: 252), whole.calmar(barsPerYear: 252)))
    }

    @Test("figures are those worked out by hand")
    func byHand() {
        let segment = ReturnSegment([0.1, -0.5, 0.2][...])
        #expect(abs(segment.growth - 0.66) < 1e-15)
        #expect(abs(segment.maxDrawdown - 0.5) < 1e-15)
        // Mean -1/15, deviation by 2 sqrt(0.1433..) = 0.378594.
        #expect(abs((segment.sharpe(barsPerYear: 1) ?? 0) - -0.176090) < 1e-6)
    }

    @Test("what does not vary has no Sharpe ratio, what never falls no drawdown")
    func undefined() {
        let flat = ReturnSegment([0.01, 0.01, 0.01][...])
        #expect(flat.sharpe(barsPerYear: 252) == nil)
        #expect(flat.sortino(barsPerYear: 252) == nil)
        #expect(flat.calmar(barsPerYear: 252) == nil)
        #expect(flat.maxDrawdown == 0)
        #expect(ReturnSegment([0.01][...]).sharpe(barsPerYear: 252) == nil)
    }
}
