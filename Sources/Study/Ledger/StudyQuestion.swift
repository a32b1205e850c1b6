public import StrategyLanguage

/// What a backtest or sweep asks: whether an idea works on a symbol.
public struct StudyQuestion: Sendable, Hashable {
    /// The idea, as ``StrategyLanguage/StrategyDefinition/family`` names it.
    public var family: String
    /// The traded symbol.
    public var symbol: String

    /// Makes a question.
    public init(family: String, symbol: String) {
        self.family = family
        self.symbol = symbol
    }

    /// Makes the question that a strategy asks of a symbol.
    public init(_ definition: StrategyDefinition, symbol: String) {
        self.init(family: definition.family, symbol: symbol)
    }
}
