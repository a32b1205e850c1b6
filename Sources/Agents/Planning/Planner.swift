public import AlmanacCore
import TimeSeries

/// Turns a sentence into a plan, without a model and without guessing.
///
/// What cannot be answered at all is refused with a reason; what is merely open becomes a plan with
/// a question. The same sentence always gives the same plan.
public struct Planner: Sendable {
    /// The symbols that sentences may name.
    public let catalogue: SymbolCatalogue
    private let atHand: AtHand
    private let reader: SentenceReader
    private let spelling: Spelling
    private let rephrasing: Rephrasing
    private let plainRules: Rephrasing

    /// Makes a planner.
    ///
    /// - Parameter atHand: What there is already; the bundled prices by default.
    public init(catalogue: SymbolCatalogue = .known, atHand: AtHand = AtHand()) {
        self.catalogue = catalogue
        self.atHand = atHand
        reader = SentenceReader(catalogue: catalogue)
        spelling = Spelling(catalogue: catalogue)
        rephrasing = Rephrasing(catalogue: catalogue)
        plainRules = Rephrasing(catalogue: catalogue, rules: Rephrasing.plain)
    }

    /// Plans a sentence.
    ///
    /// - Parameter symbol: What a talk is about: examples trade it where the sentence names none.
    /// - Throws: `validation_error` for an empty or too long text and for what no strategy can
    ///   answer; `details.reason` is then `impossible`, `advice`, `prediction`, `instructions`,
    ///   `language`, `live`, `unsupported`, `unrelated` or `contradictory`.
    public func plan(
        _ text: String, about symbol: String? = nil
    ) throws(AlmanacError) -> PlannedSentence {
        let text = try reader.checked(text)
        let first = Attempt(text, catalogue: catalogue)
        if let refusal = Screen.refusal(of: text, tokens: first.parser.tokens) { throw refusal }
        var best: (attempt: Attempt, error: AlmanacError, share: Double)?
        var clash: AlmanacError?
        var isFirst = true
        for (attempt, changes) in attempts(text, first) {
            let error: AlmanacError
            var lost: [Range<Int>] = []
            defer { isFirst = false }
            switch attempt.outcome {
            case .success(let reading, let plan):
                let standIns = StandIns(attempt.original, reading.symbols, catalogue)
                let planned = planned(
                    standIns.noted(reading), corrections: changes, leftAside: attempt.leftAside)
                if let found = standIns.error(in: plan) ?? Overlooked.window(attempt, plan) {
                    error = found
                    break
                }
                lost = unsaid(planned, attempt)
                if let found = contradiction(in: plan) {
                    // What is left of a sentence may clash though what was said does not, and so
                    // may what rules put together where longs and shorts are named.
                    if lost.isEmpty, isFirst || !attempt.namesBothSides { throw found }
                    if lost.isEmpty { clash = clash ?? found }
                    guard !lost.isEmpty else { continue }
                }
                if lost.isEmpty {
                    guard let found = endingAtOnce(plan) else { return planned }
                    error = found
                    break
                }
                error = leavingOut(lost, of: planned, attempt)
            case .following:
                let planned = following(attempt.parser.draft)
                lost = unsaid(planned, attempt)
                if lost.isEmpty { return planned }
                error = leavingOut(lost, of: planned, attempt)
            case .failure(let found): error = found
            }
            // Another attempt may have understood more.
            let share = attempt.share(without: lost.reduce(0) { $0 + $1.count })
            if share > best?.share ?? -1 { best = (attempt, error, share) }
        }
        if let clash { throw clash }
        guard let best else { throw Screen.error(.unrelated, "nothing") }
        let error = symbol.map { best.attempt.error(best.error, about: $0) } ?? best.error
        return try asking(error, best.attempt, share: best.share)
    }

