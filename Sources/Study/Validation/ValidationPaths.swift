/// Which fold's choice judges each part of each path through the bars.
///
/// A walk forward and a plain cross-validation have one path. A combinatorial cross-validation
/// tests each group several times; its n-th test of each group belongs to the n-th path.
/// - Source: López de Prado, "Advances in Financial Machine Learning" (2018), 12.4.
public struct ValidationPaths: Sendable, Equatable {
    /// The parts of each path, oldest first: bars, and the number of the fold that judges them.
    public let parts: [[Part]]

    /// Some bars of a path.
    public struct Part: Sendable, Equatable {
        /// The bars.
        public var bars: Range<Int>
        /// The number of the fold.
        public var fold: Int
    }

    /// Lays the test ranges of folds out as paths.
    ///
    /// - Complexity: O(folds × borders).
    public init(_ folds: [Fold]) {
        let borders = Set(folds.flatMap { $0.test.flatMap { [$0.lowerBound, $0.upperBound] } })
            .sorted()
        var paths: [[Part]] = []
        for (start, end) in zip(borders, borders.dropFirst()) {
            let testing = folds.indices.filter { fold in
                folds[fold].test.contains { $0.lowerBound <= start && end <= $0.upperBound }
            }
            for (path, fold) in testing.enumerated() {
                if path == paths.count { paths.append([]) }
                if let last = paths[path].last, last.fold == fold, last.bars.upperBound == start {
                    paths[path][paths[path].count - 1].bars = last.bars.lowerBound..<end
                } else {
                    paths[path].append(Part(bars: start..<end, fold: fold))
                }
            }
        }
        parts = paths
    }
}
