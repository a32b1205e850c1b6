import AlmanacCore

/// Answers to questions about a strategy and its run.
struct Answers {
    let versions: [Conversation.Version]
    let now: Conversation.Version
    /// What the strategy needs that can be neither found nor fetched.
    let missing: [Plan.Missing]

    /// Where its data comes from, prices first.
    let sources: [Plan.Source]

    /// How many variants were tried, those that were undone included.
    let tried: Int

    /// Why there are no figures.
    private var notRun: String {
        now.failure.map { "It could not be run: \($0)." }
            ?? "It has not been run, so that there are no figures or trades to speak of."
    }

    /// The answer to an intent.
    func answer(_ intent: Intent, _ text: String) -> String {
        switch intent {
        case .describe: describe
        case .code: now.reading.code
        case .simply: simply
        case .changed: changed
        case .compare: compare(text)
        case .missing: lacking
        case .data: used
        case .price: price
        case .versions: list
        case .bestVersion(let figure, let isLeast): bestVersion(figure, isLeast: isLeast)
        case .improve: improvement
        case .save:
            "`almanac ask \"\(now.reading.understood)\" --save FILE.json` writes it to a file."
        case .chart:
            "`almanac ask \"\(now.reading.understood)\" --report FILE.html` writes a page with "
                + "charts."
        default: now.summary.map { ofRun(intent, text, $0) } ?? notRun
        }
    }

    private func ofRun(_ intent: Intent, _ text: String, _ run: RunSummary) -> String {
        let about = RunAnswers(
            run: run, rule: now.reading.understood, time: SpokenTime(in: text),
            isByWeights: ["weights", "rotation", "volatility_target"].contains(now.reading.family),
            barName: now.reading.frequency.barName)
        return switch intent {
        case .result: about.result
        case .review: about.review(tried: tried)
        case .risk: about.risk
        case .costs: about.costs
        case .luck: about.luck(tried: tried)
        case .tradeQuestion(let question): about.answer(question)
        case .frequency: about.frequency
        case .everyYear: about.everyYear
        case .everyMonth: about.everyMonth
        case .drawdownTime: about.drawdownTime
        case .bestMonth: about.month("best") { $0 > $1 }
        case .worstMonth: about.month("worst") { $0 < $1 }
        case .streak(let isGain): about.streak(isGain: isGain)
        case .grown(let amount): about.grown(amount)
        case .why: about.why(text)
        case .whyGain: about.whyGain(text)
        case .whyNot: about.whyNot(text)
        case .trades: about.trades
        case .happened: about.happened
        case .lastTrade: about.lastTrade
        case .bestYear: about.year("best") { $0 > $1 }
        case .worstYear: about.year("worst") { $0 < $1 }
        case .worst: about.extreme("worst") { $0.gain < $1.gain }
        case .best: about.extreme("best") { $0.gain > $1.gain }
        case .figure(let name): about.figure(name)
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
            if let hold = run.value("benchmark_return") {
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

    private func compare(_ text: String) -> String {
        guard let run = now.summary else { return notRun }
        switch Comparison(Tokenizer.tokens(of: text), versions) {
        case .impossible(let why): return why
        case .buyAndHold:
            let time = SpokenTime(in: text)
            if time.isNamed {
                let about = RunAnswers(run: run, rule: "", time: time)
                return about.outside ?? about.ofTime
                    + " What buying and holding gave \(time.phrase) is not known; run that time, "
                    + "\"\(time.setting)\", to compare both."
            }
            return run.againstHolding ?? "What buying and holding gave is not known for this run."
        case .version(let index):
            let other = versions[index]
            guard let before = other.summary else {
                return "Version \(other.number) has not been run."
            }
            let isBefore = index == versions.count - 2
            return RunSummary.comparison(
                before, run, (isBefore ? "before" : "version \(other.number)", "now"))
        }
    }

    private var list: String {
        versions.map { version in
            let gain = version.summary?.value("total_return").map {
                " (\(NumberText.percent($0)))"
            }
            return "Version \(version.number): \(version.reading.understood)\(gain ?? "")"
        }.joined(separator: "\n")
    }

    private var lacking: String {
        missing.isEmpty
            ? sources.allSatisfy(\.isAtHand)
                ? "Nothing: all of its data is at hand."
                : "Nothing: what is not at hand can be fetched."
            : "Missing: "
                + missing.map { "\($0.what); instead: \($0.instead)" }
                .joined(separator: "; ") + "."
    }

    /// Each source with where it comes from, and what is missing.
    private var used: String {
        var lines = ["It uses:"]
        for source in sources { lines.append("  \(source.name): \(source.origin)") }
        if !missing.isEmpty { lines.append(lacking) }
        return lines.joined(separator: "\n")
    }

    /// What the data costs, and the orders where the strategy was run.
    private var price: String {
        let paid = sources.filter { $0.monthlyCost > 0 }.map {
            "$\(NumberText.fixed($0.monthlyCost, decimals: 2)) a month for \($0.name)"
        }
        let data =
            paid.isEmpty
            ? "Its data costs nothing." : "Its data costs about \(paid.joined(separator: ", "))."
        guard let run = now.summary else { return data }
        let about = RunAnswers(run: run, rule: "", time: SpokenTime(in: ""))
        return data + "\n" + about.costs
    }
}

extension Plan.Source {
    /// Where it comes from, in a few words.
    fileprivate var origin: String {
        switch tier {
        case "bundled": "bundled"
        case "file": "from a file"
        case "archive": "in the archive"
        default:
            isAtHand
                ? "in the archive, from \(url)"
                : fetch == nil ? "\(url), which nothing here fetches" : "to be fetched from \(url)"
        }
    }
}
