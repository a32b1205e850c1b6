import AlmanacCore
import SignalProcessing
import Testing
import TimeSeries

@Suite("Quality")
struct QualityTests {
    @Test("robust scores are those of the definition, over what was before")
    func robustZ() {
        var generator = SeededGenerator(seed: 4)
        let values = (0..<200).map { _ in generator.unit() }
        let scores = Anomalies.robustZ(values, window: 30)
        for index in values.indices {
            let before = Array(values[max(0, index - 30)..<index])
            guard before.count >= 8 else {
                #expect(scores[index].isNaN)
                continue
            }
            let middle = Anomalies.median(before)
            let spread = 1.4826 * Anomalies.median(before.map { abs($0 - middle) })
            #expect(scores[index] == (values[index] - middle) / spread)
        }
    }

    @Test("gaps and level shifts are found where they are")
    func gapsAndShifts() {
        var times = (0..<30).map { Timestamp(nanoseconds: Int64($0) * 86_400_000_000_000) }
        times.removeSubrange(10..<20)
        #expect(Anomalies.gaps(in: times) == [10])
        var generator = SeededGenerator(seed: 8)
        let values = (0..<120).map { ($0 < 70 ? 0 : 5) + generator.unit() }
        let shifts = Anomalies.levelShifts(in: values)
        #expect(shifts.count == 1)
        #expect(abs((shifts.first ?? 0) - 70) <= 2)
        #expect(Anomalies.levelShifts(in: (0..<100).map { _ in generator.unit() }).isEmpty)
    }

    @Test("the gate withholds rows of less quality, and of none")
    func gate() throws {
        let frame = Frame(
            times: (0..<3).map { Timestamp(nanoseconds: $0) },
            columns: [
                .init(name: "sentiment", values: [1, 2, 3]),
                .init(name: "quality", values: [0.9, 0.69, .nan]),
            ])
        let result = try QualityGate().applied(to: frame)
        #expect(result.withheld == [1, 2])
        #expect(result.frame["sentiment"]?[0] == 1)
        #expect(result.frame["sentiment"]?[1].isNaN == true)
        #expect(throws: AlmanacError.self) { try QualityGate(least: 1.5) }
    }

    @Test("the score is the weighted sum of its parts and falls with faults, copies and age")
    func score() throws {
        func report(_ change: (inout Post, Int) -> Void, later days: Int64 = 0) throws -> [String:
            Double]
        {
            var pipeline = SignalPipeline(PipelineTests.grid)
            let start = Timestamp(nanoseconds: 1_600_000_000_000_000_000)
            let posts = (0..<40).map { index -> Post in
                let moment = start.advanced(byNanoseconds: Int64(index) * 3_600_000_000_000)
                var post = Post(
                    source: "x", id: "\(index)", author: "a\(index % 5)",
                    text:
                        "$TSLA thought \(index * index * 7_919) today is \(index * 31) good",
                    time: moment, knownAt: moment)
                change(&post, index)
                return post
            }
            _ = pipeline.process(posts)
            let end = posts[39].knownAt.advanced(byNanoseconds: days * 86_400_000_000_000)
            let rows = pipeline.quality.measurements(at: end)
            return Dictionary(rows.compactMap { row in row.value.map { (row.metric, $0) } }) { $1 }
        }
        let good = try report { _, _ in }
        let parts = ["completeness", "validity", "uniqueness", "freshness", "normality"]
        let weights = [0.3, 0.3, 0.15, 0.15, 0.1]
        let sum = zip(parts, weights).reduce(0) { $0 + (good[$1.0] ?? 0) * $1.1 }
        let score = try #require(good["score"])
        #expect(abs(score - sum) < 1e-12)
        #expect(score > 0.95)
        #expect(
            try report { post, index in if index % 2 == 0 { post.text = "" } }["score"] ?? 1 < score
        )
        #expect(
            try report { post, _ in post.text = "$TSLA one and the same text" }["score"] ?? 1
                < score)
        #expect(try report({ _, _ in }, later: 30)["freshness"] == 0.1)
        #expect(QualityReport().measurements(at: Timestamp(nanoseconds: 0)).first?.value == nil)
    }
}