    /// The ways to read a text, each begun only where those before it failed: with actions that
    /// stand behind their conditions put in front of them; as it stands, in
    /// other words, by a name in any order; the same without small talk and in plain words; by its
    /// parts, as it stands and in plain words, and by a name among words that say nothing known;
    /// then all of that with misspelt words corrected.
    private func attempts(
        _ text: String, _ first: Attempt
    ) -> some Sequence<(Attempt, [(from: String, to: String)])> {
        var step = 0
        var base: Attempt? = first
        var start: Attempt? = first
        var changes: [(from: String, to: String)] = []
        let turned = first.actionsFirst()
        var early = [turned, turned?.rephrased(by: rephrasing)].compactMap(\.self)
            .filter { if case .success = $0.outcome { true } else { false } }[...]
        return AnyIterator {
            if let attempt = early.popFirst() { return (attempt, []) }
            while step < 18 {
                if step == 9 {
                    let better = spelling.corrected(text)
                    base = better.map { Attempt($0.text, catalogue: catalogue) }
                    changes = better?.changes ?? []
                    start = base
                } else if step % 9 == 3 {
                    start = base?.plain(by: plainRules)
                }
                let made: Attempt? =
                    switch step % 9 {
                    case 0, 3: start
                    case 1, 4: start?.rephrased(by: rephrasing)
                    case 2, 5: start?.inAnyOrder(by: rephrasing)
                    case 6: base?.byParts(rephrasing)
                    case 7: start?.byParts(rephrasing)
                    default: start?.inAnyOrder(by: rephrasing, leavingAside: true)
                    }
                step += 1
                if let made { return (made, changes) }
            }
            return nil
        }
    }

    /// What the parser makes of a text that ``plan(_:)`` has read, for changes to be read into.
    func draft(_ text: String) -> SentenceDraft {
        let first = Attempt(text, catalogue: catalogue)
        var best = first
        for (attempt, _) in attempts(text, first) {
            switch attempt.outcome {
            case .success(let reading, let plan):
                let planned = planned(reading, understandingCost: 0)
                if unsaid(planned, attempt).isEmpty, Overlooked.window(attempt, plan) == nil,
                    endingAtOnce(plan) == nil
                {
                    return attempt.parser.draft
                }
            case .following: return attempt.parser.draft
            case .failure: break
            }
            if attempt.share() > best.share() { best = attempt }
        }
        return best.parser.draft
    }

    // MARK: Plans that say all

    /// Why nobody can mean what a draft says, or nothing.
    func problem(in draft: SentenceDraft) -> AlmanacError? {
        guard draft.template == nil, let plan = try? StrategyPlan(draft, catalogue: catalogue)
        else { return nil }
        return contradiction(in: plan) ?? endingAtOnce(plan)
    }

    /// The refusal of a strategy that contradicts itself.
    private func contradiction(in strategy: StrategyPlan?) -> AlmanacError? {
        guard let strategy else { return nil }
        let wording = Wording(traded: strategy.traded)
        return Contradiction.found(in: strategy, wording: wording.clause).map {
            Screen.error(.contradictory, $0)
        }
    }

    /// Why a strategy would end each position as it begins, or begin it where it has begun, which
    /// nobody means.
    private func endingAtOnce(_ strategy: StrategyPlan?) -> AlmanacError? {
        guard let strategy else { return nil }
        let wording = Wording(traded: strategy.traded)
        if let said = Contradiction.repeats(strategy, wording: wording.clause) {
            return AlmanacError(
                .validation, "one of two conditions includes the other: \(said)",
                suggestion: "say of each level whether it is passed upwards or downwards")
        }
        if let said = Contradiction.idleTime(strategy, wording: wording.clause) {
            return AlmanacError(
                .validation,
                "a time is counted from the last bar on which the entry holds: \(said)",
                suggestion: "let the entry be a moment, such as a cross, or leave the time out")
        }
        return Contradiction.endsAtOnce(strategy, wording: wording.clause).map {
            AlmanacError(
                .validation, "it would end each position at once: \($0)",
                suggestion: "say of each level whether it is passed upwards or downwards")
        }
    }

