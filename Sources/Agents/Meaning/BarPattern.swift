/// A shape of the newest bars that has a name.
///
/// Candles are TA-Lib's, with its own settings of what is long and short. Inside and outside bars
/// lie strictly within or beyond the bar before; the narrowest range is smaller than each of those
/// before it (Crabel, Day Trading with Short Term Price Patterns, 1990: NR4, NR7).
enum BarPattern: Hashable, Sendable {
    case inside, outside
    case narrowest(Int)
    case doji, hammer, hangingMan, invertedHammer, shootingStar, piercing
    case engulfing(Direction)
    case harami(Direction)
    /// Three white soldiers, or three black crows.
    case three(Direction)
    /// The morning star, or the evening star.
    case star(Direction)

    /// What is said of what is traded: "forms an inside bar".
    var clause: String {
        switch self {
        case .inside: "forms an inside bar"
        case .outside: "forms an outside bar"
        case .narrowest(let count): "forms the narrowest range of \(count) bars"
        case .doji: "forms a doji"
        case .hammer: "forms a hammer"
        case .hangingMan: "forms a hanging man"
        case .invertedHammer: "forms an inverted hammer"
        case .shootingStar: "forms a shooting star"
        case .piercing: "forms a piercing line"
        case .engulfing(let way): "forms a \(way == .up ? "bullish" : "bearish") engulfing"
        case .harami(let way): "forms a \(way == .up ? "bullish" : "bearish") harami"
        case .three(let way): "forms three \(way == .up ? "white soldiers" : "black crows")"
        case .star(let way): "forms \(way == .up ? "a morning" : "an evening") star"
        }
    }

    /// The name of a strategy after it.
    var name: String {
        switch self {
        case .inside: "inside_bar"
        case .outside: "outside_bar"
        case .narrowest: "narrow_range"
        case .doji: "doji"
        case .hammer: "hammer"
        case .hangingMan: "hanging_man"
        case .invertedHammer: "inverted_hammer"
        case .shootingStar: "shooting_star"
        case .piercing: "piercing_line"
        case .engulfing: "engulfing"
        case .harami: "harami"
        case .three(let way): way == .up ? "white_soldiers" : "black_crows"
        case .star(let way): way == .up ? "morning_star" : "evening_star"
        }
    }

    /// The same shape upside down, where it has a name.
    var mirrored: BarPattern? {
        switch self {
        case .engulfing(let way): .engulfing(way.reversed)
        case .harami(let way): .harami(way.reversed)
        case .three(let way): .three(way.reversed)
        case .star(let way): .star(way.reversed)
        default: nil
        }
    }

    /// Whether it is said to come before a fall.
    var isBearish: Bool {
        switch self {
        case .hangingMan, .shootingStar, .engulfing(.down), .harami(.down), .three(.down),
            .star(.down):
            true
        default: false
        }
    }

    /// The columns that it is read from.
    var columns: [PriceColumn] {
        switch self {
        case .inside, .outside, .narrowest: [.high, .low]
        default: [.open, .high, .low, .close]
        }
    }

    /// The expression with columns and the window `{n}` to be filled in.
    var code: String {
        switch self {
        case .inside: "({high} < {high}.shift(1)) & ({low} > {low}.shift(1))"
        case .outside: "({high} > {high}.shift(1)) & ({low} < {low}.shift(1))"
        case .narrowest:
            "({high} - {low}) < ({high} - {low}).shift(1).rolling({n} - 1).min()"
        case .doji: Self.candle("DOJI", .up)
        case .hammer: Self.candle("HAMMER", .up)
        case .hangingMan: Self.candle("HANGINGMAN", .down)
        case .invertedHammer: Self.candle("INVERTEDHAMMER", .up)
        case .shootingStar: Self.candle("SHOOTINGSTAR", .down)
        case .piercing: Self.candle("PIERCING", .up)
        case .engulfing(let way): Self.candle("ENGULFING", way)
        case .harami(let way): Self.candle("HARAMI", way)
        case .three(.up): Self.candle("3WHITESOLDIERS", .up)
        case .three(.down): Self.candle("3BLACKCROWS", .down)
        case .star(.up): Self.candle("MORNINGSTAR", .up)
        case .star(.down): Self.candle("EVENINGSTAR", .down)
        }
    }

    private static func candle(_ function: String, _ way: Direction) -> String {
        "talib.CDL\(function)({open}, {high}, {low}, {close}) \(way == .up ? ">" : "<") 0"
    }
}
