import AlmanacCore

/// Answers to questions about a strategy and its run.
struct Answers {
    let versions: [Conversation.Version]
    let now: Conversation.Version
    /// What the strategy needs that can be neither found nor fetched.
    let missing: [Plan.Missing]

    private static let notRun =
        "It has not been run, since data is missing; \"what is missing?\" "
        + "says which."

    /// The answer to an intent.
    func answer(_ intent: Intent, _ text: String) -> String {
        switch intent {
        case .describe: describe
        case .code: now.reading.definition["code"]?.stringValue ?? ""
        case .simply: simply
        case .changed: changed
        case .compare: compare
        case .missing: lacking
        default: now.summary.map { ofRun(intent, text, $0) } ?? Self.notRun
        }
    }

    private func ofRun(_ intent: Intent, _ text: String, _ run: RunSummary) -> String {
        switch intent {
        case .result: "From \(run.span.from) to \(run.span.to): \(run.line)."
        case .risk: risk(run)
        case .costs:
            run.value("total_fees").map {
                "Costs of all orders: \(RunSummary.text($0, false)) in the account's money."
            } ?? "The run charged no costs."
        case .why: why(text, run)
        case .trades: trades(text, run)
        case .worst: extreme(run, "worst") { $0.gain < $1.gain }
        case .best: extreme(run, "best") { $0.gain > $1.gain }
        default: Conversation.help
        }
    }

    // MARK: The strategy

    private var describe: String {
        var text = now.reading.understood
        for assumption in now.reading.assumptions { text += "\n  assumed: \(assumption)" }
        return text
    }

    private static let simple: [String: String] = [
        "rsi": "when many people have just sold, it buys, and when many have just bought, it sells",
        "crossover": "it looks at the average price of a short and a long time; when the short one "
            + "is higher, things are going up, so it buys, and when it is lower, it sells",
        "trend": "while the price is higher than usual it stays in, else it stays out",
        "macd": "it buys when the price starts to speed up and sells when it slows down",
        "bollinger": "it draws a band around the usual price and acts when the price leaves it",
        "breakout": "it buys when the price is higher than it has been for a while, hoping that it "
            + "goes on",
        "momentum": "what went up lately is bought, hoping that it goes on",
        "mean_reversion": "it buys when the price is unusually low, hoping that it comes back",
        "pairs": "two things usually move together; when one falls behind, it is bought until they "
            + "are together again",
        "sentiment": "when people speak well of it, it is bought, and when they speak badly, sold",
        "event": "when something happens, it is bought and held for a while",
        "seasonality": "it is bought and sold by the calendar",
        "value": "it is bought when it is cheap and sold when it is dear",
        "buy_and_hold": "it is bought once and kept",
        "weights": "the money is shared out and from time to time shared out again",
        "rotation": "the money goes to whichever did best lately",
        "volatility_target":
            "when prices jump about, less money is put in, and when they are calm, "
            + "more",
    ]

    private var simply: String {
        let what =
            Self.simple[now.reading.family] ?? "it buys when its rule says so and sells when "
            + "its rule says so"
        var text = "Imagine a machine with a piggy bank: \(what)."
        if let run = now.summary, let gain = run.value("total_return") {
            let end = 100 * (1 + gain)
            text += " 100 coins would have become \(Int(end.rounded()))"
            if let hold = run.value("benchmark_total_return") {
                text +=
                    "; just keeping the thing would have made them "
                    + "\(Int((100 * (1 + hold)).rounded()))"
            }
            text += ". That was the past; it need not happen again."
        }
        return text
    }

    private var changed: String {
        guard versions.count > 1 else { return "Nothing has changed yet." }
        if now.diff.isEmpty {
            return
                "The same definition (version \(now.number)), with another \(now.change.rawValue)."
                + "\nNow: \(now.reading.understood)"
        }
        return "Version \(now.number):\n" + now.diff.joined(separator: "\n")
    }

    private var compare: String {
        guard versions.count > 1 else { return "There is only one version yet." }
        guard let run = now.summary, let before = versions[versions.count - 2].summary else {
            return Self.notRun
        }
        return RunSummary.comparison(before, run)
    }

    private var lacking: String {
        missing.isEmpty
            ? "Nothing: what is not at hand can be fetched."
            : "Missing: "
                + missing.map { "\($0.what); instead: \($0.instead)" }
                .joined(separator: "; ") + "."
    }

    // MARK: The run

