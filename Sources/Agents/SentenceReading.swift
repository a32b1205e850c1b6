public import AlmanacCore
public import TimeSeries

/// What a sentence means: a strategy, the symbols it runs on, and how to run it.
public struct SentenceReading: Sendable, Equatable {
    /// The slots of the definition with their symbols; the first is traded.
    public var symbols: [Binding]
    /// The strategy document: name, description, version, data_schema, param_schema, code.
    public var definition: JSON
    /// The bars on which the strategy runs, also the default of `execution_frequency`.
    public var frequency: Frequency
    /// The span of the calendar to run over; empty for all data.
    public var period: Period
    /// The initial cash, where the sentence names it.
    public var cash: Double?
    /// Costs as a fraction of traded value, where the sentence names them.
    public var fees: Double?
    /// An amount for each order, where the sentence names it.
    public var fixedFees: Double?
    /// A fraction of price against the trader, where the sentence names it.
    public var slippage: Double?
    /// How much each entry commits, where the sentence names it and it is no part of the equity.
    public var tradeSize: TradeSize?
    /// The most exposure as a multiple of the equity, where the sentence names it.
    public var leverage: Double?
    /// What kind of strategy it is: `rsi`, `crossover`, `sentiment`, `event`, `rules` and so on.
    public var family: String
    /// Where what is not a price comes from, one for each slot of a signal.
    public var signals: [Signal]
    /// What was understood, as one sentence that the reader reads back as the same strategy.
    public var understood: String
    /// What was taken for granted, one clause each.
    public var assumptions: [String]

    /// Why the strategy acts on a bar; empty where it is not made of conditions.
    public var reasons = StrategyReasons()

    /// A slot of the definition and the symbol that goes there.
    public struct Binding: Sendable, Equatable {
        /// The slot's name in `data_schema`.
        public var slot: String
        /// The symbol, as the catalogue writes it.
        public var symbol: String

        /// Makes a binding.
        public init(slot: String, symbol: String) {
            self.slot = slot
            self.symbol = symbol
        }
    }

    /// A slot of the definition that holds a signal, and the source that it is made from.
    public struct Signal: Sendable, Equatable {
        /// The slot's name in `data_schema`.
        public var slot: String
        /// The source.
        public var source: Plan.Source

        /// Makes a signal.
        public init(slot: String, source: Plan.Source) {
            self.slot = slot
            self.source = source
        }
    }

    /// A span of the calendar.
    public struct Period: Sendable, Equatable {
        /// The first day as `YYYY-MM-DD`.
        public var from: String?
        /// The last day as `YYYY-MM-DD`, included.
        public var to: String?
        /// A length counted back from the end of the data, where the sentence says "the last …".
        public var last: Lookback?

        /// Makes a span; all data without arguments.
        public init(from: String? = nil, to: String? = nil, last: Lookback? = nil) {
            self.from = from
            self.to = to
            self.last = last
        }
    }
}
