import AlmanacCore
import TimeSeries

/// A strategy over the weights of symbols, which conditions cannot say.
struct PortfolioTemplate: Equatable, Sendable {
    var kind: Kind
    /// The symbols in reading order; the first is the traded slot.
    var symbols: [String]
    /// The fixed weights by symbol, for ``Kind/fixedWeights``.
    var weights: [Double] = []
    /// The bars that momentum or volatility look back over.
    var lookback = 63
    /// The volatility that is aimed at, a fraction a year.
    var target = 0.1
    var rebalance = Rebalance.month

    /// What decides the weights.
    enum Kind: String, Sendable, CaseIterable {
        case equalWeights = "weights"
        case fixedWeights = "fixed_weights"
        /// All in the symbol with the highest return.
        case rotation
        /// The same, and in cash while that return is negative.
        case dualMomentum = "dual_momentum"
        case inverseVolatility = "inverse_volatility"
        case volatilityTarget = "volatility_target"
    }

    /// When weights are set again.
    enum Rebalance: String, Sendable, CaseIterable { case day, week, month, quarter, year, never }

    /// The family that a plan names.
    var family: String { kind == .fixedWeights ? "weights" : kind.rawValue }

    private var adverb: String {
        switch rebalance {
        case .day: "daily"
        case .week: "weekly"
        case .month: "monthly"
        case .quarter: "quarterly"
        case .year: "yearly"
        case .never: "never"
        }
    }

    /// The strategy as one sentence that the reader reads back.
    ///
    /// - Parameter settings: The dates, cash and costs of its run.
    func sentence(with settings: [String] = []) -> String {
        let list =
            symbols.count < 2
            ? symbols.joined()
            : symbols.dropLast().joined(separator: ", ") + " and "
                + (symbols.last ?? "")
        let months = "by the return of \(lookback) bars"
        let text =
            switch kind {
            case .equalWeights: "Holds \(list) at equal weights"
            case .fixedWeights:
                "Holds "
                    + zip(weights, symbols).map { "\(Wording.percent($0)) \($1)" }
                    .joined(separator: " and ")
            case .rotation: "Rotates into the best of \(list) \(months)"
            case .dualMomentum:
                "Dual momentum: rotates into the best of \(list) \(months) and holds cash "
                    + "while it is negative"
            case .inverseVolatility:
                "Holds \(list) by inverse volatility of \(lookback) bars"
            case .volatilityTarget:
                "Holds \(list) with a target volatility of \(Wording.percent(target)) measured "
                    + "over \(lookback) bars"
            }
        return
            ([text, rebalance == .never ? "never rebalanced" : "rebalanced \(adverb)"] + settings)
            .joined(separator: ", ") + "."
    }

    /// The slots with their symbols.
    var slots: [SentenceReading.Binding] {
        var slots: [SentenceReading.Binding] = []
        for symbol in symbols {
            var name =
                slots.isEmpty
                ? "prices"
                : String(
                    symbol.lowercased().map {
                        $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_"
                    })
            if name.first?.isLetter != true { name = "s_" + name }
            while slots.contains(where: { $0.slot == name }) { name += "_2" }
            slots.append(.init(slot: name, symbol: symbol))
        }
        return slots
    }

    // MARK: Definition

    /// The strategy document.
    var document: JSON {
        var dataSchema = JSONObject()
        for binding in slots {
            dataSchema[binding.slot] = [
                "frequency": "1Day", "columns": ["close"],
                "description": .string("Prices of \(binding.symbol)"),
            ]
        }
        return [
            "name": .string(kind.rawValue), "description": .string(sentence()), "version": 1,
            "data_schema": .object(dataSchema), "param_schema": .object(parameters),
            "code": .string(code),
        ]
    }

