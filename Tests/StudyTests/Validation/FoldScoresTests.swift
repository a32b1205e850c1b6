import AlmanacCore
import Backtesting
import Study
import Testing

@Suite("Choices in folds")
struct FoldScoresTests {
    @Test("every fold's figures are those of its bars alone", arguments: 0..<50)
    func figures(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let returns = (0..<60).map { _ in Double.random(in: -0.04...0.041, using: &random) }
        let gap = Fold.Gap(purge: 1, embargo: 1)
        let splits: [Split] = [
            .walkForward(train: 12, test: 7, isAnchored: seed.isMultiple(of: 2)),
            .purged(folds: 4), .combinatorial(groups: 5, tested: 2), .holdOut(test: 10),
        ]
        for (split, name) in zip(splits, ReturnSegment.metrics) {
            let folds = try split.folds(bars: 60, gap: gap)
            let scores = FoldScores(folds, bars: 60, metric: SweepMetric(name), barsPerYear: 252)
            let row = scores.row(of: returns)
            for (index, fold) in folds.enumerated() {
                for (ranges, found) in [
                    (fold.train, row.train[index]), (fold.test, row.test[index]),
                ] {
                    let own = ranges.flatMap { returns[$0] }
                    let expected = ReturnSegment(own[...]).value(of: name, barsPerYear: 252)
                    let isClose =
                        (expected == nil && found == nil)
                        || abs((expected ?? .nan) - (found ?? .nan)) < 1e-9
                    #expect(isClose, "seed \(seed), \(split), fold \(index)")
                }
            }
        }
    }

    private func row(_ train: [Double?], _ test: [Double?]) -> FoldScores.Row {
        FoldScores.Row(train: train, test: test, all: nil)
    }

    @Test("the best on the train bars is chosen, of equals the first, and ranked on the test bars")
    func choices() {
        let folds = [Fold(train: [0..<4], test: [4..<8]), Fold(train: [4..<8], test: [8..<10])]
        let scores = FoldScores(folds, bars: 10, metric: SweepMetric(.sharpe), barsPerYear: 252)
        let rows = [
            row([1, nil], [0.5, 1]), row([2, nil], [-1, 2]), row([2, nil], [3, nil]),
        ]
        let choices = scores.choices(among: rows)
        #expect(choices[0]?.trial == 1)
        #expect(choices[0]?.trainScore == 2)
        #expect(choices[0]?.testScore == -1)
        #expect(choices[0]?.testRank == 0)
        #expect(choices[1] == nil)
        let lower = FoldScores(folds, bars: 10, metric: SweepMetric(.maxDrawdown), barsPerYear: 252)
        #expect(lower.choices(among: rows)[0]?.trial == 0)
    }

    @Test("six groups of which two are tested make five paths over all bars")
    func paths() throws {
        let folds = try Split.combinatorial(groups: 6, tested: 2).folds(bars: 60)
        let paths = ValidationPaths(folds).parts
        #expect(paths.count == 5)
        for path in paths {
            #expect(path.flatMap { Array($0.bars) } == Array(0..<60))
            for part in path {
                #expect(folds[part.fold].test.contains { $0.overlaps(part.bars) })
            }
        }
        // Every test of every fold is used once.
        let used = paths.flatMap { $0.flatMap { part in part.bars.map { [part.fold, $0] } } }
        #expect(Set(used).count == used.count)
        #expect(used.count == 15 * 20)
        let forward = try Split.walkForward(train: 10, test: 5, isAnchored: false).folds(bars: 30)
        #expect(ValidationPaths(forward).parts.map(\.count) == [4])
    }

    @Test("stitched signals are each part's own, and nothing outside of the parts")
    func stitched() {
        let first = Signals(
            entries: [true, true, true, true], exits: [false, false, false, false],
            stopLoss: .scalar(0.1))
        let second = Signals(
            entries: [false, false, false, false], exits: [true, true, true, true],
            shortEntries: [true, true, true, true], size: .series([0.1, 0.2, 0.3, 0.4]),
            stopLoss: .scalar(0.2))
        let stitched = Signals(stitching: [(1..<2, first), (2..<4, second)], bars: 4)
        #expect(stitched.entries == [false, true, false, false])
        #expect(stitched.exits == [false, false, true, true])
        #expect(stitched.shortEntries == [false, false, true, true])
        #expect(stitched.shortExits == nil)
        #expect(stitched.size == .series([1, 1, 0.3, 0.4]))
        guard case .series(let stops) = stitched.stopLoss else {
            Issue.record("the stops differ and so are a series")
            return
        }
        #expect(stops[0].isNaN && Array(stops[1...]) == [0.1, 0.2, 0.2])
        let same = Signals(stitching: [(0..<2, first), (2..<4, first)], bars: 4)
        #expect(same.stopLoss == .scalar(0.1))
    }
}
