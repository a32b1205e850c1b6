/// How the bars of an average are weighed.
///
/// Those beyond the first two are TA-Lib's, but for Hull's (Hull, 2005: the weighted average,
/// over the root of the length, of twice that of half the length less that of the whole), Wilder's
/// (each bar counts one part in the length) and the zero-lag one (Ehlers and R. Way, 2010).
enum AverageKind: Hashable, Sendable, CaseIterable {
    case simple, exponential, weighted, hull, doubleExponential, tripleExponential, kaufman
    case smoothed, triangular, leastSquares, zeroLag

    /// The name in a sentence.
    var noun: String {
        switch self {
        case .simple: "simple average"
        case .exponential: "exponential average"
        case .weighted: "weighted average"
        case .hull: "Hull average"
        case .doubleExponential: "double exponential average"
        case .tripleExponential: "triple exponential average"
        case .kaufman: "Kaufman average"
        case .smoothed: "smoothed average"
        case .triangular: "triangular average"
        case .leastSquares: "least squares average"
        case .zeroLag: "ZLEMA"
        }
    }

    /// The fewest bars that it is defined for.
    var shortest: Int {
        switch self {
        case .simple, .exponential, .smoothed: 1
        case .weighted, .doubleExponential, .tripleExponential, .kaufman, .triangular: 2
        case .leastSquares, .zeroLag: 3
        // Half of its length and the root of it are averaged over, too.
        case .hull: 4
        }
    }

    /// The expression of the average of a series over so many bars.
    func code(_ source: String, _ window: String) -> String {
        switch self {
        case .simple: "\(source).rolling(\(window)).mean()"
        case .exponential:
            "\(source).ewm(span=\(window), min_periods=\(window), adjust=False).mean()"
        case .smoothed:
            "\(source).ewm(alpha=1 / \(window), min_periods=\(window), adjust=False).mean()"
        case .weighted: "talib.WMA(\(source), timeperiod=\(window))"
        case .doubleExponential: "talib.DEMA(\(source), timeperiod=\(window))"
        case .tripleExponential: "talib.TEMA(\(source), timeperiod=\(window))"
        case .kaufman: "talib.KAMA(\(source), timeperiod=\(window))"
        case .triangular: "talib.TRIMA(\(source), timeperiod=\(window))"
        case .leastSquares: "talib.LINEARREG(\(source), timeperiod=\(window))"
        case .hull:
            "talib.WMA(2 * talib.WMA(\(source), timeperiod=\(window) // 2) - talib.WMA(\(source), "
                + "timeperiod=\(window)), timeperiod=int(math.sqrt(\(window))))"
        case .zeroLag:
            "(2 * \(source) - \(source).shift((\(window) - 1) // 2)).ewm(span=\(window), "
                + "min_periods=\(window), adjust=False).mean()"
        }
    }

    /// What stands in front of "average".
    static let adjectives = PhraseTable<AverageKind>([
        "simple": .simple, "arithmetic": .simple, "exponential": .exponential,
        "exponentially weighted": .exponential, "exp": .exponential, "weighted": .weighted,
        "linearly weighted": .weighted, "linear weighted": .weighted, "hull": .hull,
        "double exponential": .doubleExponential, "triple exponential": .tripleExponential,
        "kaufman": .kaufman, "kaufman adaptive": .kaufman, "kaufman's adaptive": .kaufman,
        "smoothed": .smoothed, "wilder": .smoothed, "wilder's": .smoothed,
        "wilder's smoothed": .smoothed, "triangular": .triangular,
        "least squares": .leastSquares, "linear regression": .leastSquares,
    ])

    /// Names that say the kind themselves.
    static let names: [(String, AverageKind?)] = [
        ("sma", .simple), ("smas", .simple), ("ema", .exponential), ("emas", .exponential),
        ("wma", .weighted), ("wmas", .weighted), ("lwma", .weighted), ("hma", .hull),
        ("hmas", .hull), ("hull ma", .hull), ("dema", .doubleExponential),
        ("demas", .doubleExponential), ("double ema", .doubleExponential),
        ("tema", .tripleExponential), ("temas", .tripleExponential),
        ("triple ema", .tripleExponential), ("kama", .kaufman), ("kamas", .kaufman),
        ("smma", .smoothed), ("rma", .smoothed), ("trima", .triangular),
        ("lsma", .leastSquares), ("linear regression line", .leastSquares),
        ("regression line", .leastSquares), ("zlema", .zeroLag),
    ]
}
