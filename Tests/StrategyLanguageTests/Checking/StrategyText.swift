import AlmanacCore
import StrategyLanguage
import TimeSeries

/// Small definitions for tests of the checker.
enum StrategyText {
    static let slots = [
        DataSlot(
            name: "prices", frequency: .day1, columns: ["open", "high", "low", "close", "volume"]),
        DataSlot(name: "earnings", frequency: .quarterly, columns: ["eps"]),
    ]

    static let parameters = [
        ParameterSpecification(
            name: "n", type: .int, minimum: 1, maximum: 50, defaultValue: .int(10)),
        ParameterSpecification(
            name: "lag", type: .int, minimum: -2, maximum: 5, defaultValue: .int(1)),
        ParameterSpecification(
            name: "x", type: .float, minimum: -1, maximum: 1, defaultValue: .float(0.5)),
        ParameterSpecification(name: "use", type: .bool, defaultValue: .bool(true)),
        ParameterSpecification(
            name: "mode", type: .choice, values: [.string("a"), .string("b")],
            defaultValue: .string("a")),
        ParameterSpecification(name: "open_end", type: .int, defaultValue: .int(3)),
    ]

    /// A definition of whole code.
    static func definition(code: String) -> StrategyDefinition {
        StrategyDefinition(name: "test", slots: slots, parameters: parameters, code: code)
    }

    /// A definition whose function has `df`, `close`, the given lines, and a result at its end.
    ///
    /// The first given line is line 4 of the code, and its first column is 5.
    static func definition(body: String, result: String = "return close > 1, close < 1")
        -> StrategyDefinition
    {
        let lines = (body + "\n" + result).split(separator: "\n", omittingEmptySubsequences: false)
        return definition(
            code: "def generate_signals(data, params):\n    df = data['prices']\n"
                + "    close = df['close']\n" + lines.map { "    \($0)\n" }.joined())
    }

    /// What is wrong with a definition, warnings left out.
    static func errors(_ definition: StrategyDefinition) -> [Diagnostic] {
        definition.check().filter { $0.severity == .error }
    }

    /// The graph with the parameters' defaults.
    static func compile(_ definition: StrategyDefinition) throws(AlmanacError) -> CompiledStrategy {
        try definition.compile(BoundParameters(definition.parameters))
    }
}
