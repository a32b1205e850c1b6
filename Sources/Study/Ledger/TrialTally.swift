/// How many variants were tried on a question so far, and how their Sharpe ratios spread.
public struct TrialTally: Sendable, Equatable {
    /// The variants of all sweeps and single runs, equal runs counted once.
    public var trials: Int
    /// The yearly Sharpe ratios of those that have one.
    public var annualSharpes: PooledMoments
    /// The symbols that they ran on, in order of the alphabet.
    public var symbols: [String]
    /// The sweeps and single runs.
    public var runs: Int

    /// Makes a tally.
    public init(
        trials: Int = 0, annualSharpes: PooledMoments = PooledMoments(), symbols: [String] = [],
        runs: Int = 0
    ) {
        self.trials = trials
        self.annualSharpes = annualSharpes
        self.symbols = symbols
        self.runs = runs
    }
}
