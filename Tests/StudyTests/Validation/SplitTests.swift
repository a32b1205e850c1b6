import AlmanacCore
import Study
import Testing

@Suite("Splits of bars into folds")
struct SplitTests {
    @Test("a rolling walk forward chooses on the bars just before, and uses every bar once")
    func rolling() throws {
        let folds = try Split.walkForward(train: 4, test: 3, isAnchored: false).folds(bars: 12)
        #expect(
            folds == [
                Fold(train: [0..<4], test: [4..<7]), Fold(train: [3..<7], test: [7..<10]),
                Fold(train: [6..<10], test: [10..<12]),
            ])
    }

    @Test("an anchored walk forward chooses on everything before, less the purge")
    func anchored() throws {
        let folds = try Split.walkForward(train: 4, test: 4, isAnchored: true)
            .folds(bars: 12, gap: Fold.Gap(purge: 1))
        #expect(
            folds == [
                Fold(train: [0..<4], test: [5..<9]), Fold(train: [0..<8], test: [9..<12]),
            ])
    }

    @Test("a hold-out judges on the last bars once")
    func holdOut() throws {
        let folds = try Split.holdOut(test: 3).folds(bars: 10, gap: Fold.Gap(purge: 2))
        #expect(folds == [Fold(train: [0..<5], test: [7..<10])])
    }

    @Test("cross-validation leaves out purged and embargoed bars beside a test range")
    func purged() throws {
        let folds = try Split.purged(folds: 3)
            .folds(bars: 12, gap: Fold.Gap(purge: 1, embargo: 2))
        #expect(
            folds == [
                Fold(train: [6..<12], test: [0..<4]),
                Fold(train: [0..<3, 10..<12], test: [4..<8]),
                Fold(train: [0..<7], test: [8..<12]),
            ])
    }

    @Test("six groups of which two are tested give 15 folds, which test each group five times")
    func combinatorial() throws {
        let folds = try Split.combinatorial(groups: 6, tested: 2).folds(bars: 60)
        #expect(folds.count == 15)
        var tested = [Int](repeating: 0, count: 60)
        for fold in folds { for range in fold.test { for bar in range { tested[bar] += 1 } } }
        #expect(tested.allSatisfy { $0 == 5 })
        #expect(folds[0] == Fold(train: [20..<60], test: [0..<20]))
        #expect(folds[1].test == [0..<10, 20..<30])
    }

    @Test("no fold's train and test bars meet, whatever the sizes", arguments: 0..<200)
    func disjoint(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let bars = Int.random(in: 20...90, using: &random)
        let gap = Fold.Gap(
            purge: Int.random(in: 0...2, using: &random),
            embargo: Int.random(in: 0...2, using: &random))
        let splits: [Split] = [
            .holdOut(test: Int.random(in: 1...9, using: &random)),
            .walkForward(
                train: Int.random(in: 2...12, using: &random),
                test: Int.random(in: 1...9, using: &random), isAnchored: seed.isMultiple(of: 2)),
            .purged(folds: Int.random(in: 2...4, using: &random)),
            .combinatorial(groups: 5, tested: Int.random(in: 1...2, using: &random)),
        ]
        for split in splits {
            for fold in try split.folds(bars: bars, gap: gap) {
                for test in fold.test {
                    let closed = max(0, test.lowerBound - gap.purge)..<test.upperBound
                    #expect(
                        fold.train.allSatisfy { !$0.overlaps(closed) }, "seed \(seed): \(fold)")
                }
                let ranges = (fold.train + fold.test)
                #expect(ranges.allSatisfy { !$0.isEmpty && $0.upperBound <= bars })
            }
        }
    }

    @Test(
        "sizes that do not fit are refused with what would",
        arguments: [
            Split.walkForward(train: 10, test: 5, isAnchored: false), .holdOut(test: 9),
            .holdOut(test: 0), .purged(folds: 1), .purged(folds: 8),
            .combinatorial(groups: 4, tested: 4), .walkForward(train: 1, test: 1, isAnchored: true),
        ])
    func refused(split: Split) {
        #expect { try split.folds(bars: 10) } throws: { error in
            (error as? AlmanacError)?.kind == .validation
                && (error as? AlmanacError)?.suggestion?.isEmpty == false
        }
        #expect(throws: AlmanacError.self) {
            try Split.combinatorial(groups: 40, tested: 20).folds(bars: 1_000)
        }
    }
}
