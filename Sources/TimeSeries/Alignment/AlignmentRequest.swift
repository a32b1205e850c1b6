/// What to align: the slots of a strategy with their data, and the axis to align them to.
public struct AlignmentRequest: Sendable {
    /// The slots in the order of the schema; the first is the traded one and gives the time axis.
    public var slots: [Slot]
    /// The frequency of the axis, one of `Frequency.executable`.
    public var executionFrequency: Frequency
    /// The first bar of the axis, included; `nil` is the first there is.
    public var from: Edge?
    /// The last bar of the axis, included; `nil` is the last there is.
    public var to: Edge?
    /// What to keep before `from`, so that windows are full at `from`.
    public var warmup: Warmup
    /// How long a value takes to arrive after it became known.
    public var latency: Duration
    /// Whether slots keep the columns that their schema does not name.
    public var keepsAllColumns: Bool

    /// Whether joined slots tell which row each bar shows.
    public var keepsRows = false

    /// Makes a request.
    public init(
        slots: [Slot], executionFrequency: Frequency = .day1, from: Edge? = nil, to: Edge? = nil,
        warmup: Warmup = .bars(0), latency: Duration = .zero, keepsAllColumns: Bool = false
    ) {
        self.slots = slots
        self.executionFrequency = executionFrequency
        self.from = from
        self.to = to
        self.warmup = warmup
        self.latency = latency
        self.keepsAllColumns = keepsAllColumns
    }

    /// One slot of a strategy and the data that is bound to it.
    public struct Slot: Sendable {
        /// The slot's name in the strategy.
        public var name: String
        /// Its rows, in any order.
        public var frame: Frame
        /// The declared frequency; what the rows show overrules it for bars.
        public var frequency: Frequency
        /// The columns that the code may use, in order; `nil` is all that the frame has.
        public var columns: [String]?
        /// How long a value is carried forward after it became known; `nil` is without limit.
        public var maxAge: Duration?
        /// The calendar of the slot's market.
        public var clock: MarketClock

        /// Makes a slot.
        public init(
            name: String, frame: Frame, frequency: Frequency, columns: [String]? = nil,
            maxAge: Duration? = nil, clock: MarketClock = .utc
        ) {
            self.name = name
            self.frame = frame
            self.frequency = frequency
            self.columns = columns
            self.maxAge = maxAge
            self.clock = clock
        }
    }

    /// An end of the axis: a whole day or a moment.
    public enum Edge: Sendable, Equatable {
        /// A date as days since 1970-01-01, whole: the session's for an exchange's bars in a day.
        case day(Int)
        /// A moment that a bar's start is compared with.
        case moment(Timestamp)
    }

    /// How much to keep before the first bar.
    public enum Warmup: Sendable, Equatable {
        /// A number of bars of the axis.
        case bars(Int)
        /// The bars that start at most so long before the first bar.
        case duration(Duration)
    }
}
