import AlmanacCore
import StrategyLanguage
import TimeSeries

/// Reads changes of a strategy that somebody wrote, such as a model, and no grammar read.
///
/// What keeps the definition is done here and asks nobody: the symbol, dates, cash, costs, bars of
/// days and longer, and the parameters by their names. All else is for whoever wrote it.
struct WrittenChange {
    private let reading: SentenceReading
    private let catalogue: SymbolCatalogue

    init(_ reading: SentenceReading, _ catalogue: SymbolCatalogue) {
        (self.reading, self.catalogue) = (reading, catalogue)
    }

    /// What words say about the strategy.
    enum Outcome {
        case changed(SentenceReading, Conversation.Change)
        /// Why what they say cannot be done.
        case refused(String)
    }

    /// The changed reading and the kind of change, or nothing where the words say no such change.
    func applied(_ words: [Token]) -> Outcome? { named(words) ?? settings(words) }

    // MARK: Settings

    /// A change by the grammar of changes, of a strategy of which it knows the settings alone.
    private func settings(_ words: [Token]) -> Outcome? {
        guard let traded = reading.symbols.first?.symbol else { return nil }
        var known = SentenceDraft()
        known.traded = [traded]
        known.frequency = reading.frequency
        (known.period, known.cash) = (reading.period, reading.cash)
        (known.fees, known.fixedFees) = (reading.fees, reading.fixedFees)
        known.slippage = reading.slippage
        guard case .changed(let draft, let kind) = DraftChange(known, catalogue).applied(words)
        else { return nil }
        var rest = draft
        (rest.traded, rest.frequency) = (known.traded, known.frequency)
        (rest.period, rest.namesEdgesApart) = (known.period, known.namesEdgesApart)
        (rest.cash, rest.slippage) = (known.cash, known.slippage)
        (rest.fees, rest.fixedFees) = (known.fees, known.fixedFees)
        guard rest == known, draft.traded.count == 1 else { return nil }
        var changed = reading
        (changed.period, changed.cash) = (draft.period, draft.cash)
        (changed.fees, changed.fixedFees) = (draft.fees, draft.fixedFees)
        changed.slippage = draft.slippage
        if let frequency = draft.frequency, frequency != reading.frequency {
            guard let other = Self.reading(changed, on: frequency) else { return nil }
            changed = other
        }
        if draft.traded[0] != traded {
            guard let other = reading(changed, trading: draft.traded[0]) else { return nil }
            changed = other
        }
        return .changed(changed, kind)
    }

    /// The reading on other bars; nothing where those need other data.
    private static func reading(
        _ reading: SentenceReading, on frequency: Frequency
    ) -> SentenceReading? {
        let ofDays: [Frequency] = [.day1, .week1, .month1]
        guard ofDays.contains(reading.frequency), ofDays.contains(frequency) else { return nil }
        var changed = reading
        changed.frequency = frequency
        return changed.setting("execution_frequency", to: .string(frequency.rawValue))
    }

    /// The reading with another symbol; nothing where that lacks columns, or sources depend on it.
    private func reading(
        _ reading: SentenceReading, trading symbol: String
    ) -> SentenceReading? {
        let slot = reading.symbols[0].slot
        let columns = reading.definition["data_schema"]?[slot]?["columns"]?.arrayValue ?? []
        let given = catalogue.entry(symbol)?.columns ?? []
        guard reading.signals.isEmpty, !reading.symbols.contains(where: { $0.symbol == symbol }),
            columns.allSatisfy({ given.contains($0.stringValue ?? "") })
        else { return nil }
        var changed = reading
        changed.symbols[0].symbol = symbol
        return changed
    }

    // MARK: Parameters

    /// "Change days to 30", "what if the days were 30", "days = 30".
    private func named(_ words: [Token]) -> Outcome? {
        let parameters = reading.definition["param_schema"]?.objectValue?.members ?? []
        for (name, schema) in parameters where schema["default"]?.doubleValue != nil {
            let plain = String(name.map { $0 == "_" ? " " : $0 })
            for spelt in Set([name, plain]) {
                guard let number = Self.number(for: Tokenizer.tokens(of: spelt), in: words) else {
                    continue
                }
                return set(name, to: number)
            }
        }
        return nil
    }

