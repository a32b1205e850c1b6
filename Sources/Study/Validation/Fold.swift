/// Bars to choose on and bars to judge the choice on, which have none in common.
public struct Fold: Sendable, Equatable {
    /// The bars to choose on, as ascending ranges.
    public var train: [Range<Int>]
    /// The bars to judge on, as ascending ranges.
    public var test: [Range<Int>]

    /// Makes a fold from ascending ranges.
    public init(train: [Range<Int>], test: [Range<Int>]) {
        self.train = train
        self.test = test
    }

    /// Makes the fold that judges on some ranges and chooses on all other bars but those near them.
    ///
    /// - Parameters:
    ///   - test: Ascending ranges without gaps of nothing between them.
    ///   - bars: How many bars there are.
    ///   - gap: Which bars near the test ranges belong to neither.
    /// - Source: López de Prado, "Advances in Financial Machine Learning" (2018), 7.4.
    init(test: [Range<Int>], of bars: Int, gap: Gap) {
        var train: [Range<Int>] = []
        var start = 0
        for range in test {
            let end = max(start, range.lowerBound - gap.purge)
            if end > start { train.append(start..<end) }
            start = min(bars, range.upperBound + gap.embargo)
        }
        if start < bars { train.append(start..<bars) }
        self.init(train: train, test: test)
    }

    /// The bars around a test range that are left out of training.
    public struct Gap: Sendable, Equatable {
        /// Bars before a test range: what is opened there may end within it.
        public var purge = 0
        /// Bars after a test range: what happens there may depend on it.
        public var embargo = 0

        /// Makes a gap; both are 0 or more.
        public init(purge: Int = 0, embargo: Int = 0) {
            self.purge = purge
            self.embargo = embargo
        }
    }
}