    private func planned(
        _ reading: SentenceReading, corrections: [(from: String, to: String)],
        leftAside: [String]
    ) -> PlannedSentence {
        var reading = reading
        for change in corrections {
            reading.assumptions.insert("\"\(change.from)\" means \"\(change.to)\"", at: 0)
        }
        if !leftAside.isEmpty {
            let words = leftAside.map { "\"\($0)\"" }.joined(separator: ", ")
            reading.assumptions.append("nothing is asked by \(words)")
        }
        return planned(reading, understandingCost: corrections.count)
    }

    /// What the sentence says and the plan does not.
    private func unsaid(_ planned: PlannedSentence, _ attempt: Attempt) -> [Range<Int>] {
        Unsaid(planned.plan, planned.reading).ranges(in: attempt.original, catalogue)
            + Overlooked(attempt, planned.reading).ranges()
    }

    private func leavingOut(
        _ unsaid: [Range<Int>], of planned: PlannedSentence, _ attempt: Attempt
    ) -> AlmanacError {
        let words = unsaid.map(attempt.originalText)
        let quoted = words.map { "\"\($0)\"" }.joined(separator: ", ")
        let countsShares = unsaid.contains { range in
            switch attempt.original[range.lowerBound].kind {
            case .number(_, .pieces): true
            case .number(_, .dollars): attempt.original[range.upperBound - 1].key == "worth"
            default: false
            }
        }
        var error = AlmanacError(
            .validation,
            "the plan would leave out \(quoted)"
                + (countsShares ? " (\(Refusal.sizesAreParts))" : ""),
            details: ["unread": .array(words.map(JSON.string)), "can_read": Refusal.canRead],
            suggestion: Refusal.words(
                for: unsaid.flatMap { attempt.original[$0].map(\.key) }) ?? Refusal.otherWords)
        let dropsNumber = unsaid.contains { range in
            attempt.original[range].contains { token in
                switch token.kind {
                case .number(_, .plain), .number(_, .percent): true
                default: false
                }
            }
        }
        // Where a number, a source or an exit is lost, the rest says something else.
        if !dropsNumber, let rest = planned.reading?.understood,
            Overlooked(attempt, planned.reading).ranges().isEmpty
        {
            error.details["example"] = .string(rest)
            error.suggestion = "\(Refusal.otherWords), or without it: \"\(rest)\""
        }
        return error
    }

    /// The plan of a reading, with what it needs and what is at hand of it.
    ///
    /// - Parameter corrections: how often words had to be corrected before they were understood.
    func planned(_ reading: SentenceReading, understandingCost corrections: Int) -> PlannedSentence
    {
        let reading = atHand.marked(reading)
        let symbols = reading.symbols.map(\.symbol)
        let sources = sources(of: reading)
        let plan = Plan(
            symbols: symbols, sources: sources, schedule: reading.frequency.adjective,
            strategy: Plan.Strategy(
                family: reading.family, parameters: Self.parameters(of: reading)),
            confidence: Confidence.whole(
                reading.assumptions, corrections: corrections),
            missing: atHand.missing(sources), question: nil)
        return PlannedSentence(plan: plan, reading: reading)
    }

    /// Where the prices of a slot come from.
    public func prices(
        _ binding: SentenceReading.Binding, of reading: SentenceReading
    ) -> Plan.Source {
        atHand.prices(
            binding, isFirst: binding == reading.symbols.first, reading.frequency,
            reading.period.words,
            isUnadjusted: binding == reading.symbols.first && atHand.needsUnadjusted(reading))
    }

    /// A reading that knows which of its data is at hand.
    func marked(_ reading: SentenceReading) -> SentenceReading { atHand.marked(reading) }

    /// The sources of a reading, prices first.
    func sources(of reading: SentenceReading) -> [Plan.Source] {
        reading.symbols.map { prices($0, of: reading) }
            + atHand.marked(reading).signals.map(\.source)
    }

    /// What a reading needs that can be neither found nor fetched.
    func missing(of reading: SentenceReading) -> [Plan.Missing] {
        atHand.missing(sources(of: reading))
    }