    private func set(_ name: String, to number: Double) -> Outcome {
        let text = JSON.text(of: number)
        do {
            let definition = try StrategyDefinition(json: reading.definition, name: "written")
            _ = try BoundParameters(definition.parameters, text: [(name, text)])
        } catch {
            return .refused(error.spoken)
        }
        let value = Int(exactly: number).map(JSON.integer) ?? .number(number)
        return .changed(reading.setting(name, to: value), .parameter)
    }

    /// The number that words give a parameter, where they say nothing else.
    private static func number(for name: [Token], in words: [Token]) -> Double? {
        var rest = words[...].drop { before.contains($0.key) }
        while let last = rest.last, ["?", ".", "!", "instead", "please", "now"].contains(last.key) {
            rest = rest.dropLast()
        }
        guard !name.isEmpty, rest.count > name.count,
            zip(rest, name).allSatisfy({ $0.key == $1.key })
        else { return nil }
        rest = rest.dropFirst(name.count).drop { between.contains($0.key) }
        guard rest.count == 1, case .number(let number, .plain)? = rest.first?.kind else {
            return nil
        }
        return number
    }

    private static let before: Set = [
        "what", "if", "try", "set", "change", "make", "use", "with", "let", "put", "the", "please",
        "now", "how", "about", "and", "was", "were",
    ]
    private static let between: Set = ["to", "=", ":", "is", "be", "were", "was", "of", "at", "as"]
}

extension SentenceReading {
    /// The reading with another default of a parameter.
    fileprivate func setting(_ name: String, to value: JSON) -> SentenceReading {
        guard var document = definition.objectValue,
            var parameters = document["param_schema"]?.objectValue,
            var schema = parameters[name]?.objectValue
        else { return self }
        schema["default"] = value
        parameters[name] = .object(schema)
        document["param_schema"] = .object(parameters)
        var reading = self
        reading.definition = .object(document)
        return reading
    }

    /// The reading with its sentence made of its author's words and of what was set beside them.
    ///
    /// - Parameter written: The reading as it was written; itself by default.
    func worded(since written: SentenceReading? = nil) -> SentenceReading {
        let written = written ?? self
        var parts: [String] = []
        if let old = written.symbols.first?.symbol, let new = symbols.first?.symbol, old != new {
            parts.append("traded on \(new) instead of \(old)")
        }
        for (name, schema) in definition["param_schema"]?.objectValue?.members ?? []
        where name != "execution_frequency" {
            let old = written.definition["param_schema"]?[name]?["default"]
            guard let new = schema["default"], let old, new != old else { continue }
            parts.append("with \(name) at \(new.text()) instead of \(old.text())")
        }
        if frequency != .day1 { parts.append("on \(frequency.adjective) bars") }
        var settings = SentenceDraft()
        (settings.period, settings.cash) = (period, cash)
        (settings.fees, settings.fixedFees, settings.slippage) = (fees, fixedFees, slippage)
        parts += PlanSentence.run(settings)
        var reading = self
        let words = definition["description"]?.stringValue ?? ""
        let bare = words.hasSuffix(".") ? String(words.dropLast()) : words
        reading.understood =
            parts.isEmpty ? words : ([bare] + parts).joined(separator: ", ") + "."
        return reading
    }
}

extension Conversation {
    /// Takes in a change of a strategy that the grammar did not read; nothing where the words are
    /// for whoever wrote it.
    mutating func changeWritten(_ text: String, _ words: [Token], _ state: State) -> Reply? {
        let outcome = WrittenChange(state.version.reading, planner.catalogue).applied(words)
        switch outcome {
        case nil: return nil
        case .refused(let why)?: return .say(why)
        case .changed(let changed, let kind)?:
            let reading = changed.worded(since: state.plan?.reading)
            if reading.isRun(like: state.version.reading) {
                return .say("That is how it already is: \(reading.understood)")
            }
            let request = state.request.map { $0 + "\nChanged afterwards: " + text }
            return adopt(reading, nil, request, state.plan, as: kind)
        }
    }
}
