public import AlmanacCore
import TimeSeries

/// Reads one sentence about trading into a strategy, without a model and without guessing.
///
/// Tokens become phrases, phrases a draft, the draft a plan, the plan a strategy document. A word
/// that no phrase takes refuses the whole sentence, so a condition is never dropped silently. The
/// same sentence always gives the same reading.
public struct SentenceReader: Sendable {
    /// The longest sentence that is read, in characters.
    public static let maximumLength = 2000

    /// The symbols that sentences may name.
    public let catalogue: SymbolCatalogue

    /// Makes a reader.
    public init(catalogue: SymbolCatalogue) {
        self.catalogue = catalogue
    }

    /// Reads a sentence.
    ///
    /// - Throws: `invalid_symbol_error` for a symbol that is not in the catalogue or a sentence
    ///   without one; `validation_error` for words that cannot be read, naming them, what can be
    ///   read and a near example; `schema_mismatch_error` for a column that the symbol lacks.
    public func read(_ text: String) throws(AlmanacError) -> SentenceReading {
        let text = try checked(text)
        var tokenizer = Tokenizer(text)
        let tokens = catalogue.tokens(of: &tokenizer)
        var parser = SentenceParser(tokens: tokens, catalogue: catalogue)
        parser.run()
        let refusal = Refusal(parser: parser, cleaned: tokenizer, catalogue: catalogue)
        if let error = refusal.unreadError() { throw error }
        do {
            return try SentenceReader.reading(of: parser.draft, catalogue: catalogue)
        } catch {
            throw refusal.completed(error)
        }
    }

    func checked(_ text: String) throws(AlmanacError) -> String {
        guard text.utf8.count <= Self.maximumLength * 4, text.count <= Self.maximumLength else {
            throw AlmanacError(
                .validation, "the sentence is longer than \(Self.maximumLength) characters",
                details: ["limit": .integer(Self.maximumLength)],
                suggestion: "say what to buy, when to buy it and when to sell it")
        }
        guard text.contains(where: { !$0.isWhitespace }) else {
            throw AlmanacError(
                .validation, "there is no sentence to read",
                details: ["can_read": Refusal.canRead],
                suggestion: "try: \"\(Refusal.firstExample)\"")
        }
        return text
    }

    /// The reading of a draft.
    static func reading(
        of draft: SentenceDraft, catalogue: SymbolCatalogue
    ) throws(AlmanacError) -> SentenceReading {
        if let template = draft.template { return try reading(of: template, draft) }
        let plan = try StrategyPlan(draft, catalogue: catalogue)
        let builder = DefinitionBuilder(plan: plan, catalogue: catalogue)
        let understood = PlanSentence(plan: plan, catalogue: catalogue).text(.says)
        let written = try builder.written(description: understood)
        return SentenceReading(
            symbols: builder.slots, definition: written.document,
            frequency: plan.frequency, period: draft.period, cash: draft.cash, fees: draft.fees,
            fixedFees: draft.fixedFees, slippage: draft.slippage,
            tradeSize: draft.tradeSize, leverage: draft.leverage, family: plan.family,
            signals: plan.signals, understood: understood, assumptions: plan.assumptions,
            reasons: written.reasons)
    }

    /// The reading of a strategy over weights.
    ///
    /// - Throws: `validation_error` where conditions or stops are named besides.
    private static func reading(
        of template: PortfolioTemplate, _ draft: SentenceDraft
    ) throws(AlmanacError) -> SentenceReading {
        let named: [(String, Bool)] = [
            ("a condition", draft.entry != nil || draft.shortEntry != nil || draft.exit != nil),
            ("a stop", draft.hasStop), ("a size of each trade", draft.tradeSize != nil),
            ("leverage", draft.leverage != nil),
            ("fills at the open", draft.executionPrice == "open"),
            ("other bars than daily ones", draft.frequency.map { $0 != .day1 } ?? false),
        ]
        if let besides = named.first(where: \.1) {
            throw AlmanacError(
                .validation,
                "weights of several symbols cannot be combined with \(besides.0)",
                suggestion: "try: \"\(template.sentence(with: PlanSentence.run(draft)))\"")
        }
        return SentenceReading(
            symbols: template.slots, definition: template.document, frequency: .day1,
            period: draft.period, cash: draft.cash, fees: draft.fees,
            fixedFees: draft.fixedFees, slippage: draft.slippage, family: template.family,
            signals: [], understood: template.sentence(with: PlanSentence.run(draft)),
            assumptions: draft.assumptions + ["orders fill at the close that gave the weights"])
    }
}

extension SentenceParser {
    /// Reads every clause into the draft; what no phrase takes is kept as unread.
    mutating func run() {
        defer { if draft.traded.isEmpty, let symbol = draft.spokenOf.first { trade(symbol) } }
        while !isAtEnd {
            let start = position
            if clause() != nil, position > start { continue }
            position = start + 1
            if isFiller(tokens[start]) { continue }
            if let last = unread.last, tokens[last.upperBound..<start].allSatisfy(isFiller) {
                unread[unread.count - 1] = last.lowerBound..<position
            } else {
                unread.append(start..<position)
            }
        }
    }

    private func isFiller(_ token: Token) -> Bool {
        switch token.kind {
        case .word(let word): Vocabulary.fillers.contains(word)
        case .mark(let mark): Vocabulary.fillerMarks.contains(mark)
        default: false
        }
    }

    private mutating func clause() -> Bool? {
        first([
            { $0.titleClause() }, { $0.calendarRestriction() },
            // Behind unread words a bare "RSI" is more likely the rest of what was not read.
            { $0.unread.isEmpty ? $0.strategyClause() : nil }, { $0.sidesClause() },
            { $0.oppositeClause() }, { $0.holdClause() },
            { $0.actionClause() },
            { $0.conditionFirst() }, { $0.stopClause() }, { $0.tradeSizeClause() },
            { $0.costClause() },
            { $0.cashClause() }, { $0.bareCash() }, { $0.sizeClause() }, { $0.fillClause() },
            { $0.frequencyClause() }, { $0.periodClause() }, { $0.yearlyClause() },
            { $0.bareConditionFirst() }, { $0.conditionAlone() }, { $0.filterClause() },
            { $0.symbolClause() },
        ])
    }

    /// Consumes a symbol between clauses: "… on AAPL".
    private mutating func symbolClause() -> Bool? {
        skip("on", "for", "of", "in", "with", "the", "trade", "using")
        // "Google searches" are no Google.
        if SourceNames.values.match({ word($0) }) != nil { return nil }
        guard let symbol = symbol() else { return nil }
        trade(symbol)
        return true
    }
}
