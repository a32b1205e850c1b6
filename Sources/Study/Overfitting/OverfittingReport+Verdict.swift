extension OverfittingReport {
    /// What the figures mean for this strategy, in plain sentences.
    public var verdict: String {
        [choice, deflation, outOfSample, ability, record, range].compactMap(\.self)
            .joined(separator: " ")
    }

    /// The first two sentences: how many were tried, and what luck explains.
    public var shortVerdict: String {
        [choice, deflation].compactMap(\.self).joined(separator: " ")
    }

    private var choice: String {
        let sharpe = FigureText.fixed(annualSharpe, 2)
        guard tally.trials > 1 else {
            return
                "One variant was tried on this question, with a yearly Sharpe ratio of \(sharpe)."
        }
        let places =
            tally.symbols.count > 1
            ? " on \(FigureText.counted(tally.symbols.count, "symbol", "symbols"))" : ""
        let sample =
            studyTrials > summary.trialCount
            ? " (\(FigureText.count(summary.trialCount)) of them looked at bar by bar)" : ""
        let earlier = tally.trials - studyTrials
        let before =
            sample.isEmpty && earlier > 0
            ? " (\(FigureText.count(earlier)) of them in number and spread only)" : ""
        let subject = summary.trialCount > 1 ? "the chosen one" : "this one"
        let tried = FigureText.count(tally.trials)
        return "Of \(tried) variants tried\(places)\(sample)\(before), \(subject) "
            + "has a yearly Sharpe ratio of \(sharpe); the best would be expected from luck alone "
            + "to reach \(FigureText.fixed(expectedMaximum, 2))."
    }

    /// What a deflated ratio of at least so much means.
    private static let meanings: [(least: Double, meaning: String)] = [
        (0.95, "luck alone hardly explains this"),
        (0.8, "this may be more than luck, but it is not established"),
        (0.5, "luck could well explain this"),
        (0, "this is most likely luck"),
    ]

    private var deflation: String? {
        guard let deflated else { return nil }
        let name =
            tally.trials > 1
            ? "Deflated Sharpe" : "The true ratio is above 0 with a probability of"
        let meaning = Self.meanings.first { deflated >= $0.least }?.meaning ?? ""
        return "\(name) \(FigureText.fixed(deflated, 2)): \(meaning)."
    }

    private var outOfSample: String? {
        guard let overfitting else { return nil }
        let meaning =
            overfitting.probability >= 0.5
            ? "choosing the best of these variants is worth nothing"
            : overfitting.probability >= 0.2
                ? "choosing the best of these variants carries over only in part"
                : "choosing the best of these variants mostly carries over"
        return "What was best on one half of the data was below the median on the other in "
            + "\(FigureText.percent(overfitting.probability)) of the splits, and lost in "
            + "\(FigureText.percent(overfitting.probabilityOfLoss)): \(meaning)."
    }

    private var ability: String? {
        guard let superiorAbility else { return nil }
        let rival = hasBenchmark ? "the benchmark" : "cash"
        let p = superiorAbility.consistent
        let finest = 1 / Double(superiorAbility.resamples)
        let text = p < finest ? "less than \(FigureText.fixed(finest, 3))" : FigureText.fixed(p, 3)
        return "If no variant were better than \(rival), a best one this good would be seen with a "
            + "probability of \(text) (Hansen's test)."
    }

    private var record: String? {
        let confidence = FigureText.percent(self.confidence)
        let has = FigureText.fixed(years, 1)
        guard let needed = minimumTrackRecord else {
            return "No record is long enough to show that a ratio at or below 0 is above it."
        }
        let years = FigureText.fixed(needed / barsPerYear, 1)
        return "To be above 0 with \(confidence) confidence the ratio takes \(years) years of "
            + "returns; there are \(has)."
    }

    private var range: String? {
        guard let intervals else { return nil }
        let root = barsPerYear.squareRoot()
        let low = FigureText.fixed(intervals.sharpe.low * root, 2)
        let high = FigureText.fixed(intervals.sharpe.high * root, 2)
        return "Resampled, the Sharpe ratio lies between \(low) and \(high) and the deepest fall "
            + "between \(FigureText.percent(intervals.maxDrawdown.low)) and "
            + "\(FigureText.percent(intervals.maxDrawdown.high)), in "
            + "\(FigureText.percent(intervals.confidence)) of the cases."
    }
}