    private func risk(_ run: RunSummary) -> String {
        var lines: [String] = []
        func add(_ key: String, _ say: (Double) -> String) {
            if let value = run.value(key) { lines.append(say(value)) }
        }
        add("max_drawdown") {
            "At worst it stood \(RunSummary.text($0, true)) below its earlier peak."
        }
        add("annual_volatility") { "Its volatility is \(RunSummary.text($0, true)) a year." }
        add("worst_day") { "Its worst day was \(RunSummary.text($0, true))." }
        add("value_at_risk_95") {
            "On one bar in twenty it lost more than \(RunSummary.text($0, true))."
        }
        add("win_rate") { "It won \(RunSummary.text($0, true)) of its trades." }
        add("trades") {
            $0 < 30
                ? "It traded only \(Int($0)) times, so that luck explains much of the result."
                : "It traded \(Int($0)) times."
        }
        lines.append("The future may be worse than anything in the past.")
        return lines.joined(separator: "\n")
    }

    private func why(_ text: String, _ run: RunSummary) -> String {
        let isExit = ["sell", "sold", "exit", "close", "out", "cover"].contains { word in
            Tokenizer.tokens(of: text).contains { $0.key == word }
        }
        let found = chosen(text, run, byExit: isExit)
        let rule = now.reading.understood
        guard let trade = found.first else {
            return "It did not \(isExit ? "sell" : "buy") then\(held(text, run)). Its rule: \(rule)"
        }
        var answer = isExit ? sold(trade) : bought(trade)
        if found.count > 1 { answer += " (the first of \(found.count) in that time)" }
        return answer + ".\nIts rule: \(rule)"
    }

    /// The position that was open in the month that a text names, as the end of a sentence.
    private func held(_ text: String, _ run: RunSummary) -> String {
        let (month, year) = Self.named(in: text)
        guard let month, let year else { return "" }
        let start = "\(year)-\(month < 10 ? "0" : "")\(month)"
        let open = run.trades.last { trade in
            trade.entry < start && trade.exit.map { $0 >= start } ?? true
        }
        return open.map { "; it held \($0.symbol) since \($0.entry)" } ?? "; it held nothing"
    }

    private func bought(_ trade: RunSummary.Trade) -> String {
        let order = trade.isLong ? "bought" : "went short"
        return "It \(order) \(trade.symbol) on \(trade.entry) at \(Self.price(trade.entryPrice)), "
            + "since its entry condition held on the bar before"
    }

    private func sold(_ trade: RunSummary.Trade) -> String {
        guard let exit = trade.exit else { return "That position is still open" }
        let price = trade.exitPrice.map { " at \(Self.price($0))" } ?? ""
        let reasons = [
            "stop_loss": "its stop loss was reached", "take_profit": "its target was reached",
            "trailing_stop": "its trailing stop was reached",
        ]
        let why = trade.reason.flatMap { reasons[$0] } ?? "its exit condition held"
        return "It ended the position on \(exit)\(price), since \(why); the trade gave "
            + RunSummary.text(trade.gain, true)
    }

    private static func price(_ value: Double) -> String {
        JSON.text(of: (value * 100).rounded() / 100)
    }

    private func trades(_ text: String, _ run: RunSummary) -> String {
        guard !run.trades.isEmpty else { return "It never traded." }
        let found = chosen(text, run, byExit: false)
        var lines = [
            "\(run.trades.count) trades" + (found.count < run.trades.count ? ", of them:" : ":")
        ]
        for trade in found.suffix(12) { lines.append(Self.line(trade)) }
        if found.count > 12 { lines.append("(the last 12 of \(found.count))") }
        return lines.joined(separator: "\n")
    }

    private static func line(_ trade: RunSummary.Trade) -> String {
        "  \(trade.symbol) \(trade.isLong ? "long" : "short") \(trade.entry) to "
            + "\(trade.exit ?? "open"): \(RunSummary.text(trade.gain, true))"
    }

    private func extreme(
        _ run: RunSummary, _ name: String,
        by order: (RunSummary.Trade, RunSummary.Trade) -> Bool
    ) -> String {
        guard let trade = run.trades.sorted(by: order).first else { return "It never traded." }
        return "The \(name) trade:\n" + Self.line(trade)
    }

    /// The trades of the month and year that a text names; all where it names none.
    private func chosen(
        _ text: String, _ run: RunSummary, byExit: Bool
    ) -> [RunSummary.Trade] {
        let (month, year) = Self.named(in: text)
        return run.trades.filter { trade in
            guard let day = byExit ? trade.exit : trade.entry else { return false }
            let parts = day.split(separator: "-").compactMap { Int($0) }
            guard parts.count == 3 else { return false }
            return (year == nil || parts[0] == year) && (month == nil || parts[1] == month)
        }
    }

    /// The month and the year that a text names.
    private static func named(in text: String) -> (month: Int?, year: Int?) {
        var month: Int?
        var year: Int?
        for token in Tokenizer.tokens(of: text) {
            switch token.kind {
            case .word(let word): month = month ?? Vocabulary.Calendar.months[word]
            case .number(let value, .plain): if (1900...2100).contains(value) { year = Int(value) }
            case .date(let first, _):
                month = first.month
                year = first.year
            default: break
            }
        }
        return (month, year)
    }
}
