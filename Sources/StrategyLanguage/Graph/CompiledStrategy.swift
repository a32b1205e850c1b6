public import TimeSeries

/// A strategy with its parameters bound: a graph and which of its values are the signals.
public struct CompiledStrategy: Sendable {
    /// A stop or a size: none, the same on every bar, or a value of the graph.
    public enum Level: Sendable, Hashable {
        case none
        case scalar(Double)
        case value(Int)
    }

    /// What the strategy returns.
    public struct Outputs: Sendable {
        /// When to buy.
        public var entries: Int
        /// When to sell what was bought.
        public var exits: Int
        /// When to sell short, where the strategy does.
        public var shortEntries: Int?
        /// When to buy back, where the strategy sells short.
        public var shortExits: Int?
        /// The fraction of equity to invest.
        public var size: Level = .none
        /// The loss at which to close, as a fraction of the entry price.
        public var stopLoss: Level = .none
        /// The gain at which to close, as a fraction of the entry price.
        public var takeProfit: Level = .none
        /// The fall from the best price at which to close.
        public var trailingStop: Level = .none

        /// The boolean values, in the order entries, exits, short entries, short exits.
        public var signals: [Int] {
            [entries, exits] + [shortEntries, shortExits].compactMap { $0 }
        }
    }

    /// The computation.
    public var graph: Graph
    /// Which of its values are the signals.
    public var outputs: Outputs
    /// The parameters that it was compiled with.
    public var parameters: BoundParameters
    /// Where the code asks for what can fail on a bar, by the value that it computes.
    public var faultPositions: [Int: SourcePosition]
    /// Warnings about meaning.
    public var warnings: [Diagnostic]

    /// How often the strategy runs.
    public var executionFrequency: Frequency { parameters.executionFrequency }
}
