package import AlmanacCore
package import LanguageModel
import StrategyLanguage
import TimeSeries

/// Has a language model read what the grammar cannot, and lets nothing pass that its checks refuse.
///
/// The plan is of the same type and is checked like any other: symbols are those of the catalogue,
/// sources those of the table, and the strategy is compiled over nothing but their columns.
package struct ModelPlanner: Sendable {
    private let client: ModelClient
    private let planner: Planner

    /// Makes a planner of a client, which finds what is at hand as another planner does.
    package init(_ client: ModelClient, like planner: Planner) {
        (self.client, self.planner) = (client, planner)
    }

    /// Whether a model may be asked about what the grammar refused for a reason.
    ///
    /// What is impossible, advice, a forecast or an order stays refused, whoever reads it.
    package static func mayRead(_ error: AlmanacError) -> Bool {
        let reasons: Set = ["language", "unsupported", "unrelated"]
        guard let reason = error.details["reason"]?.stringValue else {
            return [.validation, .invalidSymbol, .schemaMismatch].contains(error.kind)
        }
        return reasons.contains(reason)
    }

    /// Whether a failure leaves a sentence at what rules say of it.
    ///
    /// It does where nobody answered, whatever the cause; what a model said, or a person who broke
    /// off, does not.
    package static func leavesRules(_ error: AlmanacError) -> Bool {
        let reason = error.details["reason"]?.stringValue ?? ""
        return error.kind != .codeGeneration && !["cannot", "interrupted"].contains(reason)
    }

    /// Plans a sentence.
    ///
    /// - Parameter keep: Is told what the model answered, once it is accepted.
    /// - Throws: A `validation_error` where the model says that it cannot be done, a
    ///   `code_generation_error` with what was wrong where it does not manage, and what
    ///   `ModelClient` throws.
    package func plan(
        _ sentence: String, keep: @Sendable (ModelAnswers) -> Void = { _ in }
    ) async throws -> PlannedSentence {
        let catalogue = planner.catalogue
        let answer = try await client.document(
            Self.request(sentence), Self.answer, purpose: "planner", prompt: Prompt.planner.label
        ) { document throws(AlmanacError) in
            try Wanted(document, catalogue)
        }
        let wanted = answer.value
        var answers = ModelAnswers(plan: answer.document, corrections: answer.corrections.count)
        if wanted.cannot == nil, wanted.question == nil {
            let written = try await ModelStrategist(client).proposal(
                for: sentence, slots: wanted.slots(catalogue))
            answers.strategy = written.document
            answers.corrections += written.corrections.count
        }
        keep(answers)
        return try Self.planned(answers, like: planner)
    }

    /// The plan that answers stand for, checked as when they came; nobody is asked.
    ///
    /// - Throws: A `validation_error` where they say that it cannot be done, and what is wrong with
    ///   them.
    package static func planned(
        _ answers: ModelAnswers, like planner: Planner
    ) throws(AlmanacError) -> PlannedSentence {
        let wanted = try Wanted(answers.plan, planner.catalogue)
        if let reason = wanted.cannot {
            throw AlmanacError(
                .validation, "the model says that this cannot be done: \(reason)",
                details: ["reason": "cannot", "said": .string(reason)],
                suggestion: "say what to buy and when, in other words")
        }
        if let question = wanted.question { return asking(question, wanted) }
        guard let strategy = answers.strategy else {
            throw AlmanacError(.validation, "the model's answer has no strategy")
        }
        let written = try ModelStrategist.written(
            strategy, slots: wanted.slots(planner.catalogue))
        var planned = planner.planned(wanted.reading(written), understandingCost: 0)
        for _ in 0..<answers.corrections { planned.plan.confidence *= 0.88 }
        planned.plan.confidence = (planned.plan.confidence * 100).rounded() / 100
        return planned
    }

    private static func asking(_ question: String, _ wanted: Wanted) -> PlannedSentence {
        let plan = Plan(
            symbols: wanted.symbols, sources: [], schedule: "daily",
            strategy: Plan.Strategy(family: "none", parameters: [:]), confidence: 0.2, missing: [],
            question: question)
        let error = AlmanacError(
            .validation, question, details: ["reason": "question"],
            suggestion: "say the request again with the answer in it")
        return PlannedSentence(plan: plan, reading: nil, obstacle: error)
    }

    // MARK: The request

    private static func request(_ sentence: String) -> ModelRequest {
        let rows = SourceTable.rows.map { row -> String in
            let title = row.title.split(separator: "{}", omittingEmptySubsequences: false)
                .joined(separator: "TARGET")
            let kind: String
            switch row.kind {
            case .texts: kind = "texts (columns sentiment from -1 to 1, posts)"
            case .events: kind = "events (column events: how many so far)"
            case .values: kind = "values (column value)"
            }
            return "\(row.name): \(title); \(kind)"
        }
        return ModelRequest(
            instructions: Prompt.planner.filled([
                ("fence", DataFence.rule), ("sources", rows.joined(separator: "\n")),
            ]),
            messages: [
                ModelMessage(
                    .user,
                    "The request:\n"
                        + DataFence.wrap(sentence, kind: "request", limit: 4_000))
            ])
    }

    /// The form of the answer.
    private static let answer = AnswerSchema(
        name: "plan",
        schema: closed([
            "symbols": ["type": "array", "items": ["type": "string"]],
            "signals": [
                "type": "array",
                "items": closed([
                    "source": [
                        "type": "string",
                        "enum": .array(SourceTable.rows.map { .string($0.name) }),
                    ], "target": optional, "event": optional,
                ]),
            ],
            "frequency": [
                "type": "string",
                "enum": .array(Frequency.executable.map { .string($0.rawValue) }),
            ],
            "from": optional, "to": optional, "cash": amount, "fees": amount, "fixed_fee": amount,
            "slippage": amount, "question": optional, "cannot": optional,
        ]))

    private static func closed(_ properties: JSONObject) -> JSON {
        [
            "type": "object", "properties": .object(properties),
            "required": .array(properties.keys.map(JSON.string)), "additionalProperties": false,
        ]
    }

    private static let optional: JSON = ["anyOf": [["type": "string"], ["type": "null"]]]
    private static let amount: JSON = ["anyOf": [["type": "number"], ["type": "null"]]]
}

