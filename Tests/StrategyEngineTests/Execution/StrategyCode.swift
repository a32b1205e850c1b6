import AlmanacCore
import StrategyEngine
import StrategyLanguage
import TimeSeries

/// Small strategies over one slot of daily bars.
enum StrategyCode {
    static let slots = [
        DataSlot(
            name: "prices", frequency: .day1, columns: ["open", "high", "low", "close", "volume"])
    ]

    /// A definition whose function has `df`, `close` and the given lines.
    static func definition(
        _ body: String, parameters: [ParameterSpecification] = []
    ) -> StrategyDefinition {
        let lines = body.split(separator: "\n", omittingEmptySubsequences: false)
        let code =
            "def generate_signals(data, params):\n    df = data['prices']\n"
            + "    close = df['close']\n" + lines.map { "    \($0)\n" }.joined()
        return StrategyDefinition(
            name: "test", slots: slots, parameters: parameters, code: code)
    }

    static func compile(_ body: String) throws -> CompiledStrategy {
        let definition = definition(body)
        try definition.requireValid()
        return try definition.compile(BoundParameters(definition.parameters))
    }

    /// Daily bars whose close is given; the other columns follow from it.
    static func inputs(_ close: [Double]) -> StrategyInputs {
        let day: Int64 = 86_400_000_000_000
        var inputs = StrategyInputs(
            times: close.indices.map { Timestamp(nanoseconds: Int64($0 + 18_000) * day) })
        inputs["prices", "close"] = close
        inputs["prices", "open"] = close.map { $0 - 0.25 }
        inputs["prices", "high"] = close.map { $0 + 1 }
        inputs["prices", "low"] = close.map { $0 - 1 }
        inputs["prices", "volume"] = close.map { $0 * 10 }
        return inputs
    }

    /// The numbers that an expression gives over closes.
    static func values(_ expression: String, _ close: [Double], before: String = "") throws
        -> [Double]
    {
        let strategy = try compile(
            (before.isEmpty ? "" : before + "\n")
                + "return {'entries': close > 0, 'exits': close < 0, 'size': \(expression)}")
        let signals = try strategy.signals(over: inputs(close))
        return close.indices.map { signals.size.value(at: $0) }
    }
}