    /// A plan that buys whatever somebody else buys: it has a source and no symbol of its own.
    private func following(_ draft: SentenceDraft) -> PlannedSentence {
        var mentions: [SourceMention] = []
        if case .happens(let found) = draft.entry { mentions = found }
        let sources = mentions.compactMap {
            $0.planned(for: nil, history: draft.period.words)
        }
        var missing = atHand.missing(sources)
        missing.append(
            Plan.Missing(
                what: "the table of what was bought, which says the symbols",
                instead: "name a symbol, such as \"… in AAPL\", to test it on that one alone"))
        let error = AlmanacError(
            .invalidSymbol, "whatever is bought there cannot be traded here, only one symbol",
            suggestion: "name it, such as \"… in AAPL\"")
        let plan = Plan(
            symbols: [], sources: sources, schedule: "daily",
            strategy: Plan.Strategy(family: "event", parameters: [:]),
            confidence: Confidence.open(share: 1), missing: missing, question: nil)
        return PlannedSentence(plan: plan, reading: nil, obstacle: error)
    }

    /// The defaults of a definition's parameters and the settings of the run that it names.
    static func parameters(of reading: SentenceReading) -> JSONObject {
        var parameters = JSONObject()
        for (name, schema) in reading.definition["param_schema"]?.objectValue?.members ?? [] {
            if name == "execution_frequency" || name == "execution_price" { continue }
            parameters[name] = schema["default"] ?? .null
        }
        if let size = reading.tradeSize {
            let name = String(size.option.prefix { $0 != "=" })
            parameters[name.replacing("-", with: "_")] = .number(size.value)
        }
        if let leverage = reading.leverage { parameters["leverage"] = .number(leverage) }
        if let from = reading.period.from { parameters["from"] = .string(from) }
        if let to = reading.period.to { parameters["to"] = .string(to) }
        if let last = reading.period.last { parameters["last"] = .string(last.noun) }
        return parameters
    }

    // MARK: Plans that ask

    private func asking(
        _ error: AlmanacError, _ attempt: Attempt, share: Double
    ) throws(AlmanacError) -> PlannedSentence {
        let draft = attempt.parser.draft
        let mentions = attempt.mentions
        if draft.traded.isEmpty, mentions.isEmpty, !attempt.speaksOfTrading,
            !attempt.comparesSymbols
        {
            throw Screen.error(.unrelated, "nothing")
        }
        let history = draft.period.words
        let prices = draft.traded.enumerated().map { index, symbol in
            atHand.prices(
                SentenceReading.Binding(slot: "prices", symbol: symbol), isFirst: index == 0,
                .day1, history)
        }
        let sources = mentions.compactMap { mention in
            mention.planned(
                for: draft.traded.first, history: history
            ).map { atHand.marked($0, slot: mention.slot) }
        }
        let plan = Plan(
            symbols: draft.traded, sources: sources, schedule: "daily",
            strategy: Plan.Strategy(family: "none", parameters: [:]),
            confidence: Confidence.open(share: share),
            missing: atHand.missing(prices + sources), question: error.spoken)
        return PlannedSentence(plan: plan, reading: nil, obstacle: error)
    }
}

/// How sure a plan is.
enum Confidence {
    /// Of a plan that says all: each thing taken for granted and each corrected word costs a part.
    static func whole(_ assumptions: [String], corrections: Int) -> Double {
        let meant = assumptions.filter { text in
            // What the plan's sentence says itself, or no words could decide.
            !text.hasPrefix("orders fill") && !text.hasPrefix("the high")
                && !text.contains(" count from the last bar ")
        }
        let guessed = max(0, meant.count - corrections)
        var value = 1.0
        for _ in 0..<guessed { value *= 0.96 }
        for _ in 0..<corrections { value *= 0.88 }
        return (value * 100).rounded() / 100
    }

    /// Of a plan with a question: at most 0.4, by the part of the words that was understood.
    static func open(share: Double) -> Double { (0.4 * share * 100).rounded() / 100 }
}
