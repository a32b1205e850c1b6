extension GraphCompiler {
    private static let signalKeys = ["entries", "exits", "short_entries", "short_exits"]
    private static let levelKeys = ["size", "stop_loss", "take_profit", "trailing_stop"]

    /// What `generate_signals` returned: signals, or something for each of several slots.
    func outputs(of result: Value, at position: SourcePosition) -> StrategyOutputs? {
        if let members = slotMembers(of: result) {
            return slotOutputs(ofMembers: members, at: position)
        }
        return signalOutputs(of: result, at: position).map { StrategyOutputs(signals: $0) }
    }

    /// Whether a key of a result is one of a single slot's.
    static func isResultKey(_ key: String) -> Bool {
        signalKeys.contains(key) || levelKeys.contains(key)
    }

    /// The signals of one slot.
    func signalOutputs(
        of result: Value, at position: SourcePosition
    ) -> CompiledStrategy.Outputs? {
        switch result {
        case .failed: return nil
        case .tuple(let elements): return outputs(ofTuple: elements, at: position)
        case .list(let list): return outputs(ofTuple: list.elements, at: position)
        case .dictionary(let dictionary):
            let members = dictionary.keys.compactMap { key in dictionary[key].map { (key, $0) } }
            return outputs(ofMembers: members, at: position)
        case .frame(let frame):
            let members = frame.names.compactMap { name in
                frame[name].map { (name, Value.series($0)) }
            }
            return outputs(
                ofMembers: members.filter { Self.isResultKey($0.0) }, at: position)
        default:
            fail(
                .result, "generate_signals returns \(result.noun)",
                hint: "return (entries, exits), (entries, exits, short_entries, short_exits), "
                    + "or a dict with those keys", at: position)
            return nil
        }
    }

    private func outputs(
        ofTuple elements: [Value], at position: SourcePosition
    ) -> CompiledStrategy.Outputs? {
        guard elements.count == 2 || elements.count == 4 else {
            fail(
                .result, "generate_signals returns \(elements.count) values",
                hint: "return (entries, exits) or (entries, exits, short_entries, short_exits)",
                at: position)
            return nil
        }
        return outputs(ofMembers: Array(zip(Self.signalKeys, elements)), at: position)
    }

    private func outputs(
        ofMembers members: [(String, Value)], at position: SourcePosition
    ) -> CompiledStrategy.Outputs? {
        var signals: [String: Int] = [:]
        var levels: [String: CompiledStrategy.Level] = [:]
        for (key, value) in members {
            if case .none = value { continue }
            if Self.signalKeys.contains(key) {
                guard let column = column(value, for: "'\(key)'", at: position) else { return nil }
                signals[key] = definiteTruth(column.value, column.type)
            } else if Self.levelKeys.contains(key) {
                guard let level = level(value, key, at: position) else { return nil }
                levels[key] = level
            } else {
                let known = Self.signalKeys + Self.levelKeys
                fail(
                    .result, "generate_signals returns an unknown key '\(key)'",
                    hint: "the keys are \(known.joined(separator: ", "))", at: position)
                return nil
            }
        }
        guard signals["entries"] != nil || signals["short_entries"] != nil else {
            fail(
                .result, "generate_signals returns no 'entries'",
                hint: "return {'entries': …, 'exits': …}", at: position)
            return nil
        }
        let never = builder.constant(0)
        var outputs = CompiledStrategy.Outputs(
            entries: signals["entries"] ?? never, exits: signals["exits"] ?? never,
            shortEntries: signals["short_entries"], shortExits: signals["short_exits"])
        if outputs.shortEntries == nil && outputs.shortExits != nil { outputs.shortEntries = never }
        if outputs.shortEntries != nil && outputs.shortExits == nil { outputs.shortExits = never }
        outputs.size = levels["size"] ?? .none
        outputs.stopLoss = levels["stop_loss"] ?? .none
        outputs.takeProfit = levels["take_profit"] ?? .none
        outputs.trailingStop = levels["trailing_stop"] ?? .none
        return outputs
    }

    private func level(
        _ value: Value, _ key: String, at position: SourcePosition
    ) -> CompiledStrategy.Level? {
        if let scalar = value.interval, scalar.kind == .int || scalar.kind == .float {
            if scalar.high < 0 {
                fail(
                    .result, "'\(key)' is negative",
                    hint: "give a fraction such as 0.05 for 5 %", at: position)
                return nil
            }
            return .scalar(value.number ?? .nan)
        }
        guard let column = column(value, for: "'\(key)'", at: position) else { return nil }
        return .value(column.value)
    }
}
