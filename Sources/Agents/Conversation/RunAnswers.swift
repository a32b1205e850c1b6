import AlmanacCore

/// Answers to questions about one run.
struct RunAnswers {
    let run: RunSummary
    /// The strategy in words.
    let rule: String
    /// The time that the question names.
    let time: SpokenTime
    /// Whether the rule gives weights rather than entries and exits.
    var isByWeights = false
    /// What a bar is called, of which the best and the worst are told.
    var barName = "day"

    // MARK: Figures

    /// What the run gave, or what a part of it gave.
    var result: String {
        time.isNamed ? ofTime : "From \(run.span.from) to \(run.span.to): \(run.line)."
    }

    var ofTime: String {
        if let outside { return outside }
        guard time.year != nil else {
            return "Name the year too, such as \"\(time.name) \(run.span.to.prefix(4))\"."
        }
        guard let gain = run.gain(in: time) else {
            return "What it gave \(time.phrase) alone is not known; run that time, for example "
                + "\"\(time.setting)\"."
        }
        let total = run.value("total_return").map { ", \(NumberText.percent($0))" } ?? ""
        let when = time.phrase.prefix(1).uppercased() + time.phrase.dropFirst()
        return "\(when) it gave \(NumberText.percent(gain)); in all, from "
            + "\(run.span.from) to \(run.span.to)\(total)."
    }

    /// The calendar year that gave most or least.
    func year(_ name: String, by order: (Double, Double) -> Bool) -> String {
        var years: [(year: Int, gain: Double)] = []
        for month in run.months where month.year != years.last?.year {
            if let gain = run.gain(in: SpokenTime(year: month.year)) {
                years.append((month.year, gain))
            }
        }
        guard let found = years.sorted(by: { order($0.gain, $1.gain) }).first else {
            return "What each year gave is not known for this run."
        }
        return "The \(name) year: \(NumberText.percent(found.gain)) in \(found.year)."
    }

    /// Says that the time lies outside of the run, where it does.
    var outside: String? {
        guard let first = time.firstDay, let last = time.lastDay,
            first > run.span.to || last < run.span.from
        else { return nil }
        return "The run is from \(run.span.from) to \(run.span.to), so that it says nothing of "
            + "\(time.name)."
    }

    private static let named: [(key: String, words: String, unit: RunSummary.Unit)] = [
        ("sharpe", "Its Sharpe ratio is", .ratio), ("sortino", "Its Sortino ratio is", .ratio),
        ("calmar", "Its Calmar ratio is", .ratio), ("omega", "Its omega ratio is", .ratio),
        ("max_drawdown", "At worst it stood below its earlier peak by", .fraction),
        ("annual_volatility", "Its volatility a year is", .fraction),
        ("win_rate", "Of its trades it won", .fraction),
        ("profit_factor", "Its gains over its losses are", .ratio),
        ("exposure", "The part of the bars with a position is", .fraction),
        ("turnover", "Its turnover is", .ratio), ("cagr", "Its return a year is", .fraction),
        ("total_return", "Its total return is", .fraction), ("trades", "Its trades are", .count),
        ("worst_day", "Its worst day gave", .fraction),
        ("best_day", "Its best day gave", .fraction),
        ("value_at_risk_95", "On one bar in twenty it lost more than", .fraction),
        ("final_equity", "Its final balance is", .ratio),
        ("average_win", "Its average win is", .fraction),
        ("average_loss", "Its average loss is", .fraction),
        ("average_holding_bars", "It holds for so many bars on average:", .ratio),
        ("skew", "The skew of its returns is", .ratio),
        ("kurtosis", "The kurtosis of its returns is", .ratio),
    ]

    /// One figure by its name in the report.
    func figure(_ name: String) -> String {
        if time.isNamed, name == "total_return" { return ofTime }
        let unknown = "The run has no such figure, as too little was traded."
        guard let row = Self.named.first(where: { $0.key == name }), let value = run.value(name)
        else { return unknown }
        let words = row.words.replacing(" day ", with: " \(barName) ")
        var text = "\(words) \(RunSummary.text(value, row.unit))"
        let others = ["sharpe": "benchmark_sharpe", "max_drawdown": "benchmark_max_drawdown"]
        if let other = others[name].flatMap(run.value) {
            text += " (buying and holding: \(RunSummary.text(other, row.unit)))"
        }
        text += ", from \(run.span.from) to \(run.span.to)."
        if time.isNamed {
            text +=
                " For a part of it only the return is known; run that part for the rest, "
                + "for example \"\(time.setting)\"."
        }
        return text
    }

