/// What a fold chose among the trials, and what became of it.
public struct FoldChoice: Sendable, Equatable {
    /// The bars to choose on and to judge on.
    public var fold: Fold
    /// The number of the trial that was best on the train bars.
    public var trial: Int
    /// Its figure on the train bars.
    public var trainScore: Double
    /// Its figure on the test bars, or nil where it is undefined.
    public var testScore: Double?
    /// The part of the trials that were worse on the test bars; a half is what chance gives.
    ///
    /// Nil where the chosen trial's own figure is undefined there, or where it is the only one.
    public var testRank: Double?
}

extension FoldScores {
    /// What each fold chooses among the trials whose rows are given, in their order.
    ///
    /// The best on the train bars is chosen; of equals the first. A trial that is undefined there
    /// is never chosen.
    /// - Returns: Nil for a fold in which every trial is undefined.
    public func choices(among rows: [Row]) -> [FoldChoice?] {
        folds.indices.map { index in
            var best: (trial: Int, score: Double)?
            for (trial, row) in rows.enumerated() {
                guard let score = row.train[index] else { continue }
                if let found = best, !metric.isBetter(score, than: found.score) { continue }
                best = (trial, score)
            }
            guard let best else { return nil }
            let reached = rows[best.trial].test[index]
            return FoldChoice(
                fold: folds[index], trial: best.trial, trainScore: best.score,
                testScore: reached, testRank: reached.flatMap { rank(of: $0, index, rows) })
        }
    }

    /// The part of the other trials that a value beats on a fold's test bars; equals count half.
    private func rank(of value: Double, _ fold: Int, _ rows: [Row]) -> Double? {
        var (beaten, others) = (0.0, -1.0)
        for row in rows {
            guard let other = row.test[fold] else { continue }
            others += 1
            beaten += metric.isBetter(value, than: other) ? 1 : value == other ? 0.5 : 0
        }
        // The value was compared with itself too.
        return others > 0 ? (beaten - 0.5) / others : nil
    }
}
