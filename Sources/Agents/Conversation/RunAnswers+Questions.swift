import AlmanacCore

/// Answers about a choice of trades, and about each year and month.
extension RunAnswers {
    /// How many trades fit a question, or the best or worst of them.
    func answer(_ question: TradeQuestion) -> String {
        if let outside { return outside }
        guard !run.trades.isEmpty else { return "It never traded." }
        let inTime = run.trades.filter { !time.isNamed || time.contains($0.entry) }
        let found = inTime.filter { fits(question, $0) }
        let span = time.isNamed ? " that began \(time.phrase)" : ""
        switch question.wish {
        case .extremes(let isBest, let rank, let count):
            let sorted = found.sorted { isBest ? $0.gain > $1.gain : $0.gain < $1.gain }
            let chosen = sorted.dropFirst(rank - 1).prefix(count)
            guard !chosen.isEmpty else {
                return "There are only \(found.count) such trades\(span)."
            }
            let name = isBest ? "best" : "worst"
            let place = Self.places.indices.contains(rank) ? Self.places[rank] : "\(rank)th "
            return
                ([
                    count == 1 ? "The \(place)\(name) trade\(span):" : "The \(name) trades\(span):"
                ] + chosen.map(Self.line)).joined(separator: "\n")
        case .lasting(let isLongest, let count):
            let name = isLongest ? "longest" : "shortest"
            return
                (["The \(name) trade\(count == 1 ? "" : "s")\(span):"]
                + lasting(found, isLongest: isLongest, count: count)).joined(separator: "\n")
        case .count:
            let head =
                "\(found.count) of \(inTime.count) trades\(span)\(Self.words(of: question))"
            if !question.reasons.isEmpty, inTime.allSatisfy({ $0.reason == nil }) {
                return "Why each trade ended is not known for this run."
            }
            return found.isEmpty ? head + "." : listed(found, head: head + ":")
        }
    }

    private static let places = ["", "", "second ", "third ", "fourth ", "fifth "]

    private func fits(_ question: TradeQuestion, _ trade: RunSummary.Trade) -> Bool {
        if let isGain = question.isGain, isGain ? trade.gain <= 0 : trade.gain >= 0 { return false }
        if let isLong = question.isLong, trade.isLong != isLong { return false }
        if let size = question.size {
            let gain = question.isGain == nil ? trade.gain : abs(trade.gain)
            guard size.isAbove ? gain > size.value : gain < size.value else { return false }
        }
        if let bound = question.days {
            guard let days = days(of: trade),
                bound.isAbove ? Double(days) > bound.value : Double(days) < bound.value
            else { return false }
        }
        return question.reasons.isEmpty || trade.reason.map(question.reasons.contains) ?? false
    }

    /// The days of the calendar from the entry to the exit, or to the end of the run.
    func days(of trade: RunSummary.Trade) -> Int? {
        guard let first = Self.dayNumber(trade.entry),
            let last = Self.dayNumber(trade.exit ?? run.span.to)
        else { return nil }
        return last - first
    }

    /// The number of a day as `YYYY-MM-DD`, counted from any day.
    private static func dayNumber(_ text: String) -> Int? {
        let parts = text.split(separator: "-").compactMap { Int($0) }
        guard parts.count == 3 else { return nil }
        // March begins the year, so that the leap day ends it.
        let year = parts[1] > 2 ? parts[0] : parts[0] - 1
        let month = (parts[1] + 9) % 12
        return year * 365 + year / 4 - year / 100 + year / 400 + (month * 306 + 5) / 10 + parts[2]
    }

    /// What was asked, as the end of "3 of 10 trades".
    private static func words(of question: TradeQuestion) -> String {
        var parts: [String] = []
        if let isLong = question.isLong { parts.append("were \(isLong ? "long" : "short")") }
        if let size = question.size {
            let verb = question.isGain.map { $0 ? "gained" : "lost" } ?? "gave"
            parts.append("\(verb) \(size.isAbove ? "more" : "less") than \(size.words)")
        } else if let isGain = question.isGain {
            parts.append(isGain ? "gained" : "lost")
        }
        if let bound = question.days {
            parts.append(
                "lasted \(bound.isAbove ? "longer" : "shorter") than \(bound.words) of the calendar"
            )
        }
        if let reason = question.reasons.first {
            parts.append(
                question.reasons.count > 1
                    ? "ended at a stop"
                    : reason == "take_profit"
                        ? "ended at the target"
                        : reason == "trailing_stop"
                            ? "ended at the trailing stop" : "ended at the stop loss")
        }
        return " " + parts.joined(separator: " and ")
    }

    /// How often it traded.
    var frequency: String {
        guard !run.trades.isEmpty else { return "It never traded. Its rule: \(rule)" }
        let inTime = run.trades.filter { !time.isNamed || time.contains($0.entry) }
        if let outside { return outside }
        var text = "It traded \(inTime.count) times"
        if time.isNamed {
            text += " \(time.phrase)"
        } else {
            text += " from \(run.span.from) to \(run.span.to)"
            if let years, years >= 1 {
                let rate = NumberText.fixed(Double(inTime.count) / years, decimals: 1)
                text += ", \(rate) times a year"
            }
            if let bars = run.value("average_holding_bars") {
                text += "; a trade lasted \(NumberText.fixed(bars, decimals: 1)) bars on average"
            }
        }
        return text + ". It trades whenever its rule says so: \(rule)"
    }

    /// What each year of the run gave.
    var everyYear: String {
        guard !run.months.isEmpty else { return "What each year gave is not known for this run." }
        var lines: [String] = []
        var last: Int?
        for month in run.months where month.year != last && holds(month) {
            last = month.year
            guard let gain = run.gain(in: SpokenTime(year: month.year)) else { continue }
            lines.append("  \(month.year): \(NumberText.percent(gain))")
        }
        return (["What each year gave:"] + lines).joined(separator: "\n")
    }

    /// What each month of the run gave, a line for each year.
    var everyMonth: String {
        let months = run.months.filter(holds)
        guard !months.isEmpty else { return "What each month gave is not known for this run." }
        let shown = months.filter { $0.year > months[months.count - 1].year - 10 }
        var lines = ["What each month gave, from \(Self.name(shown[0])):"]
        var year: Int?
        for month in shown {
            let text = "\(month.month): \(NumberText.percent(month.gain))"
            if month.year == year {
                lines[lines.count - 1] += ", " + text
            } else {
                lines.append("  \(month.year)  \(text)")
                year = month.year
            }
        }
        if shown.count < months.count { lines.append("Name a year for earlier ones.") }
        return lines.joined(separator: "\n")
    }

    private func holds(_ month: RunSummary.Month) -> Bool {
        !time.isNamed || time.contains(year: month.year, month: month.month)
    }

    private static func name(_ month: RunSummary.Month) -> String {
        "\(month.year)-\(month.month < 10 ? "0" : "")\(month.month)"
    }
}
