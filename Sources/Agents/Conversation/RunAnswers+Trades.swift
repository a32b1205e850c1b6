import AlmanacCore

/// Answers about single trades.
extension RunAnswers {
    /// Why it bought or sold, in the time named or as the first or last time.
    func why(_ text: String) -> String {
        let words = Tokenizer.tokens(of: text).map(\.key)
        let isExit = ["sell", "sold", "exit", "close", "out", "cover"].contains {
            words.contains($0)
        }
        let found = chosen(byExit: isExit)
        guard !found.isEmpty else {
            if let outside { return outside }
            return "It did not \(isExit ? "sell" : "buy") then\(held). Its rule: \(rule)"
        }
        let isLast = Self.asksForLast(words)
        let trade = isLast ? found[found.count - 1] : found[0]
        var answer = isExit ? sold(trade) : bought(trade)
        if found.count > 1 {
            answer +=
                " (the \(isLast ? "last" : "first") of \(found.count)"
                + (time.isNamed ? " in that time" : "") + years(of: found, byExit: isExit) + ")"
        }
        return answer + ".\nIts rule: \(rule)"
    }

    /// The years of orders in a month whose year was not named.
    private func years(of trades: [RunSummary.Trade], byExit: Bool) -> String {
        guard time.month != nil, time.year == nil else { return "" }
        var years: [String] = []
        for trade in trades {
            let year = String(((byExit ? trade.exit : nil) ?? trade.entry).prefix(4))
            if years.last != year { years.append(year) }
        }
        let shown = years.count > 12 ? ["…"] + years.suffix(12) : years
        return years.count > 1 ? ": \(time.name) of \(shown.joined(separator: ", "))" : ""
    }

    /// What the time named gave, with the trades that made most of it.
    func whyGain(_ text: String) -> String {
        let words = Tokenizer.tokens(of: text).map(\.key)
        let isOfGains = ["make", "made", "gain", "gained", "earn", "earned", "well", "profit"]
            .contains { words.contains($0) }
        if let outside { return outside }
        let open = time.isNamed ? held(in: time) : run.trades
        guard !open.isEmpty else { return result + " It held nothing then.\nIts rule: \(rule)" }
        let count = open.filter { isOfGains ? $0.gain > 0 : $0.gain < 0 }.count
        let most = open.sorted { isOfGains ? $0.gain > $1.gain : $0.gain < $1.gain }
            .prefix(5)
        let head =
            open.count == 1
            ? "\nThe one trade\(time.isNamed ? " held then" : ""):"
            : "\n\(count) of \(open.count) trades\(time.isNamed ? " held then" : "") "
                + "\(isOfGains ? "gained" : "lost"); the \(isOfGains ? "best" : "worst"):"
        return ([result + head] + most.map(Self.line) + ["Its rule: \(rule)"])
            .joined(separator: "\n")
    }

    /// The trades that were open at any moment of a time.
    private func held(in time: SpokenTime) -> [RunSummary.Trade] {
        guard let first = time.firstDay, let last = time.lastDay else {
            return chosen(byExit: false)
        }
        return run.trades.filter { trade in
            trade.entry <= last && trade.exit.map { $0 >= first } ?? true
        }
    }

    /// Whether "last" means the latest trade and not a length of time.
    private static func asksForLast(_ words: [String]) -> Bool {
        guard let index = words.firstIndex(where: { ["last", "latest", "lately"].contains($0) })
        else { return words.contains("recently") || words.contains("recent") }
        let next = words.indices.contains(index + 1) ? words[index + 1] : ""
        return !["year", "month", "week", "day", "quarter", "decade"].contains(next)
    }

    /// Why it did not trade in the time named.
    func whyNot(_ text: String) -> String {
        guard time.isNamed else {
            return "It trades when its rule says so and not otherwise. Name a time, such as "
                + "\"why did it not buy in March \(run.span.to.prefix(4))?\". Its rule: \(rule)"
        }
        let words = Tokenizer.tokens(of: text).map(\.key)
        let isExit = ["sell", "sold", "exit", "close", "cover"].contains { words.contains($0) }
        if let first = chosen(byExit: isExit).first {
            return "But it did: " + (isExit ? sold(first) : bought(first))
                + ".\nIts rule: \(rule)"
        }
        if let outside { return outside }
        return "It did not \(isExit ? "sell" : "buy") \(time.phrase)\(held)"
            + (held.contains("since") || isExit
                ? ""
                : isByWeights
                    ? ", as its rule gave nothing new weight"
                    : ", as its entry condition did not hold")
            + ".\nIts rule: \(rule)"
    }