/// What a model read from a request, checked.
private struct Wanted: Sendable {
    var symbols: [String] = []
    var mentions: [SourceMention] = []
    var frequency = Frequency.day1
    var period = SentenceReading.Period()
    var cash: Double?
    /// Parts of what is traded.
    var fees: Double?
    var slippage: Double?
    /// Dollars for each order.
    var fixedFees: Double?
    var question: String?
    var cannot: String?

    /// - Throws: What is wrong with it, to be sent back.
    init(_ document: JSON, _ catalogue: SymbolCatalogue) throws(AlmanacError) {
        func text(_ name: String) -> String? {
            document[name]?.stringValue.flatMap { $0.isEmpty ? nil : String($0.prefix(500)) }
        }
        cannot = text("cannot")
        question = text("question")
        if cannot != nil { return }
        for symbol in (document["symbols"]?.arrayValue ?? []).compactMap(\.stringValue) {
            guard catalogue.entry(symbol) != nil else {
                let near = nearestName(to: symbol, among: catalogue.entries.map(\.symbol))
                throw AlmanacError(
                    .invalidSymbol, "there is no symbol '\(symbol.prefix(40))' here",
                    suggestion: near.map { "did you mean \($0)?" }
                        ?? "use a symbol that is known, or set cannot")
            }
            if !symbols.contains(symbol) { symbols.append(symbol) }
        }
        if question != nil { return }
        guard !symbols.isEmpty, symbols.count <= 20 else {
            throw AlmanacError(
                .validation, "symbols must name 1 to 20 symbols",
                suggestion: "name what is traded, or ask a question")
        }
        frequency =
            document["frequency"]?.stringValue.flatMap(Frequency.init(rawValue:)) ?? .day1
        for name in ["from", "to"] {
            guard let day = text(name) else { continue }
            guard CivilDate(iso8601: day) != nil else {
                throw AlmanacError(.validation, "\(name) is no day", suggestion: "YYYY-MM-DD")
            }
        }
        period = SentenceReading.Period(from: text("from"), to: text("to"))
        cash = try Self.amount("cash", of: document, below: 1e12)
        fees = try Self.amount("fees", of: document, below: 100).map { $0 / 100 }
        slippage = try Self.amount("slippage", of: document, below: 100).map { $0 / 100 }
        fixedFees = try Self.amount("fixed_fee", of: document, below: 1e6)
        guard cash != 0 else {
            throw AlmanacError(.validation, "cash is 0", suggestion: "use null for the usual one")
        }
        for entry in document["signals"]?.arrayValue ?? [] {
            let mention = try Self.mention(entry)
            if !mentions.contains(where: { $0.slot == mention.slot }) { mentions.append(mention) }
        }
    }

