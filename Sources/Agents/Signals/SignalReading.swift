/// How what a source gives becomes the signal of a slot.
public enum SignalReading: Sendable, Equatable {
    /// Prices, as they are.
    case prices
    /// Texts become sentiment and counts: those in which every field that is there has its words,
    /// and that name the symbol; of these those that every filter keeps.
    case texts(kind: String, [FieldRule], author: String?, [PostFilter])
    /// What was published of the symbol becomes events, by the name of an `EventKind`: what is one
    /// and has in every field its words.
    case published(String, [FieldRule])
    /// Rows of a series become values.
    case rows(Rows)
    /// Rows of a series become events.
    case events(Rows, RowEvent)
    /// A field of the records of a page that is kept becomes values: of all versions, of those
    /// whose other field names the traded symbol where there is a rule.
    case recorded(String, FieldRule?)
    /// Unadjusted prices of the traded symbol and what its shares earned or paid become a ratio.
    case ratio(Ratio)

    /// A ratio of a price and what a share brings.
    public enum Ratio: Sendable, Equatable {
        /// The price to the diluted earnings of four quarters, as filed.
        case priceToEarnings
        /// The dividends of a year to the price.
        case dividendYield
    }

    /// What a field of a record says.
    public struct FieldRule: Sendable, Equatable {
        /// The field.
        public var field: String
        /// Words that it must hold in any case.
        public var words: [String]
        /// Whether it must be exactly the words rather than hold each.
        public var isWhole: Bool

        /// Makes a rule.
        public init(_ field: String, _ words: [String], isWhole: Bool = false) {
            (self.field, self.words, self.isWhole) = (field, words, isWhole)
        }

        /// Whether a field's text has them.
        public func accepts(_ text: String) -> Bool {
            let text = text.lowercased()
            return isWhole ? words.contains(text) : words.allSatisfy { text.contains($0) }
        }
    }

    /// A series of the archive and what of it is read.
    public struct Rows: Sendable, Equatable {
        /// The series' slot.
        public var slot: String
        /// The series' symbol; nothing for the request's target.
        public var symbol: String?
        /// The column; nothing for the first.
        public var column: String?
        /// What values are multiplied with.
        public var factor = 1.0
        /// Rows back to which the relative change is taken, where not the value itself is read.
        public var changeOver: Int?

        /// Makes a description.
        public init(
            slot: String, symbol: String? = nil, column: String? = nil, factor: Double = 1,
            changeOver: Int? = nil
        ) {
            (self.slot, self.symbol, self.column) = (slot, symbol, column)
            (self.factor, self.changeOver) = (factor, changeOver)
        }
    }

    /// When a row is an event.
    public enum RowEvent: Sendable, Equatable {
        /// It has a value.
        case present
        /// It has a higher value than the row with one before it.
        case rises
    }
}
