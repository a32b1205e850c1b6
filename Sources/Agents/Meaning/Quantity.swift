/// Whose series a quantity is about.
enum Subject: Hashable, Sendable {
    /// The symbol that the sentence trades, which may be named later than the quantity.
    case traded
    case symbol(String)
}

/// Up or down, above or below.
enum Direction: Hashable, Sendable {
    case up, down

    var reversed: Direction { self == .up ? .down : .up }
}

enum PriceColumn: String, Hashable, Sendable { case open, high, low, close, volume }

enum MACDPart: Hashable, Sendable { case line, signal, histogram }

enum BandPart: Hashable, Sendable { case upper, middle, lower }

struct MACDPeriods: Hashable, Sendable {
    var fast = 12
    var slow = 26
    var signal = 9
}

/// A number at each bar, as a tree of what a sentence names.
indirect enum Quantity: Hashable, Sendable {
    case number(Double)
    case price(PriceColumn, Subject)
    case average(AverageKind, Quantity, Lookback)
    case rsi(Subject, Lookback)
    case macd(MACDPart, Subject, MACDPeriods)
    case band(BandPart, Subject, Lookback, width: Double)
    /// The highest or lowest value of the bars before this one; of all of them without a length.
    case extreme(Direction, Subject, Lookback?)
    /// The relative change over a length.
    case change(Quantity, Lookback)
    case ratio(Quantity, Quantity)
    case spread(Quantity, Quantity)
    /// Distance from the rolling mean in rolling standard deviations.
    case zscore(Quantity, Lookback)
    /// The annualised standard deviation of the bar-to-bar returns.
    case volatility(Subject, Lookback)
    /// A quantity moved by a fraction of itself: -0.05 is 5 % below.
    case shifted(Quantity, by: Double)
    /// An indicator of the table, over its usual length where none is named.
    ///
    /// Further settings stand in the order of its row; none of them is named where they are the
    /// usual ones.
    case indicator(Indicator, Subject, Lookback?, [Double] = [])
    /// The highest or lowest value that a quantity had on the bars before this one.
    case extremeOf(Direction, Quantity, Lookback)
    /// What sources outside of prices say; of several, their mean.
    case signal([SourceMention], SignalColumn)
    /// The change over a length, not relative to where it began.
    case difference(Quantity, Lookback)

    /// What a quantity measures; only like is compared with like.
    enum Measure: Hashable, Sendable {
        case price, volume, oscillator, fraction, macd, ratio, zscore
        /// From -1 to 1.
        case sentiment
        /// A part of a range, which is 1.
        case share
        /// Any number of its own kind.
        case level
    }

    /// What the quantity measures; a plain number has no measure of its own.
    var measure: Measure? {
        switch self {
        case .number: nil
        case .price(.volume, _): .volume
        case .price, .band, .extreme: .price
        case .average(_, let source, _), .shifted(let source, _), .extremeOf(_, let source, _):
            source.measure
        case .rsi: .oscillator
        case .macd: .macd
        case .change, .volatility: .fraction
        case .ratio: .ratio
        case .spread: .price
        case .zscore: .zscore
        case .indicator(let indicator, _, _, _): indicator.measure
        case .signal(_, .sentiment): .sentiment
        case .signal(let sources, .value):
            sources.first?.archived.map { $0.isMoney ? Measure.price : .level }
                ?? sources.first?.source?.measure ?? .level
        case .signal: .level
        case .difference(let source, _): source.measure
        }
    }

    /// The middle that the quantity swings around, so that a level says on which side it is.
    var middle: Double? {
        switch self {
        case .rsi: 50
        case .zscore, .change, .signal(_, .sentiment): 0
        case .indicator(let indicator, _, _, _): indicator.row.middle
        case .signal(let sources, .value) where sources.first?.row == "fear_greed": 50
        default: nil
        }
    }

    /// Whether this is a price in earnings, book values or sales, which is cheap as often as dear.
    var isMultiple: Bool {
        guard case .signal(let sources, .value) = self else { return false }
        return ["facts_pe", "facts_pb", "facts_ps", "cape"].contains(sources.first?.row)
    }

    /// Whether somebody publishes it.
    var isSignal: Bool { if case .signal = self { true } else { false } }

    /// The value without the noise that decimal fractions leave behind.
    static func rounded(_ value: Double) -> Double { (value * 1e10).rounded() / 1e10 }

    /// The quantity with each subject replaced.
    func mapSubjects(_ change: (Subject) -> Subject) -> Quantity {
        switch self {
        case .number: self
        case .price(let column, let subject): .price(column, change(subject))
        case .average(let kind, let source, let length):
            .average(kind, source.mapSubjects(change), length)
        case .rsi(let subject, let length): .rsi(change(subject), length)
        case .macd(let part, let subject, let periods): .macd(part, change(subject), periods)
        case .band(let part, let subject, let length, let width):
            .band(part, change(subject), length, width: width)
        case .extreme(let direction, let subject, let length):
            .extreme(direction, change(subject), length)
        case .change(let source, let length): .change(source.mapSubjects(change), length)
        case .ratio(let left, let right):
            .ratio(left.mapSubjects(change), right.mapSubjects(change))
        case .spread(let left, let right):
            .spread(left.mapSubjects(change), right.mapSubjects(change))
        case .zscore(let source, let length): .zscore(source.mapSubjects(change), length)
        case .volatility(let subject, let length): .volatility(change(subject), length)
        case .shifted(let source, let by): .shifted(source.mapSubjects(change), by: by)
        case .indicator(let indicator, let subject, let length, let settings):
            .indicator(indicator, change(subject), length, settings)
        case .extremeOf(let side, let source, let length):
            .extremeOf(side, source.mapSubjects(change), length)
        case .signal: self
        case .difference(let source, let length):
            .difference(source.mapSubjects(change), length)
        }
    }

    /// Calls a function with this quantity and every one inside it, outermost first.
    func visit(_ body: (Quantity) -> Void) {
        body(self)
        switch self {
        case .average(_, let source, _), .change(let source, _), .zscore(let source, _),
            .shifted(let source, _), .difference(let source, _), .extremeOf(_, let source, _):
            source.visit(body)
        case .ratio(let left, let right), .spread(let left, let right):
            left.visit(body)
            right.visit(body)
        default: break
        }
    }

    /// The subject of a leaf.
    var ownSubject: Subject? {
        switch self {
        case .price(_, let subject), .rsi(let subject, _), .macd(_, let subject, _),
            .band(_, let subject, _, _), .extreme(_, let subject, _), .volatility(let subject, _),
            .indicator(_, let subject, _, _):
            subject
        default: nil
        }
    }

    /// The lengths that this quantity itself names, without those inside it.
    var ownLookback: Lookback? {
        switch self {
        case .average(_, _, let length), .rsi(_, let length), .band(_, _, let length, _),
            .change(_, let length), .zscore(_, let length), .volatility(_, let length),
            .difference(_, let length), .extremeOf(_, _, let length):
            length
        case .extreme(_, _, let length), .indicator(_, _, let length, _): length
        default: nil
        }
    }
}
