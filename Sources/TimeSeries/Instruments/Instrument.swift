/// Something that can be traded, known by an identity that outlives its tickers.
public struct Instrument: Sendable, Hashable {
    /// The identity; it never changes and is never given to another instrument.
    public let id: ID
    /// What it is called.
    public let name: String
    /// The ISO 4217 code of the currency that it is quoted in.
    public let currency: String
    /// The name of the calendar by which it trades.
    public let calendar: String

    /// The stable identity of an instrument: any text that its source never reuses.
    public struct ID: Sendable, Hashable, Comparable, CustomStringConvertible {
        /// The text.
        public let text: String

        /// Makes an identity.
        public init(_ text: String) {
            self.text = text
        }

        /// Whether one identity precedes another in the order of their text.
        public static func < (left: ID, right: ID) -> Bool { left.text < right.text }

        /// The text.
        public var description: String { text }
    }

    /// Makes an instrument.
    public init(id: ID, name: String, currency: String = "USD", calendar: String = "XNYS") {
        self.id = id
        self.name = name
        self.currency = currency
        self.calendar = calendar
    }
}

/// The days on which a ticker names an instrument.
public struct TickerSpan: Sendable, Hashable {
    /// The ticker, in upper case.
    public let ticker: String
    /// The instrument that it names.
    public let instrument: Instrument.ID
    /// The first day.
    public let from: CivilDate
    /// The first day on which it no longer does, or `nil` where it still does.
    public let until: CivilDate?

    /// Makes a span; the ticker is put in upper case.
    public init(
        ticker: String, instrument: Instrument.ID, from: CivilDate, until: CivilDate? = nil
    ) {
        self.ticker = ticker.uppercased()
        self.instrument = instrument
        self.from = from
        self.until = until
    }

    /// Whether the ticker names the instrument on a day.
    public func contains(_ date: CivilDate) -> Bool {
        date >= from && (until.map { date < $0 } ?? true)
    }

    /// Whether two spans share a day.
    func overlaps(_ other: TickerSpan) -> Bool {
        (until.map { other.from < $0 } ?? true) && (other.until.map { from < $0 } ?? true)
    }
}
