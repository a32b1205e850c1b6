public import AlmanacCore
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

    /// What the strategy says about one slot, where it says something about each of several.
    public struct SlotOutputs: Sendable {
        /// The slot.
        public var slot: String
        /// What is said.
        public var content: Content

        /// Signals, or a target weight.
        public enum Content: Sendable {
            /// When to enter and leave, as for a single slot.
            case signals(Outputs)
            /// The fraction of equity to hold, negative for short; missing leaves the position.
            case weight(Int)
        }

        /// Whether a target weight is given.
        public var isWeight: Bool {
            if case .weight = content { true } else { false }
        }
    }

    /// The computation.
    public var graph: Graph
    /// Which of its values are the signals of the traded slot; none of them is ever true where
    /// ``slotOutputs`` says nothing about that slot's signals.
    public var outputs: Outputs
    /// What the strategy says about each slot, in the order of the schema; empty for a strategy
    /// whose signals are for the traded slot alone.
    public var slotOutputs: [SlotOutputs]
    /// The parameters that it was compiled with.
    public var parameters: BoundParameters
    /// Where the code asks for what can fail on a bar, by the value that it computes.
    public var faultPositions: [Int: SourcePosition]
    /// Warnings about meaning.
    public var warnings: [Diagnostic]
    /// The values of the names in the code that the compilation was told to watch.
    package var watched: [String: Int] = [:]

    /// How often the strategy runs.
    public var executionFrequency: Frequency { parameters.executionFrequency }

    /// Whether the strategy speaks for each slot, so that all its slots share one account.
    public var isPortfolio: Bool { !slotOutputs.isEmpty }

    /// Refuses a strategy that speaks for several slots where only one can be traded.
    /// - Throws: A `validation_error` that says where such strategies run.
    public func requireSingleSlot() throws(AlmanacError) {
        guard isPortfolio else { return }
        let names = slotOutputs.map(\.slot)
        throw AlmanacError(
            .validation,
            "the strategy returns \(slotOutputs[0].isWeight ? "weights" : "signals") for each of "
                + "its slots, and only one slot is traded here",
            details: ["slots": .array(names.map(JSON.string))],
            suggestion: "run it with `almanac backtest` or in a book, or return (entries, exits)")
    }
}
