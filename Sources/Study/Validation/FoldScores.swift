/// Measures trials within the bars of folds.
///
/// A trial is run once over all bars. Its figure within a fold is that of its returns on the fold's
/// bars: a position that is open at a fold's border counts on both sides.
public struct FoldScores: Sendable {
    /// The folds.
    public let folds: [Fold]
    /// The figure by which folds choose.
    public let metric: SweepMetric
    /// The bars in a year.
    public let barsPerYear: Double
    /// The ranges between all borders of folds, oldest first.
    private let pieces: [Range<Int>]
    /// The pieces of each fold's train and test bars.
    private let places: [(train: [Int], test: [Int])]

    /// The figures of one trial in every fold; nil where they are undefined.
    public struct Row: Sendable, Equatable {
        /// The figure on each fold's train bars.
        public var train: [Double?]
        /// The figure on each fold's test bars.
        public var test: [Double?]
        /// The figure on all bars.
        public var all: Double?

        /// Makes a row; `train` and `test` have one value for each fold.
        public init(train: [Double?], test: [Double?], all: Double?) {
            self.train = train
            self.test = test
            self.all = all
        }
    }

    /// Prepares for trials over a number of bars.
    public init(
        _ folds: [Fold], bars: Int, metric: SweepMetric, barsPerYear: Double
    ) {
        self.folds = folds
        self.metric = metric
        self.barsPerYear = barsPerYear
        let ranges = folds.flatMap { $0.train + $0.test }
        let borders = Set(ranges.flatMap { [$0.lowerBound, $0.upperBound] } + [0, bars]).sorted()
        let pieces = zip(borders, borders.dropFirst()).map { $0..<$1 }
        self.pieces = pieces
        places = folds.map { fold in
            (
                train: Self.numbers(of: pieces, in: fold.train),
                test: Self.numbers(of: pieces, in: fold.test)
            )
        }
    }

    private static func numbers(of pieces: [Range<Int>], in ranges: [Range<Int>]) -> [Int] {
        pieces.indices.filter { piece in
            ranges.contains {
                $0.lowerBound <= pieces[piece].lowerBound
                    && pieces[piece].upperBound <= $0.upperBound
            }
        }
    }

    /// Measures a trial.
    ///
    /// - Parameter returns: The trial's return on each bar.
    /// - Complexity: O(bars + folds × borders).
    public func row(of returns: [Double]) -> Row {
        let segments = pieces.map { ReturnSegment(returns[$0]) }
        func value(_ numbers: [Int]) -> Double? {
            let joined = numbers.reduce(ReturnSegment()) { $0 + segments[$1] }
            return joined.value(of: metric.name, barsPerYear: barsPerYear)
        }
        return Row(
            train: places.map { value($0.train) }, test: places.map { value($0.test) },
            all: value(Array(pieces.indices)))
    }
}
