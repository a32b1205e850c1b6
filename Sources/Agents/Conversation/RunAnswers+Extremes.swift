import AlmanacCore

/// Answers about the best and the worst of a run, and about what money would have become.
extension RunAnswers {
    /// The calendar month that gave most or least.
    func month(_ name: String, by order: (Double, Double) -> Bool) -> String {
        let months = run.months.filter {
            time.isNamed ? time.contains(year: $0.year, month: $0.month) : true
        }
        guard let found = months.sorted(by: { order($0.gain, $1.gain) }).first else {
            return "What each month gave is not known for this run."
        }
        let date = "\(found.year)-\(found.month < 10 ? "0" : "")\(found.month)"
        return "The \(name) month: \(NumberText.percent(found.gain)) in \(date)."
    }

    /// The trades that lasted longest or shortest, open ones counted until the end of the run.
    func lasting(_ trades: [RunSummary.Trade], isLongest: Bool, count: Int) -> [String] {
        let timed = trades.compactMap { trade in days(of: trade).map { (trade, $0) } }
        let sorted = timed.sorted { isLongest ? $0.1 > $1.1 : $0.1 < $1.1 }
        return sorted.prefix(count).map { "\(Self.line($0.0)), \($0.1) days of the calendar" }
    }

    /// The most trades in a row that gained, or that lost.
    func streak(isGain: Bool) -> String {
        let trades = run.trades.filter { !time.isNamed || time.contains($0.entry) }
        guard !trades.isEmpty else { return outside ?? "It never traded." }
        var (best, now): ([RunSummary.Trade], [RunSummary.Trade]) = ([], [])
        for trade in trades {
            now = (isGain ? trade.gain > 0 : trade.gain < 0) ? now + [trade] : []
            if now.count > best.count { best = now }
        }
        let kind = isGain ? "gained" : "lost"
        guard let first = best.first, let last = best.last else {
            return "No trade \(kind)."
        }
        return "At most \(best.count) trades in a row \(kind): those begun from \(first.entry) to "
            + "\(last.entry)."
    }

    /// What an amount would have become.
    func grown(_ amount: Double) -> String {
        guard let gain = run.value("total_return") else {
            return "What the run gave in all is not known."
        }
        func said(_ value: Double) -> String { NumberText.fixed(value, decimals: 2) }
        var text = "\(said(amount)) would have become \(said(amount * (1 + gain)))"
        if let hold = run.value("benchmark_return") {
            text += ", by buying and holding \(said(amount * (1 + hold)))"
        }
        return text + ", from \(run.span.from) to \(run.span.to)."
            + " Costs of a fixed amount per order would weigh otherwise on another sum."
    }

    /// When the deepest fall by the ends of months began, was deepest and was made up for.
    var monthlyDrawdown: String? {
        var (equity, peak, deepest) = (1.0, 1.0, 0.0)
        var (peakMonth, start, bottom): (String, String, String) = (run.span.from, "", "")
        var recovered: String?
        var level = 1.0
        for month in run.months {
            let name = "\(month.year)-\(month.month < 10 ? "0" : "")\(month.month)"
            equity *= 1 + month.gain
            if equity >= peak { (peak, peakMonth) = (equity, name) }
            let fall = 1 - equity / peak
            if fall > deepest {
                (deepest, start, bottom, recovered, level) = (fall, peakMonth, name, nil, peak)
            } else if recovered == nil, deepest > 0, equity >= level {
                recovered = name
            }
        }
        guard deepest > 0 else { return nil }
        let end =
            recovered.map { "It was made up for in \($0)." }
            ?? "It was not made up for until \(run.span.to)."
        return "By the ends of months the deepest fall, \(NumberText.percent(deepest)), began in "
            + "\(start) and was deepest in \(bottom). \(end)"
    }
}
