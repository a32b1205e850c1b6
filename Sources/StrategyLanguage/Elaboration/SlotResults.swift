import AlmanacCore
import TimeSeries

/// What a strategy returned, as values of the graph under construction.
struct StrategyOutputs {
    /// The signals of the traded slot; never where the result is for several slots.
    var signals: CompiledStrategy.Outputs
    /// What is said of each slot, in the order of the schema; empty for a single slot's signals.
    var slots: [CompiledStrategy.SlotOutputs] = []
}

extension GraphCompiler {
    /// The members of a result that is keyed by slots; nil for a single slot's signals.
    ///
    /// A key of a single slot's result decides, so that what such a result means does not depend on
    /// how slots are called.
    func slotMembers(of result: Value) -> [(String, Value)]? {
        switch result {
        case .dictionary(let dictionary):
            let members = dictionary.keys.compactMap { key in dictionary[key].map { (key, $0) } }
            if members.count == 1, members[0].0 == "weights", !isSlot("weights") {
                return weightMembers(of: members[0].1)
            }
            guard !members.contains(where: { Self.isResultKey($0.0) }),
                members.contains(where: { isSlot($0.0) })
            else { return nil }
            return members
        case .frame(let frame):
            guard !frame.names.isEmpty, frame.names.allSatisfy(isSlot),
                !frame.names.contains(where: Self.isResultKey)
            else { return nil }
            return weightMembers(of: result)
        default: return nil
        }
    }

    private func weightMembers(of value: Value) -> [(String, Value)]? {
        switch value {
        case .dictionary(let dictionary):
            dictionary.keys.compactMap { key in dictionary[key].map { (key, $0) } }
        case .frame(let frame):
            frame.names.compactMap { name in frame[name].map { (name, Value.series($0)) } }
        default: nil
        }
    }

    private func isSlot(_ name: String) -> Bool {
        definition.slots.contains { $0.name == name }
    }

    /// What is said of each slot, checked and put into the order of the schema.
    func slotOutputs(
        ofMembers members: [(String, Value)], at position: SourcePosition
    ) -> StrategyOutputs? {
        var found: [String: CompiledStrategy.SlotOutputs.Content] = [:]
        for (name, value) in members {
            if case .none = value { continue }
            guard isTradable(name, at: position) else { return nil }
            guard let content = slotContent(value, name, at: position) else { return nil }
            found[name] = content
        }
        let slots = definition.slots.compactMap { slot in
            found[slot.name].map {
                CompiledStrategy.SlotOutputs(slot: slot.name, content: $0)
            }
        }
        guard !slots.isEmpty else {
            fail(
                .result, "generate_signals says nothing about any slot",
                hint: "return {'slot': (entries, exits), …} or {'slot': weight, …}", at: position)
            return nil
        }
        let weighted = slots.filter(\.isWeight).count
        guard weighted == 0 || weighted == slots.count else {
            fail(
                .result, "generate_signals returns weights for some slots and signals for others",
                hint: "return one kind for all slots: (entries, exits) or a target weight",
                at: position)
            return nil
        }
        let never = builder.constant(0)
        var first = CompiledStrategy.Outputs(entries: never, exits: never)
        if case .signals(let outputs)? = found[definition.slots[0].name] { first = outputs }
        return StrategyOutputs(signals: first, slots: slots)
    }

    private func isTradable(_ name: String, at position: SourcePosition) -> Bool {
        guard let slot = definition.slots.first(where: { $0.name == name }) else {
            let names = definition.slots.map(\.name)
            let near = nearest(to: name, among: names).map { "did you mean '\($0)'? " } ?? ""
            fail(
                .result, "generate_signals returns something for '\(name)', which is no slot",
                hint: near + "the slots are \(names.joined(separator: ", "))", at: position)
            return false
        }
        guard slot.frequency == .quarterly || slot.frequency == .event else { return true }
        fail(
            .result, "slot '\(name)' has no bars to trade on: its rows are observations",
            hint: "return signals or weights for slots of prices only", at: position)
        return false
    }

    private func slotContent(
        _ value: Value, _ name: String, at position: SourcePosition
    ) -> CompiledStrategy.SlotOutputs.Content? {
        switch value {
        case .tuple, .dictionary, .frame:
            return signalOutputs(of: value, at: position).map { .signals($0) }
        case .list(let list) where list.series == nil:
            return signalOutputs(of: value, at: position).map { .signals($0) }
        default:
            guard let column = column(value, for: "the weight of '\(name)'", at: position) else {
                return nil
            }
            guard !column.type.isBoolean else {
                fail(
                    .result, "the weight of '\(name)' is a condition",
                    hint: "return (entries, exits) for signals, or a number: "
                        + "np.where(condition, 0.5, 0.0)", at: position)
                return nil
            }
            return .weight(column.value)
        }
    }
}
