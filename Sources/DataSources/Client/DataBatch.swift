public import AlmanacCore
public import TimeSeries

/// What one answer of a source held, typed, with the moment from which each part could be known.
///
/// It is in the archive's own terms, so that it is stored as it is.
public struct DataBatch: Sendable {
    /// Rows of numbers.
    public var series: [SeriesPart] = []
    /// Splits and dividends by symbol.
    public var actions: [ActionsPart] = []
    /// What is traded under symbols of the series, where the source says what that is.
    public var instruments: [InstrumentPart] = []
    /// Single things with fields.
    public var records: [SourceRecord] = []
    /// What single persons wrote, each in the form of an answer of its own, so that it is kept
    /// apart under the key of who wrote it; records say which they were read from.
    public var writings: [Writing] = []
    /// The answer without them; nil where it is kept as it came.
    public var rest: [UInt8]?
    /// What a person should know, in sentences.
    public var notes: [String] = []
    /// What the source says that it charged, in millionths of a dollar.
    public var microdollars: Int64?
    /// When what was charged is known.
    package var charge = Charge.known

    /// Makes an empty batch.
    public init() {}

    /// Whether there is nothing in it.
    public var isEmpty: Bool {
        series.allSatisfy { $0.frame.count == 0 } && actions.allSatisfy { $0.actions.isEmpty }
            && records.isEmpty
    }

    /// How many rows, actions and records are in it.
    package var count: Int {
        series.reduce(0) { $0 + $1.frame.count }
            + actions.reduce(0) { $0 + $1.actions.count } + records.count
    }

    /// When what a call is charged is known.
    package enum Charge: Sendable {
        /// With this answer.
        case known
        /// With a later answer of the same run.
        case later
        /// The answer says that the call which was asked about never arrived.
        case none
    }

    /// What one person wrote.
    public struct Writing: Sendable, Equatable {
        /// The name of who wrote it, as the source has it.
        public var author: String
        /// Their part of the answer.
        public var bytes: [UInt8]

        /// Makes a part from a document.
        public init(author: String, _ document: JSON) {
            self.author = author
            bytes = Array(document.text().utf8)
        }
    }

    /// Rows of one series.
    public struct SeriesPart: Sendable {
        /// What of the source it is: `prices`, or another slot.
        public var slot: String
        /// What it is about, as the source names it.
        public var symbol: String
        /// How often rows come.
        public var frequency: Frequency
        /// The calendar by which bars close.
        public var calendar: TradingCalendar
        /// Whether the source itself says when each version became known; else moments follow from
        /// a rule, and another value for a time that is there is a correction of now.
        public var isStated: Bool
        /// The rows, oldest first, with `knownAt`.
        public var frame: Frame

        /// Makes a part; the frame must have `knownAt`.
        public init(
            slot: String = "prices", symbol: String, frequency: Frequency,
            calendar: TradingCalendar, isStated: Bool = false, frame: Frame
        ) {
            precondition(frame.knownAt != nil, "every row says from when it was known")
            (self.slot, self.symbol, self.frequency) = (slot, symbol, frequency)
            (self.calendar, self.isStated, self.frame) = (calendar, isStated, frame)
        }
    }

    /// The instrument behind a symbol, as the source describes it today.
    public struct InstrumentPart: Sendable, Equatable {
        /// The symbol, as series have it.
        public var symbol: String
        /// The first day of trading.
        public var listedOn: CivilDate
        /// The instrument; what is first traded by a symbol on an exchange on a day is one thing
        /// for ever, whatever it is called later.
        public var instrument: Instrument

        /// Makes a part.
        ///
        /// - Parameter exchange: the exchange, as the source names it.
        public init(
            symbol: String, exchange: String, listedOn: CivilDate, name: String, currency: String,
            calendar: TradingCalendar
        ) {
            (self.symbol, self.listedOn) = (symbol, listedOn)
            instrument = Instrument(
                id: Instrument.ID("\(exchange):\(symbol):\(listedOn.iso8601)"), name: name,
                currency: currency, calendar: calendar.name)
        }
    }

    /// The splits and dividends of one symbol.
    public struct ActionsPart: Sendable {
        /// What they are of.
        public var symbol: String
        /// The actions in time order.
        public var actions: [CorporateAction]

        /// Makes a part.
        public init(symbol: String, actions: [CorporateAction]) {
            (self.symbol, self.actions) = (symbol, actions)
        }
    }
}

/// A thing that a source told of: a post, a filing, a trade.
public struct SourceRecord: Sendable, Equatable {
    /// What it is, such as `post`.
    public var kind: String
    /// What the source calls it; equal identities are versions of one thing.
    public var identity: String
    /// What time it is about.
    public var time: Timestamp
    /// From when it could be known.
    public var knownAt: Timestamp
    /// Its fields; what the source leaves empty is absent.
    public var fields: JSONObject
    /// Which of the batch's writings it was read from; nil for what no single person wrote.
    public var writing: Int?

    /// Makes a record.
    public init(
        kind: String, identity: String, time: Timestamp, knownAt: Timestamp, fields: JSONObject
    ) {
        (self.kind, self.identity) = (kind, identity)
        (self.time, self.knownAt, self.fields) = (time, knownAt, fields)
    }
}
