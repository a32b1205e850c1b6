public import AlmanacCore

/// How bars are split into folds.
public enum Split: Sendable, Equatable {
    /// One fold: the last part of the bars is judged on once.
    case holdOut(test: Int)
    /// Folds that move forward in time: each chooses on the bars before those it judges on.
    ///
    /// Anchored, each chooses on everything before; else on the last `train` bars only.
    case walkForward(train: Int, test: Int, isAnchored: Bool)
    /// Each of a number of equal groups is judged on once, by a choice on all the others.
    case purged(folds: Int)
    /// Each choice of some of the groups is judged on once, by a choice on all the others.
    case combinatorial(groups: Int, tested: Int)

    /// The most folds of a combinatorial split.
    public static let mostFolds = 5_000

    /// The folds over a number of bars, in a fixed order.
    ///
    /// Groups differ by one bar at most. A walk forward drops no bar at the end: its last test
    /// range may be shorter.
    /// - Throws: A `validation_error` where a size is out of range or the bars are too few.
    /// - Source: López de Prado, "Advances in Financial Machine Learning" (2018), chapters 7 and
    ///   12, for purging, embargo and the combinatorial split.
    public func folds(bars: Int, gap: Fold.Gap = Fold.Gap()) throws(AlmanacError) -> [Fold] {
        guard gap.purge >= 0, gap.embargo >= 0 else {
            throw Self.refusal("a purge or an embargo is a number of bars, 0 or more", bars)
        }
        let folds: [Fold]
        switch self {
        case .holdOut(let test):
            try Self.require(
                test >= 1 && test + gap.purge + 2 <= bars,
                "a hold-out needs at least one bar, and leaves at least two of the \(bars) bars "
                    + "to choose on", bars)
            folds = try Self.forward(bars, train: bars - test - gap.purge, test, true, gap)
        case .walkForward(let train, let test, let isAnchored):
            try Self.require(
                train >= 2 && test >= 1,
                "a walk forward chooses on two bars or more and judges on one or more", bars)
            folds = try Self.forward(bars, train: train, test, isAnchored, gap)
        case .purged(let count):
            folds = try Self.combinations(bars, groups: count, tested: 1, gap)
        case .combinatorial(let groups, let tested):
            folds = try Self.combinations(bars, groups: groups, tested: tested, gap)
        }
        guard folds.allSatisfy({ $0.train.reduce(0) { $0 + $1.count } >= 2 }) else {
            throw Self.refusal("purge and embargo leave no bars to choose on", bars)
        }
        return folds
    }

    private static func forward(
        _ bars: Int, train: Int, _ test: Int, _ isAnchored: Bool, _ gap: Fold.Gap
    ) throws(AlmanacError) -> [Fold] {
        let first = train + gap.purge
        guard train >= 2, first < bars else {
            throw AlmanacError(
                .validation,
                "the walk forward needs more bars than there are: \(max(first, 0)) before the "
                    + "first test and \(test) in it, of \(bars)",
                details: [
                    "bars": .integer(bars), "train": .integer(train), "test": .integer(test),
                    "purge": .integer(gap.purge),
                ],
                suggestion: bars >= 4
                    ? "choose on \(max(2, bars / 2)) bars or fewer, or take a longer period"
                    : "take a longer period")
        }
        return stride(from: first, to: bars, by: test).map { start in
            let end = start - gap.purge
            return Fold(
                train: [(isAnchored ? 0 : end - train)..<end],
                test: [start..<min(start + test, bars)])
        }
    }

    /// The ranges of equal groups of bars.
    static func groups(_ count: Int, of bars: Int) -> [Range<Int>] {
        (0..<count).map { (bars * $0 / count)..<(bars * ($0 + 1) / count) }
    }

    private static func combinations(
        _ bars: Int, groups count: Int, tested: Int, _ gap: Fold.Gap
    ) throws(AlmanacError) -> [Fold] {
        try require(
            count >= 2 && tested >= 1 && tested < count,
            "a cross-validation needs two groups or more, and tests fewer than all of them", bars)
        try require(
            bars >= 2 * count, "\(count) groups need at least \(2 * count) bars", bars)
        let chosen = choices(of: tested, from: count, limit: mostFolds)
        guard let chosen else {
            throw refusal("the cross-validation has more than \(mostFolds) folds", bars)
        }
        let groups = groups(count, of: bars)
        return chosen.map { numbers in
            Fold(test: joined(numbers.map { groups[$0] }), of: bars, gap: gap)
        }
    }

    /// Every choice of some numbers below a count, in lexicographic order; nil above a limit.
    static func choices(of size: Int, from count: Int, limit: Int) -> [[Int]]? {
        var all: [[Int]] = []
        var chosen = Array(0..<size)
        while true {
            if all.count == limit { return nil }
            all.append(chosen)
            guard let last = chosen.indices.last(where: { chosen[$0] < count - size + $0 }) else {
                return all
            }
            chosen[last] += 1
            for later in chosen.indices where later > last {
                chosen[later] = chosen[later - 1] + 1
            }
        }
    }

    /// Neighbouring ranges become one.
    private static func joined(_ ranges: [Range<Int>]) -> [Range<Int>] {
        ranges.reduce(into: []) { joined, range in
            if let last = joined.last, last.upperBound == range.lowerBound {
                joined[joined.count - 1] = last.lowerBound..<range.upperBound
            } else {
                joined.append(range)
            }
        }
    }

    private static func require(
        _ holds: Bool, _ message: String, _ bars: Int
    ) throws(AlmanacError) {
        if !holds { throw refusal(message, bars) }
    }

    private static func refusal(_ message: String, _ bars: Int) -> AlmanacError {
        AlmanacError(
            .validation, message, details: ["bars": .integer(bars)],
            suggestion: "change the sizes, or take a longer period")
    }
}
