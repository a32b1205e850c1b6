import AlmanacCore
import StrategyLanguage
import Testing
import TimeSeries

/// Results that say something for each of several slots.
@Suite struct SlotResultTests {
    private static let start = """
        def generate_signals(data, params):
            a = data['a']['close']
            b = data['b']['close']
            up, down = a > b, a < b

        """

    private func definition(_ result: String) -> StrategyDefinition {
        StrategyDefinition(
            name: "two",
            slots: [
                DataSlot(name: "a", frequency: .day1, columns: ["close"]),
                DataSlot(name: "b", frequency: .day1, columns: ["close"]),
                DataSlot(name: "report", frequency: .quarterly, columns: ["eps"]),
            ], parameters: [], code: Self.start + "    " + result + "\n")
    }

    private func compile(_ result: String) throws -> CompiledStrategy {
        let definition = definition(result)
        try definition.requireValid()
        return try definition.compile(BoundParameters(definition.parameters))
    }

    @Test(
        "weights are dictionaries and frames of numbers, keyed by slot",
        arguments: [
            "return {'a': 0.5, 'b': -0.5}",
            "return {'b': np.where(up, 0.5, 0.0), 'a': a / (a + b)}",
            "return {'weights': {'a': 0.5, 'b': b / (a + b)}}",
            "return pd.DataFrame({'a': a / (a + b), 'b': b / (a + b)})",
            "return {'weights': pd.DataFrame({'b': 1 - up.astype(float), 'a': up.astype(float)})}",
        ])
    func weights(result: String) throws {
        let strategy = try compile(result)
        #expect(strategy.isPortfolio)
        #expect(strategy.slotOutputs.map(\.slot) == ["a", "b"])
        #expect(strategy.slotOutputs.allSatisfy { $0.isWeight })
        #expect(throws: AlmanacError.self) { try strategy.requireSingleSlot() }
    }

    @Test(
        "signals for each slot are what a single slot's may be",
        arguments: [
            "return {'a': (up, down), 'b': (down, up)}", "return {'b': (up, down)}",
            "return {'a': (up, down, down, up), 'b': {'entries': down, 'exits': up}}",
            "return {'a': {'entries': up, 'exits': down, 'size': 0.4, 'stop_loss': a * 0 + 0.1}, "
                + "'b': None}",
            "return {'b': {'short_entries': up, 'short_exits': down}, 'a': [up, down]}",
        ])
    func signals(result: String) throws {
        let strategy = try compile(result)
        #expect(strategy.isPortfolio)
        #expect(!strategy.slotOutputs.contains { $0.isWeight })
    }

    @Test("the order of keys changes nothing")
    func order() throws {
        let one = try compile("return {'a': (up, down), 'b': (down, up)}")
        let other = try compile("return {'b': (down, up), 'a': (up, down)}")
        #expect(one.slotOutputs.map(\.slot) == other.slotOutputs.map(\.slot))
        #expect(one.graph.nodes == other.graph.nodes)
    }

    @Test(
        "a result of one slot stays one",
        arguments: [
            "return up, down", "return {'entries': up, 'exits': down}",
            "return pd.DataFrame({'entries': up, 'exits': down})",
        ])
    func single(result: String) throws {
        let strategy = try compile(result)
        #expect(!strategy.isPortfolio && strategy.slotOutputs.isEmpty)
        #expect(throws: Never.self) { try strategy.requireSingleSlot() }
    }

    @Test(
        "what is no result for slots is refused with what is wrong",
        arguments: [
            ("return {'a': (up, down), 'c': (up, down)}", "'c', which is no slot"),
            ("return {'a': (up, down), 'bb': 0.5}", "which is no slot"),
            ("return {'a': (up, down), 'b': 0.5}", "weights for some slots and signals for others"),
            ("return {'a': up, 'b': down}", "is a condition"),
            ("return {'a': (up, down), 'report': (up, down)}", "no bars to trade on"),
            ("return {'a': 'half'}", "must be a series or a number"),
            ("return {'a': (up, down, up)}", "returns 3 values"),
            ("return {'a': {'exits': down}}", "returns no 'entries'"),
            ("return {'a': {'entries': up, 'exit': down}}", "unknown key 'exit'"),
            ("return {'a': (up, down), 'entries': up}", "unknown key 'a'"),
            ("return {'weights': {}}", "says nothing about any slot"),
            ("return {'a': None, 'b': None}", "says nothing about any slot"),
        ])
    func refused(result: String, says: String) throws {
        let errors = definition(result).check().filter { $0.severity == .error }
        let first = try #require(errors.first, "\(result) is accepted")
        #expect(first.message.contains(says), "\(first.message)")
    }
}
