import AlmanacCore
import Backtesting
import Study

/// What the statistics of overfitting say about a chosen variant: a verdict and its figures.
struct LuckTable {
    let report: OverfittingReport

    var html: HTML {
        let rows = figures.map { title, value, text -> HTML in
            """
            <tr><th scope="row">\(title)</th><td>\(value)</td><td class="text">\(text)</td></tr>
            """
        }
        return "<p class=\"lead\">\(report.verdict)</p>\n"
            + RunPage.scrollingTable(
                "Statistics of overfitting", heads: ["Figure", "Value", " Meaning"], rows: rows)
    }

    private var figures: [(title: String, value: String, text: String)] {
        var figures: [(String, String, String)] = [
            (
                "Trials", NumberText.whole(report.tally.trials),
                "Every variant and symbol tried on this question, earlier runs included."
            ),
            ("Sharpe ratio", ratio(report.annualSharpe), "Of the chosen variant, a year."),
            (
                "Best by luck alone", ratio(report.expectedMaximum),
                "The yearly Sharpe ratio that the best of so many trials is expected to reach."
            ),
        ]
        func add(_ title: String, _ value: String?, _ text: String) {
            if let value { figures.append((title, value, text)) }
        }
        add(
            "Probabilistic Sharpe ratio", report.probabilistic.map { NumberText.percent($0) },
            "The probability that the true ratio is above 0 (Bailey and Lopez de Prado 2012).")
        add(
            "Deflated Sharpe ratio", report.deflated.map { NumberText.percent($0) },
            "The probability that it is above what luck gives (Bailey and Lopez de Prado 2014).")
        add(
            "Minimum track record", report.minimumTrackRecord.map(years),
            "The returns it takes to show a ratio above 0; there are \(years(count)).")
        add(
            "Minimum track record above luck", report.minimumTrackRecordAboveLuck.map(years),
            "The returns it takes to show a ratio above what luck gives.")
        if let overfitting = report.overfitting {
            add(
                "Probability of overfitting", NumberText.percent(overfitting.probability),
                "How often the best of one half of the bars was below the median on the other "
                    + "(CSCV; Bailey and others 2017).")
            add(
                "Probability of loss", NumberText.percent(overfitting.probabilityOfLoss),
                "How often it lost there.")
        }
        if let ability = report.superiorAbility {
            let rival = report.hasBenchmark ? "the benchmark" : "cash"
            add(
                "Superior ability, p", NumberText.fixed(ability.consistent, decimals: 3),
                "How likely a best variant this good is if none beats \(rival) (Hansen 2005).")
            add(
                "Reality check, p", NumberText.fixed(ability.realityCheck, decimals: 3),
                "The same by White (2000), which is more cautious.")
        }
        if let intervals = report.intervals {
            let share = NumberText.fixed(intervals.confidence * 100, decimals: 0) + "\u{A0}%"
            let root = report.barsPerYear.squareRoot()
            add(
                "Sharpe ratio, \(share)",
                "\(ratio(intervals.sharpe.low * root)) to \(ratio(intervals.sharpe.high * root))",
                "The interval of the ratio by the stationary bootstrap.")
            add(
                "Maximum drawdown, \(share)",
                "\(NumberText.percent(intervals.maxDrawdown.low)) to "
                    + NumberText.percent(intervals.maxDrawdown.high),
                "The interval of the deepest fall.")
        }
        return figures
    }

    private var count: Double { Double(report.estimate.count) }

    private func ratio(_ value: Double) -> String { NumberText.fixed(value, decimals: 2) }

    private func years(_ bars: Double) -> String {
        NumberText.fixed(bars / report.barsPerYear, decimals: 1) + " years"
    }
}
