/// How far a stop or a target lies from the entry, or a trailing stop from the best price since.
enum StopDistance: Equatable, Sendable {
    /// A part of the entry price.
    case fraction(Double)
    /// So many average true ranges of the bar that gave the signal, over a length.
    case ranges(Double, Lookback)

    /// The length of an average true range where none is named: that of Wilder, who devised it.
    static let usualLength = Lookback(count: 14, unit: .bar)

    /// The part of the entry price, where it is one.
    var fraction: Double? { if case .fraction(let part) = self { part } else { nil } }

    /// The distance as the reader reads it back: "5%", "2 times the 14-bar ATR".
    var words: String {
        switch self {
        case .fraction(let part): Wording.percent(part)
        case .ranges(let count, let length):
            "\(Wording.number(count)) times the \(length.adjective) ATR"
        }
    }
}
