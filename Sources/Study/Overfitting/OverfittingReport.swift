public import AlmanacCore

/// What all the statistics of overfitting say about the variant that was chosen among many.
///
/// Sharpe ratios in it are yearly unless they say otherwise.
public struct OverfittingReport: Sendable, Equatable {
    /// The variant that is judged.
    public var chosen: Int
    /// Its Sharpe ratio of a bar, with what its error depends on.
    public var estimate: SharpeEstimate
    /// The bars in a year.
    public var barsPerYear: Double
    /// The variants of this study, or the sample of them that is looked at bar by bar.
    public var summary: TrialSummary
    /// The number of all variants of this study.
    public var studyTrials: Int
    /// The variants of this study and of all earlier ones on the same question.
    public var tally: TrialTally
    /// The bars cut into blocks; `nil` for one variant, or too few bars.
    public var overfitting: BacktestOverfitting?
    /// Whether the best variant beats the benchmark; `nil` where no resamples are asked for.
    public var superiorAbility: SuperiorAbility?
    /// Whether the benchmark is a series that was given, rather than cash.
    public var hasBenchmark: Bool
    /// The variant's intervals; `nil` where no resamples are asked for.
    public var intervals: BootstrapIntervals?
    /// The confidence of the intervals and of the minimum track record.
    public var confidence: Double

    /// How much work goes into a report, and what its chance depends on.
    public struct Settings: Sendable, Equatable {
        /// The blocks of the cross-validation, an even number; fewer are used where bars are few.
        public var blocks = 16
        /// The resamples of each bootstrap; 0 leaves the bootstrap out.
        public var resamples = 1000
        /// What the resamples depend on.
        public var seed: UInt64 = 1
        /// The confidence of the intervals and of the minimum track record.
        public var confidence = 0.95

        /// Makes the usual settings.
        public init() {}
    }

    /// Judges a variant of a study.
    ///
    /// - Parameters:
    ///   - returnsOfTrials: The returns of all variants of the study, or of a sample of them.
    ///   - barsPerYear: The bars in a year.
    ///   - chosen: The variant to judge; `nil` takes the one with the highest Sharpe ratio.
    ///   - benchmark: Returns to beat, bar by bar; `nil` asks whether cash is beaten.
    ///   - earlier: What was tried on the same question before, this study not included unless
    ///     only a sample of its variants is given.
    ///   - sampled: Where a sample is given, the number of all variants of the study, which
    ///     `earlier` then counts.
    ///   - symbols: The symbols of this study.
    ///   - settings: How much work, and the seed.
    ///   - concurrently: How pieces of work are run.
    /// - Determinism: the same for any number of threads.
    /// - Throws: A `backtest_error` where the variant has no Sharpe ratio.
    /// - Complexity: the sum of its parts; the returns are asked for five times.
    public init(
        returnsOfTrials trials: TrialReturns, barsPerYear: Double, chosen: Int? = nil,
        benchmark: [Double]? = nil, earlier: TrialTally = TrialTally(),
        sampled: Int? = nil, symbols: [String] = [], settings: Settings = Settings(),
        concurrently: Concurrently = serially
    ) throws(AlmanacError) {
        precondition(barsPerYear > 0, "A year has bars.")
        let summary = TrialSummary(trials, concurrently: concurrently)
        guard let chosen = chosen ?? summary.best,
            let estimate = SharpeEstimate(returns: trials.returns(of: chosen))
        else {
            throw AlmanacError(
                .backtest, "no Sharpe ratio is defined, so there is nothing to judge",
                details: ["variants": .integer(trials.trialCount)],
                suggestion: "the strategy does not trade here: widen its parameters or the period")
        }
        self.chosen = chosen
        self.estimate = estimate
        self.barsPerYear = barsPerYear
        self.summary = summary
        tally = earlier
        studyTrials = sampled ?? trials.trialCount
        if sampled == nil {
            tally.trials += trials.trialCount
            tally.annualSharpes.add(summary.sharpes.scaled(by: barsPerYear.squareRoot()))
            tally.runs += 1
        }
        tally.symbols = Set(tally.symbols + symbols).sorted()
        let blocks = min(settings.blocks, trials.barCount / 4 * 2)
        overfitting =
            trials.trialCount >= 2 && blocks >= 2
            ? try BacktestOverfitting(trials, blocks: blocks, concurrently: concurrently) : nil
        hasBenchmark = benchmark != nil
        confidence = settings.confidence
        (superiorAbility, intervals) = (nil, nil)
        if settings.resamples > 0, trials.barCount >= 8 {
            superiorAbility = try SuperiorAbility(
                benchmark.map(trials.minus) ?? trials, resamples: settings.resamples,
                seed: settings.seed, concurrently: concurrently)
            intervals = BootstrapIntervals(
                trials.returns(of: chosen), resamples: settings.resamples,
                confidence: settings.confidence, seed: settings.seed)
        }
    }

    /// The yearly Sharpe ratio of the variant.
    public var annualSharpe: Double { estimate.annual(barsPerYear: barsPerYear) }

    /// The yearly ratio that the best of all trials is expected to reach by luck alone.
    public var expectedMaximum: Double {
        ExpectedMaximum.sharpe(
            trials: Double(tally.trials), variance: tally.annualSharpes.variance)
    }

    /// The Probabilistic Sharpe Ratio: the probability that the true ratio is above 0.
    public var probabilistic: Double? { estimate.probability() }

    /// The Deflated Sharpe Ratio: the probability that the true ratio is above what luck gives.
    public var deflated: Double? {
        estimate.probability(above: expectedMaximum / barsPerYear.squareRoot())
    }

    /// The bars until the ratio is above 0 with the report's confidence.
    public var minimumTrackRecord: Double? {
        estimate.minimumTrackRecord(confidence: confidence)
    }

    /// The bars until the ratio is above what luck gives with the report's confidence.
    public var minimumTrackRecordAboveLuck: Double? {
        estimate.minimumTrackRecord(
            above: expectedMaximum / barsPerYear.squareRoot(), confidence: confidence)
    }

    /// The years of data below which so many independent trials show this ratio by luck alone.
    public var minimumBacktestYears: Double? {
        ExpectedMaximum.minimumBacktestYears(
            trials: Double(tally.trials), annualSharpe: annualSharpe)
    }

    /// The years that the returns cover.
    public var years: Double { Double(estimate.count) / barsPerYear }
}
