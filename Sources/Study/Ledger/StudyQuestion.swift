public import StrategyLanguage

/// What a backtest or sweep asks: whether an idea works on a symbol.
public struct StudyQuestion: Sendable, Hashable {
    /// The idea, as ``StrategyLanguage/StrategyDefinition/idea`` names it.
    public var idea: String
    /// The traded symbol.
    public var symbol: String

    /// Makes a question.
    public init(idea: String, symbol: String) {
        self.idea = idea
        self.symbol = symbol
    }

    /// Makes the question that a strategy asks of a symbol.
    public init(_ definition: StrategyDefinition, symbol: String) {
        self.init(idea: definition.idea, symbol: symbol)
    }
}