    /// The position that was open when the named time began, as the end of a sentence.
    private var held: String {
        guard let start = time.firstDay else { return "" }
        let open = run.trades.last { trade in
            trade.entry < start && trade.exit.map { $0 >= start } ?? true
        }
        return open.map { "; it held \($0.symbol) since \($0.entry)" } ?? "; it held nothing"
    }

    private func bought(_ trade: RunSummary.Trade) -> String {
        let order = trade.isLong ? "bought" : "went short"
        return "It \(order) \(trade.symbol) on \(trade.entry) at "
            + "\(NumberText.price(trade.entryPrice)), since "
            + (isByWeights
                ? "its rule gave it weight then"
                : trade.why ?? "its entry condition held on the bar before")
    }

    private func sold(_ trade: RunSummary.Trade) -> String {
        guard let exit = trade.exit else { return "That position is still open" }
        let price = trade.exitPrice.map { " at \(NumberText.price($0))" } ?? ""
        let reasons = [
            "stop_loss": "its stop loss was reached", "take_profit": "its target was reached",
            "trailing_stop": "its trailing stop was reached",
        ]
        let why =
            trade.reason.flatMap { reasons[$0] }
            ?? (isByWeights
                ? "its rule gave it less weight then"
                : trade.whyEnded ?? "its exit condition held")
        return "It ended the position in \(trade.symbol) on \(exit)\(price), since \(why); the "
            + "trade gave \(NumberText.percent(trade.gain))"
    }

    /// The trades that began in the time named.
    var trades: String {
        guard !run.trades.isEmpty else { return "It never traded." }
        let found = chosen(byExit: false)
        let part = found.count < run.trades.count ? ", of them \(found.count) then:" : ":"
        let count = run.trades.count
        return listed(found, head: "\(count) trade\(count == 1 ? "" : "s")" + part)
    }

    /// What the time named gave, and every trade that was open in it.
    var happened: String {
        guard time.isNamed else { return result + "\n" + trades }
        guard time.firstDay != nil else { return trades }
        // What rebalancing bought and sold says little of a time.
        if isByWeights { return result }
        let open = held(in: time)
        return listed(
            open, head: result + (open.isEmpty ? " It held nothing then." : "\nTrades then:"))
    }

    func listed(_ trades: [RunSummary.Trade], head: String) -> String {
        var lines = [head]
        for trade in trades.suffix(12) { lines.append(Self.line(trade)) }
        if trades.count > 12 { lines.append("(the last 12 of \(trades.count))") }
        return lines.joined(separator: "\n")
    }

    static func line(_ trade: RunSummary.Trade) -> String {
        "  \(trade.symbol) \(trade.isLong ? "long" : "short") \(trade.entry) to "
            + "\(trade.exit ?? "open"): \(NumberText.percent(trade.gain))"
    }

    /// The trade that began last.
    var lastTrade: String {
        run.trades.last.map { "The last trade:\n" + Self.line($0) } ?? "It never traded."
    }

    /// The worst or best trade of the time named.
    func extreme(
        _ name: String, by order: (RunSummary.Trade, RunSummary.Trade) -> Bool
    ) -> String {
        guard let trade = chosen(byExit: false).sorted(by: order).first else {
            return time.isNamed ? "It did not buy then." : "It never traded."
        }
        return "The \(name) trade:\n" + Self.line(trade)
    }

    /// The trades that began, or ended, in the time named; all where none is.
    private func chosen(byExit: Bool) -> [RunSummary.Trade] {
        run.trades.filter { trade in
            guard let day = byExit ? trade.exit : trade.entry else { return false }
            return !time.isNamed || time.contains(day)
        }
    }
}
