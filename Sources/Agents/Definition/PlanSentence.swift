import AlmanacCore
import TimeSeries

/// A plan as one sentence.
struct PlanSentence {
    let plan: StrategyPlan
    let catalogue: SymbolCatalogue

    /// Whether the sentence tells what the strategy does or asks for it.
    enum Mood { case says, asks }

    /// The sentence, with a full stop in the telling mood.
    func text(_ mood: Mood) -> String {
        var parts = actions(mood)
        let settings = plan.settings
        let stops: [(String, StopDistance?)] = [
            ("stop loss", settings.stopLoss), ("profit target", settings.takeProfit),
            ("trailing stop", settings.trailingStop),
        ]
        for (name, value) in stops {
            if let value { parts.append("with a \(name) of \(value.words)") }
        }
        if let size = settings.size { parts.append("with \(Wording.percent(size)) of equity") }
        if let size = settings.tradeSize { parts.append(size.words) }
        if let leverage = settings.leverage {
            parts.append("with leverage of \(JSON.text(of: leverage))")
        }
        if mood == .says || settings.frequency != nil || plan.frequency != .day1 {
            parts.append("on \(plan.frequency.adjective) bars")
        }
        parts += Self.run(settings)
        if mood == .says || settings.executionPrice != nil {
            parts.append("filling at the \(fill)")
        }
        return parts.joined(separator: ", ") + (mood == .says ? "." : "")
    }

    /// The dates, cash and costs of a run as clauses.
    static func run(_ settings: SentenceDraft) -> [String] {
        var parts: [String] = []
        if let period = period(settings.period) { parts.append(period) }
        if let cash = settings.cash { parts.append("starting with \(dollars(cash))") }
        if let fees = settings.fees { parts.append("with fees of \(Wording.percent(fees))") }
        if let fees = settings.fixedFees { parts.append("with $\(JSON.text(of: fees)) per trade") }
        if let slippage = settings.slippage {
            parts.append("with slippage of \(Wording.percent(slippage))")
        }
        return parts
    }

    /// Where orders fill: prices without opens have the next close instead.
    private var fill: String {
        guard plan.executionPrice == "open" else { return "close" }
        let hasOpens = catalogue.entry(plan.traded)?.columns.contains("open") ?? false
        return hasOpens ? "next open" : "next close"
    }

    private func actions(_ mood: Mood) -> [String] {
        let verbs: [String] =
            mood == .says
            ? ["Buys", "sells", "shorts", "covers"] : ["Buy", "sell", "short", "cover"]
        let wording = Wording(plan, catalogue)
        var parts: [String] = []
        if plan.entry == .firstBar {
            parts.append("\(verbs[0]) and \(mood == .says ? "holds" : "hold") \(plan.traded)")
        } else if let entry = plan.entry {
            parts.append("\(verbs[0]) \(plan.traded) when \(wording.clause(entry))")
        }
        if let exit = plan.exit { parts.append("\(verbs[1]) when \(wording.clause(exit))") }
        if let entry = plan.shortEntry {
            let verb = parts.isEmpty ? (mood == .says ? "Shorts" : "Short") : verbs[2]
            parts.append("\(verb) \(plan.traded) when \(wording.clause(entry))")
        }
        if let exit = plan.shortExit { parts.append("\(verbs[3]) when \(wording.clause(exit))") }
        if plan.settings.exitsByStopsOnly, plan.exit == nil, plan.shortExit == nil {
            parts.append("\(verbs[plan.entry == nil ? 3 : 1]) only by its stops")
        }
        return parts
    }

    /// An amount of money with separators: "$10,000".
    private static func dollars(_ amount: Double) -> String {
        let text = JSON.text(of: amount)
        guard let whole = Int(text), whole >= 1000 else { return "$" + text }
        var grouped = ""
        for (index, digit) in text.enumerated() {
            if index > 0, (text.count - index) % 3 == 0 { grouped += "," }
            grouped.append(digit)
        }
        return "$" + grouped
    }

    private static func period(_ period: SentenceReading.Period) -> String? {
        if let last = period.last { return "over the last \(last.noun)" }
        switch (period.from, period.to) {
        case (let from?, let to?): return "from \(from) to \(to)"
        case (let from?, nil): return "since \(from)"
        case (nil, let to?): return "until \(to)"
        default: return nil
        }
    }
}
