import AlmanacCore
import TimeSeries

/// Turns a plan into a strategy document and a binding of its slots.
struct DefinitionBuilder {
    let plan: StrategyPlan
    let catalogue: SymbolCatalogue
    /// The slots with their symbols, the traded one first.
    let slots: [SentenceReading.Binding]

    init(plan: StrategyPlan, catalogue: SymbolCatalogue) {
        self.plan = plan
        self.catalogue = catalogue
        slots = DefinitionBuilder.slots(of: plan)
    }

    /// Two symbols in a ratio or spread are assets a and b; otherwise the traded one is `prices`.
    private static func slots(of plan: StrategyPlan) -> [SentenceReading.Binding] {
        var isPair = false
        for condition in plan.conditions {
            condition.visit { quantity in
                switch quantity {
                case .ratio, .spread: isPair = true
                default: break
                }
            }
        }
        if isPair, plan.others.count == 1 {
            return [
                .init(slot: "asset_a", symbol: plan.traded),
                .init(slot: "asset_b", symbol: plan.others[0]),
            ]
        }
        var slots = [SentenceReading.Binding(slot: "prices", symbol: plan.traded)]
        for symbol in plan.others {
            var name = String(
                symbol.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
            if name.first?.isLetter != true { name = "s_" + name }
            while slots.contains(where: { $0.slot == name }) { name += "_2" }
            slots.append(.init(slot: name, symbol: symbol))
        }
        return slots
    }

    /// The strategy document.
    ///
    /// - Throws: `schema_mismatch_error` where a symbol lacks a column that the code needs,
    ///   `validation_error` where a length does not fit the frequency.
    func document(description: String) throws(AlmanacError) -> JSON {
        try written(description: description).document
    }

    /// The strategy document, and what tells why it acts on a bar.
    ///
    /// - Throws: as ``document(description:)``.
    func written(
        description: String
    ) throws(AlmanacError) -> (document: JSON, reasons: StrategyReasons) {
        var writer = CodeWriter(
            conditions: plan.conditions, frequency: plan.frequency,
            everyDay: SymbolCatalogue.tradesEveryDay(plan.traded), slot: slotName,
            hasRange: { StrategyPlan.hasRange(symbol($0), catalogue) })
        writer.holidays = SymbolCatalogue.holidays(of: plan.traded)
        var reasons = StrategyReasons()
        let code = try code(&writer, &reasons)
        var dataSchema = JSONObject()
        for binding in slots {
            dataSchema[binding.slot] = try slotSchema(binding, writer)
        }
        for (slot, columns) in writer.signalColumns {
            dataSchema[slot.name] = [
                "frequency": "event", "columns": .array(columns.map(JSON.string)),
                "max_age": .string(slot.maximumAge), "description": .string(slot.title),
            ]
        }
        let document: JSON = [
            "name": .string(name), "description": .string(description), "version": 1,
            "data_schema": .object(dataSchema),
            "param_schema": .object(parameters(writer)),
            "code": .string(code),
        ]
        return (document, reasons)
    }

    private func symbol(_ subject: Subject) -> String {
        if case .symbol(let symbol) = subject { symbol } else { plan.traded }
    }

    private func slotName(_ subject: Subject) -> String {
        let symbol = symbol(subject)
        return slots.first { $0.symbol == symbol }?.slot ?? slots[0].slot
    }

    private func slotSchema(
        _ binding: SentenceReading.Binding, _ writer: CodeWriter
    ) throws(AlmanacError) -> JSON {
        let used = writer.columns.filter { $0.slot == binding.slot }.map(\.column)
        let columns = ["open", "high", "low", "close", "volume"].filter {
            $0 == "close" || used.contains($0)
        }
        if let entry = catalogue.entry(binding.symbol),
            let missing = columns.first(where: { !entry.columns.contains($0) })
        {
            throw AlmanacError(
                .schemaMismatch,
                "\(binding.symbol) has no \(missing): its columns are "
                    + entry.columns.joined(separator: ", "),
                details: [
                    "symbol": .string(binding.symbol), "column": .string(missing),
                    "columns": .array(entry.columns.map(JSON.string)),
                ],
                suggestion: "use a symbol that has it, or a condition on the price alone")
        }
        let frequency: Frequency =
            switch plan.frequency {
            case .week1, .month1: .day1
            default: plan.frequency
            }
        let role = binding.slot == slots[0].slot ? "the traded symbol" : "a symbol compared with"
        return [
            "frequency": .string(frequency.rawValue),
            "columns": .array(columns.map(JSON.string)),
            "description": .string("Prices of \(role)"),
        ]
    }

    private func parameters(_ writer: CodeWriter) -> JSONObject {
        var schema = writer.parameters.schema
        schema["execution_frequency"] = [
            "type": "enum",
            "values": .array(Frequency.executable.map { .string($0.rawValue) }),
            "default": .string(plan.frequency.rawValue),
            "description": "The bars on which the strategy runs.",
        ]
        schema["execution_price"] = [
            "type": "enum", "values": ["open", "close"],
            "default": .string(plan.executionPrice),
            "description": "Where a signal fills: the next open, or the close that gave it.",
        ]
        return schema
    }

    // MARK: Code

    private func code(
        _ writer: inout CodeWriter, _ reasons: inout StrategyReasons
    ) throws(AlmanacError) -> String {
        let wording = Wording(plan, catalogue)
        let neverLine =
            "pd.Series(False, index=\(try writer.variable(.price(.close, .traded))).index)"
        var signals: [(key: String, code: String)] = []
        func add(
            _ keys: (entry: String, exit: String), _ entry: Condition?, _ exit: Condition?
        ) throws(AlmanacError) {
            writer.entryName = keys.entry
            if plan.holdsFromEntry, let entry, let exit {
                let codes = try writer.holding(entry: entry, exit: exit)
                signals += [(keys.entry, codes.entries), (keys.exit, codes.exits)]
            } else {
                for (key, condition) in [(keys.entry, entry), (keys.exit, exit)] {
                    let code =
                        try condition.map { c throws(AlmanacError) in try writer.expression(c) }
                    signals.append((key, code ?? neverLine))
                }
            }
            if let entry { reasons.add(entry, of: keys.entry, writer, wording) }
            if let exit { reasons.add(exit, of: keys.exit, writer, wording) }
        }
        try add(("entries", "exits"), plan.entry, plan.exit)
        if plan.shortEntry != nil {
            try add(("short_entries", "short_exits"), plan.shortEntry, plan.shortExit)
        }
        let settings = try stops(&writer)
        var text = "def generate_signals(data: dict, params: dict) -> dict:\n"
        for line in writer.lines { text += "    \(line)\n" }
        text += "\n"
        for (key, code) in signals { text += "    \(key) = \(code)\n" }
        let head = text
        text = "\n    return {\n"
        for (key, _) in signals { text += "        '\(key)': \(key),\n" }
        for (key, code) in settings { text += "        '\(key)': \(code),\n" }
        text += "    }\n"
        reasons.complete(head, text)
        return head + text
    }

    private func stops(
        _ writer: inout CodeWriter
    ) throws(AlmanacError) -> [(key: String, code: String)] {
        let settings = plan.settings
        var found: [(key: String, code: String)] = []
        if let size = settings.size {
            let text = "Fraction of equity for each entry."
            found.append(("size", writer.parameters.number("size", size, in: 0.0001...1, text)))
        }
        let rows: [(String, StopDistance?, Double, String)] = [
            ("stop_loss", settings.stopLoss, 1, "Loss at which a position is closed"),
            ("take_profit", settings.takeProfit, 10, "Gain at which a position is closed"),
            (
                "trailing_stop", settings.trailingStop, 1,
                "Fall from the best price at which a position is closed"
            ),
        ]
        for (key, distance, maximum, text) in rows {
            guard let distance else { continue }
            found.append((key, try writer.distance(distance, key, upTo: maximum, text)))
        }
        return found
    }

    // MARK: Name

    /// A name after what triggers the entry.
    private var name: String {
        let trigger = (plan.entry ?? plan.shortEntry)?.leaves ?? []
        let chosen = trigger.first(where: \.isEvent) ?? trigger.first
        return chosen.map(DefinitionBuilder.name(of:)) ?? "strategy"
    }

    private static func name(of condition: Condition) -> String {
        switch condition {
        case .firstBar: "buy_and_hold"
        case .streak, .streakOf: "streak"
        case .pattern(let pattern, _): pattern.name
        case .repeated(let inner, _, _): name(of: inner)
        case .happens(let sources): "after_" + (sources.first?.slot ?? "event")
        case .calendar: "calendar"
        case .elapsed: "holding_period"
        case .compare(let left, _, let right, _), .cross(let left, _, let right):
            name(of: left, right)
        case .between(let quantity, _, _), .within(let quantity, _): name(of: quantity, quantity)
        case .all, .any: "strategy"
        }
    }

    private static func name(of left: Quantity, _ right: Quantity) -> String {
        switch (left, right) {
        case (_, .extreme), (.extreme, _): "channel_breakout"
        case (let left, .extremeOf): name(of: left, .number(0))
        case (_, .band), (.band, _): "bollinger"
        case (.zscore(.ratio, _), _), (.zscore(.spread, _), _), (.ratio, _), (.spread, _): "pairs"
        case (.zscore, _): "mean_reversion"
        case (.signal(let sources, .value), _): sources.first?.slot ?? "signal"
        case (.signal(_, let column), _): column.rawValue
        case (.difference, _): "velocity"
        case (.indicator(let indicator, _, _, _), _): indicator.rawValue
        case (_, .indicator(let indicator, _, _, _)): indicator.rawValue
        case (.rsi, _): "rsi_levels"
        case (.macd, _): "macd"
        case (.change, _): "momentum"
        case (.volatility, _): "volatility"
        case (.average, .average): "average_crossover"
        case (_, .average), (.average, _): "price_and_average"
        case (_, .shifted): "distance_from_level"
        default: "price_level"
        }
    }
}