    private static func amount(
        _ name: String, of document: JSON, below limit: Double
    ) throws(AlmanacError) -> Double? {
        guard let value = document[name]?.doubleValue else { return nil }
        guard value >= 0, value < limit else {
            throw AlmanacError(
                .validation,
                "\(name) is \(JSON.text(of: value)), and must be from 0 to below "
                    + JSON.text(of: limit), suggestion: "use null where it is not named")
        }
        return value
    }

    private static func mention(_ entry: JSON) throws(AlmanacError) -> SourceMention {
        let name = entry["source"]?.stringValue ?? ""
        guard let row = SourceTable.row(name) else {
            throw AlmanacError(.validation, "there is no source '\(name.prefix(40))'")
        }
        var target = entry["target"]?.stringValue.flatMap { $0.isEmpty ? nil : $0 }
        target = target.map { String($0.drop { $0 == "@" }) }
        if let target {
            let isPlain =
                target.utf8.count <= 60
                && target.allSatisfy { $0.isLetter || $0.isNumber || " _-.'".contains($0) }
            guard isPlain else {
                throw AlmanacError(
                    .validation, "'\(target.prefix(60))' is no target of \(name)",
                    suggestion: "give a handle or a name alone")
            }
        }
        guard row.kind == .events else { return SourceMention(name, target) }
        let said = entry["event"]?.stringValue ?? "buy"
        let known = [
            "earnings", "earnings_beat", "earnings_miss", "fed_announcement", "fed_cut", "fed_hike",
            "upgrade", "downgrade", "split", "dividend_increase", "ex_dividend", "buyback",
            "filing",
        ]
        if known.contains(said) { return SourceMention(name, target, event: said) }
        guard said == "buy" || said == "sell" else {
            throw AlmanacError(
                .validation, "there is no event '\(said.prefix(40))'",
                suggestion: "use buy, sell, or one of \(known.joined(separator: ", "))")
        }
        let whose = target ?? (name == "insiders" ? "insider" : name)
        let event = whose.lowercased().split(separator: " ").joined(separator: "_") + "_" + said
        return SourceMention(name, target, event: event)
    }

    // MARK: Slots

    /// The slots of the symbols, the traded one first.
    private var bindings: [SentenceReading.Binding] {
        symbols.enumerated().map { index, symbol in
            let plain = symbol.lowercased().map { $0.isLetter || $0.isNumber ? $0 : "_" }
            return SentenceReading.Binding(
                slot: index == 0 ? "prices" : "s_" + String(plain), symbol: symbol)
        }
    }

    /// The slots that a strategy may read, with the columns that they have.
    func slots(_ catalogue: SymbolCatalogue) -> [DataSlot] {
        let bars: Frequency = [.week1, .month1].contains(frequency) ? .day1 : frequency
        let day = Timestamp.nanosecondsPerDay
        return bindings.map { binding in
            DataSlot(
                name: binding.slot, frequency: bars,
                columns: catalogue.entry(binding.symbol)?.columns ?? ["close"],
                summary: "Prices of \(binding.symbol)")
        }
            + mentions.map { mention in
                let (columns, age): ([String], Int64) =
                    switch mention.source?.kind {
                    case .texts: (["sentiment", "posts"], 7)
                    case .events: (["events"], 3_650)
                    case .values, nil: (["value"], 180)
                    }
                return DataSlot(
                    name: mention.slot, frequency: .event, columns: columns, maxAge: age * day,
                    summary: mention.phrase)
            }
    }

    /// A strategy over the slots as what a sentence means.
    func reading(_ written: WrittenStrategy) -> SentenceReading {
        var definition = written.definition.json.objectValue ?? JSONObject()
        var parameters = definition["param_schema"]?.objectValue ?? JSONObject()
        parameters["execution_frequency"] = [
            "type": "enum", "values": .array(Frequency.executable.map { .string($0.rawValue) }),
            "default": .string(frequency.rawValue),
            "description": "The bars on which the strategy runs.",
        ]
        definition["param_schema"] = .object(parameters)
        let traded = symbols.first
        return SentenceReading(
            symbols: bindings, definition: .object(definition), frequency: frequency,
            period: period, cash: cash, fees: fees, fixedFees: fixedFees, slippage: slippage,
            family: "written",
            signals: mentions.compactMap { mention in
                mention.planned(for: traded, history: period.words).map {
                    SentenceReading.Signal(slot: mention.slot, source: $0)
                }
            }, understood: written.summary,
            assumptions: written.assumptions + ["a model wrote the strategy: read it with --save"]
        ).worded()
    }
}
