public import Backtesting

/// What the choices of a validation would have earned, and what they promised.
public struct ValidationResult: Sendable {
    /// What was validated.
    public var validation: Validation
    /// The bars of the symbol.
    public var market: Market
    /// How orders filled and what they cost.
    public var settings: ExecutionSettings
    /// What each fold chose.
    public var choices: [FoldChoice]
    /// The simulations of the choices on their test bars; one but for a combinatorial split.
    public var paths: [Path]
    /// The combination that turned out best over all bars, on the bars of the first path.
    public var hindsight: Hindsight?
    /// How many combinations failed.
    public var failureCount: Int

    /// One simulation over the test bars.
    public struct Path: Sendable {
        /// The bars, by their number on the symbol's axis.
        public var bars: Range<Int>
        /// Which fold's choice decides where.
        public var parts: [ValidationPaths.Part]
        /// The equity at each of the bars.
        public var equity: [Double]
        /// The figures.
        public var metrics: Metrics
    }

    /// What someone reports who chose with knowledge of all bars.
    public struct Hindsight: Sendable {
        /// The number of the combination among those of the sweep.
        public var trial: Int
        /// Its simulation.
        public var path: Path
    }

    /// The mean of the figure on test bars over its mean on train bars, for ratios that were
    /// positive in training.
    ///
    /// Folds whose choice has no figure on its test bars are left out of both. Nil for other
    /// figures and where there is nothing left.
    public var efficiency: Double? {
        let ratios: Set<Metric.Name> = [.sharpe, .sortino, .calmar]
        guard ratios.contains(validation.sweep.metric.name) else { return nil }
        let judged = choices.compactMap { choice in
            choice.testScore.map { (train: choice.trainScore, test: $0) }
        }
        let trained = judged.reduce(0) { $0 + $1.train }
        return trained > 0 ? judged.reduce(0) { $0 + $1.test } / trained : nil
    }

    /// The mean part of the other combinations that the choices beat on test bars; a half is what
    /// chance gives.
    public var meanTestRank: Double? {
        let ranks = choices.compactMap(\.testRank)
        return ranks.isEmpty ? nil : ranks.reduce(0, +) / Double(ranks.count)
    }

    /// How the account out of sample takes over from one choice to the next.
    public static let assumption =
        "The account out of sample begins without a position. One that is open when parameters "
        + "change stays open until the new ones say otherwise; one that the new ones entered "
        + "before is not taken over."

    /// What the figures say, in plain sentences.
    public var verdict: [String] {
        var sentences: [String] = []
        let name = validation.sweep.metric.name.title
        if let efficiency {
            let percent = Int((efficiency * 100).rounded())
            sentences.append(
                "On bars that they were not chosen on, the choices "
                    + (efficiency > 0
                        ? "kept \(percent)\u{A0}% of the \(name) that they were chosen for."
                        : "lost all of the \(name) that they were chosen for: it was not above "
                            + "0 there."))
        }
        if let rank = meanTestRank {
            let percent = Int((rank * 100).rounded())
            let meaning =
                rank >= 0.65
                ? "what was better before tended to be better after"
                : rank > 0.45
                    ? "about what picking at random gives"
                    : "worse than picking at random"
            sentences.append(
                "They beat \(percent)\u{A0}% of the other combinations there: \(meaning).")
        }
        let idle = paths.count { $0.metrics.value(.trades) == 0 }
        if idle > 0, choices.contains(where: { $0.testScore != nil }) {
            let which =
                paths.count == 1
                ? "The equity out of sample has no trade"
                : "\(idle) of the \(paths.count) paths have no trade"
            sentences.append(
                "\(which): the chosen combinations gave no new signal there, and what their own "
                    + "runs held from before, which their figures count, is not taken over.")
        }
        let kinds = Set(choices.map(\.trial)).count
        if choices.count > 1 {
            sentences.append(
                kinds == 1
                    ? "Every fold chose the same combination."
                    : "\(choices.count) folds chose \(kinds) different combinations.")
        }
        return sentences
    }
}
