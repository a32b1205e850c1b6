public import AlmanacCore

extension OverfittingReport {
    /// The report as JSON; what does not apply is `null`.
    public var json: JSON {
        let root = barsPerYear.squareRoot()
        var object: JSONObject = [
            "chosen": .integer(chosen),
            "trials": .integer(studyTrials), "trials_in_all": .integer(tally.trials),
            "symbols_in_all": .array(tally.symbols.map(JSON.string)),
            "effective_trials": .number(summary.effectiveTrials),
            "mean_correlation": .optional(summary.meanCorrelation),
            "years": .number(years), "sharpe": .number(annualSharpe),
            "skew": .number(estimate.skew), "kurtosis": .number(estimate.kurtosis),
            "sharpe_standard_error": .optional(estimate.standardError.map { $0 * root }),
            "sharpe_standard_error_normal": .optional(
                estimate.loStandardError.map { $0 * root }),
            "trial_sharpe_mean": .optional(
                tally.annualSharpes.count > 0 ? tally.annualSharpes.mean : nil),
            "trial_sharpe_variance": .optional(
                tally.annualSharpes.count > 1 ? tally.annualSharpes.variance : nil),
            "expected_maximum_sharpe": .number(expectedMaximum),
            "probabilistic_sharpe": .optional(probabilistic),
            "deflated_sharpe": .optional(deflated),
            "confidence": .number(confidence),
            "minimum_track_record_years": .optional(minimumTrackRecord.map { $0 / barsPerYear }),
            "minimum_track_record_years_above_luck": .optional(
                minimumTrackRecordAboveLuck.map { $0 / barsPerYear }),
            "minimum_backtest_years": .optional(minimumBacktestYears),
        ]
        if studyTrials > summary.trialCount {
            object["sampled_trials"] = .integer(summary.trialCount)
        }
        object["overfitting_probability"] = overfitting?.json(root: root) ?? .null
        object["superior_ability"] = superiorAbility?.json(hasBenchmark: hasBenchmark) ?? .null
        object["intervals"] = intervals?.json(root: root) ?? .null
        object["verdict"] = .string(verdict)
        return .object(object)
    }
}

extension BacktestOverfitting {
    fileprivate func json(root: Double) -> JSON {
        [
            "probability": .number(probability), "probability_of_loss": .number(probabilityOfLoss),
            "slope": .optional(slope), "sharpe_in_sample": .number(meanInSample * root),
            "sharpe_out_of_sample": .number(meanOutOfSample * root), "blocks": .integer(blocks),
            "choices": .integer(logits.count),
        ]
    }
}

extension SuperiorAbility {
    fileprivate func json(hasBenchmark: Bool) -> JSON {
        [
            "against": .string(hasBenchmark ? "benchmark" : "cash"),
            "reality_check_p": .number(realityCheck), "lower_p": .number(lower),
            "consistent_p": .number(consistent), "upper_p": .number(upper),
            "statistic": .number(statistic), "best": best.map(JSON.integer) ?? .null,
            "resamples": .integer(resamples), "mean_block_length": .number(meanBlockLength),
        ]
    }
}

extension BootstrapIntervals {
    fileprivate func json(root: Double) -> JSON {
        [
            "confidence": .number(confidence), "resamples": .integer(resamples),
            "mean_block_length": .number(meanBlockLength),
            "sharpe": sharpe.json(scale: root), "max_drawdown": maxDrawdown.json(scale: 1),
        ]
    }
}

extension BootstrapIntervals.Interval {
    fileprivate func json(scale: Double) -> JSON {
        [
            "low": .number(low * scale), "median": .number(median * scale),
            "high": .number(high * scale),
        ]
    }
}