    private var parameters: JSONObject {
        var schema = JSONObject()
        switch kind {
        case .equalWeights: break
        case .fixedWeights:
            for (binding, weight) in zip(slots, weights) {
                schema["weight_\(binding.slot)"] = number(weight, 0, 1, "Part of the equity.")
            }
        case .volatilityTarget:
            schema["target"] = number(target, 0.01, 1, "Volatility a year to aim at.")
            schema["window"] = whole(lookback, "Bars of the volatility.")
        case .inverseVolatility: schema["window"] = whole(lookback, "Bars of the volatility.")
        case .rotation, .dualMomentum: schema["window"] = whole(lookback, "Bars of the return.")
        }
        schema["execution_frequency"] = [
            "type": "enum", "values": ["1Day"], "default": "1Day",
            "description": "The bars on which the strategy runs.",
        ]
        schema["execution_price"] = [
            "type": "enum", "values": ["open", "close"], "default": "close",
            "description": "Where an order fills.",
        ]
        return schema
    }

    private func number(_ value: Double, _ low: Double, _ high: Double, _ text: String) -> JSON {
        [
            "type": "float", "min": .number(low), "max": .number(high), "default": .number(value),
            "description": .string(text),
        ]
    }

    private func whole(_ value: Int, _ text: String) -> JSON {
        [
            "type": "int", "min": 2, "max": .integer(max(500, value * 4)),
            "default": .integer(value), "description": .string(text),
        ]
    }

    private var dueLines: [String] {
        let first = "close_\(slots[0].slot)"
        let key: String
        switch rebalance {
        case .day: return ["due = \(first).notna()"]
        case .week: key = "\(first).index.isocalendar().week"
        case .month: key = "\(first).index.month"
        case .quarter: key = "\(first).index.quarter"
        case .year: key = "\(first).index.year"
        // Its weights are set on the first bar on which all are known.
        case .never: return []
        }
        return [
            "period = pd.Series(\(key), index=\(first).index)",
            "due = period != period.shift(1)",
        ]
    }

    private var code: String {
        let names = slots.map(\.slot)
        var lines = names.map { "close_\($0) = data['\($0)']['close']" }
        lines += dueLines
        lines.append("ready = " + names.map { "close_\($0).notna()" }.joined(separator: " & "))
        var weights: [String] = []
        switch kind {
        case .equalWeights:
            let part = "1 / \(names.count)"
            weights = names.map { "pd.Series(\(part), index=close_\($0).index)" }
        case .fixedWeights:
            weights = names.map { "pd.Series(params['weight_\($0)'], index=close_\($0).index)" }
        case .rotation, .dualMomentum:
            lines += names.map { "return_\($0) = close_\($0).pct_change(params['window'])" }
            for (index, name) in names.enumerated() {
                var tests = names.enumerated().filter { $0.offset != index }.map {
                    "(return_\(name) \($0.offset < index ? ">" : ">=") return_\($0.element))"
                }
                if kind == .dualMomentum || tests.isEmpty { tests.append("(return_\(name) > 0)") }
                lines.append("best_\(name) = " + tests.joined(separator: " & "))
            }
            lines.append(
                "ready = ready & " + names.map { "return_\($0).notna()" }.joined(separator: " & "))
            weights = names.map {
                "pd.Series(np.where(best_\($0), 1.0, 0.0), index=close_\($0).index)"
            }
        case .inverseVolatility, .volatilityTarget:
            lines += names.map {
                "volatility_\($0) = close_\($0).pct_change().rolling(params['window']).std()"
                    + " * np.sqrt(252)"
            }
            lines.append(
                "ready = ready & "
                    + names.map { "(volatility_\($0) > 0)" }.joined(separator: " & "))
            if kind == .volatilityTarget {
                weights = names.map {
                    "(params['target'] / volatility_\($0) / \(names.count))"
                        + ".clip(upper=1 / \(names.count))"
                }
            } else {
                lines.append(
                    "total = " + names.map { "1 / volatility_\($0)" }.joined(separator: " + "))
                weights = names.map { "1 / volatility_\($0) / total" }
            }
        }
        if rebalance == .never { lines.append("due = ready.cumsum() == 1") }
        var text = "def generate_signals(data: dict, params: dict) -> dict:\n"
        for line in lines { text += "    \(line)\n" }
        text += "    return {\n"
        for (name, weight) in zip(names, weights) {
            text += "        '\(name)': (\(weight)).where(due & ready),\n"
        }
        return text + "    }\n"
    }
}