    /// What the orders cost.
    var costs: String {
        run.value("total_fees").map {
            "Costs of all orders: \(NumberText.fixed($0, decimals: 2)) in the account's money."
        } ?? "The run charged no costs."
    }

    /// What could be lost, by what was.
    var risk: String {
        var lines: [String] = []
        func add(_ key: String, _ say: (Double) -> String) {
            if let value = run.value(key) { lines.append(say(value)) }
        }
        add("max_drawdown") {
            "At worst it stood \(NumberText.percent($0)) below its earlier peak."
        }
        add("annual_volatility") { "Its volatility is \(NumberText.percent($0)) a year." }
        add("worst_day") { "Its worst \(barName) was \(NumberText.percent($0))." }
        add("value_at_risk_95") {
            "On one bar in twenty it lost more than \(NumberText.percent($0))."
        }
        add("win_rate") { "It won \(NumberText.percent($0)) of its trades." }
        add("trades") {
            $0 < 30
                ? "It traded only \(Int($0)) times, so that luck explains much of the result."
                : "It traded \(Int($0)) times."
        }
        lines.append("The future may be worse than anything in the past.")
        return lines.joined(separator: "\n")
    }

    /// What is known of when it stood below its earlier peak.
    var drawdownTime: String {
        let bars = run.value("longest_drawdown_bars").map {
            "The longest time below an earlier peak was \(Int($0)) bars. "
        }
        let chart =
            "`almanac ask \"\(rule)\" --report FILE.html` writes a page with a chart of it."
        guard let monthly = monthlyDrawdown else {
            return (bars ?? "") + "When a drawdown began and ended is not known here; " + chart
        }
        return monthly + " " + (bars ?? "") + "Days are not known here; " + chart
    }

    // MARK: Judgement

    /// What luck may explain: what was tried, how many trades there are, how far from nought it is.
    func luck(tried: Int) -> String {
        var lines = [
            tried == 1
                ? "One variant was tried in this talk."
                : "\(tried) variants were tried in this talk, symbols and settings included: the "
                    + "best of several looks better than it is."
        ]
        if let trades = run.value("trades") {
            lines.append(
                trades < 30
                    ? "It traded \(Int(trades)) times, too seldom to tell skill from luck."
                    : "It traded \(Int(trades)) times.")
        }
        if let sharpe = run.value("sharpe"), let years, years >= 1 {
            let errors = sharpe * years.squareRoot()
            lines.append(
                "A Sharpe ratio of \(NumberText.fixed(sharpe, decimals: 2)) over "
                    + "\(NumberText.fixed(years, decimals: 0)) years lies about "
                    + "\(NumberText.fixed(errors, decimals: 1)) standard errors from nought, "
                    + "before what was tried is counted; two are the least to speak of.")
        }
        lines.append(
            "`almanac sweep` tries its parameters and gives the Deflated Sharpe Ratio and the "
                + "probability of overfitting; `almanac validate` tests it on later data "
                + "(`almanac ask … --save FILE.json` writes the strategy to a file).")
        return lines.joined(separator: "\n")
    }

    /// The years from the first day to the last.
    var years: Double? {
        guard let first = Self.fraction(run.span.from), let last = Self.fraction(run.span.to)
        else { return nil }
        return last - first
    }

    private static func fraction(_ day: String) -> Double? {
        let parts = day.split(separator: "-").compactMap { Double($0) }
        guard parts.count == 3 else { return nil }
        return parts[0] + (parts[1] - 1) / 12 + (parts[2] - 1) / 365
    }

    /// Several lines: what it does, what it gave beside holding, costs, the deepest fall, trades,
    /// luck.
    func review(tried: Int) -> String {
        var lines = [rule, "From \(run.span.from) to \(run.span.to): \(run.line)."]
        if let own = run.value("total_return"), let held = run.value("benchmark_return") {
            lines.append(
                own > held
                    ? "It gave more than buying and holding."
                    : "Buying and holding gave more.")
        }
        lines.append(costs)
        if let fall = run.value("max_drawdown") {
            let held = run.value("benchmark_max_drawdown").map {
                " (buying and holding: \(NumberText.percent($0)))"
            }
            lines.append("Largest drawdown: \(NumberText.percent(fall))\(held ?? "").")
        }
        return (lines + [luck(tried: tried)]).joined(separator: "\n")
    }
}
