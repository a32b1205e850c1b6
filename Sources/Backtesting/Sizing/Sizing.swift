public import AlmanacCore

/// How much an entry commits, in place of the strategy's own size.
///
/// A position is sized when it is opened and left alone after that.
public enum Sizing: Sendable, Equatable {
    /// All the cash, such that it covers the costs.
    case allIn
    /// A fraction of the equity, costs included.
    case fraction(Double)
    /// An amount of quote currency, costs included.
    case amount(Double)
    /// A quantity.
    case quantity(Double)
    /// The fraction of equity at which the position's yearly volatility is a target.
    ///
    /// The volatility is the standard deviation of the returns of so many bars up to the signal's,
    /// made yearly by the root of the bars in a year.
    /// - Source: Moreira and Muir (2017), "Volatility-Managed Portfolios", Journal of Finance
    ///   72(4), in its form with volatility in place of variance.
    case volatilityTarget(Double, window: Int)
    /// A multiple of Kelly's fraction of the trades closed so far: 1 is full, 0.5 half Kelly.
    ///
    /// With `p` the share of trades that won, `g` their mean gain and `l` the others' mean loss as
    /// fractions of what was committed, Kelly's fraction is `p / l - (1 - p) / g`; without an edge
    /// nothing is committed. Until so many trades have closed, entries commit `start`.
    /// - Source: Kelly (1956), "A New Interpretation of Information Rate", Bell System Technical
    ///   Journal 35(4); in the form for investments of Thorp (2006), "The Kelly Criterion in
    ///   Blackjack, Sports Betting, and the Stock Market", section 3.
    case kelly(Double, trades: Int, start: Double)
    /// The fraction of equity that is lost where the stop is hit: it over the stop's distance.
    ///
    /// The nearer of stop-loss and trailing stop counts; costs and gaps come on top.
    case risk(Double)

    private static let forms =
        "all, fraction=0.5, amount=1000, quantity=100, volatility-target=0.15,window=21, "
        + "kelly=0.5,trades=20,start=0.1, risk=0.01"

    /// Reads a size such as `amount=1000`, `volatility-target=0.15` or `kelly=0.5,trades=30`.
    ///
    /// - Throws: ``AlmanacError`` of kind `validation` that names what cannot be read.
    public init(_ text: String) throws(AlmanacError) {
        let model = try ModelText(text, of: "size", forms: Self.forms)
        var keys: [String] = []
        switch model.name {
        case "all": self = .allIn
        case "", "fraction": self = .fraction(try model.number())
        case "amount": self = .amount(try model.number())
        case "quantity": self = .quantity(try model.number())
        case "volatility-target":
            keys = ["window"]
            self = .volatilityTarget(
                try model.number(), window: try model.countOption("window") ?? 21)
        case "kelly":
            keys = ["trades", "start"]
            self = .kelly(
                try model.number(default: 1), trades: try model.countOption("trades") ?? 20,
                start: try model.numberOption("start")?.value ?? 0.1)
        case "risk": self = .risk(try model.number())
        default: throw model.unknown
        }
        try model.allow(keys)
        try check()
    }

    /// The text that gives the size again.
    public var text: String {
        switch self {
        case .allIn: "all"
        case .fraction(let value): "fraction=\(JSON.text(of: value))"
        case .amount(let value): "amount=\(JSON.text(of: value))"
        case .quantity(let value): "quantity=\(JSON.text(of: value))"
        case .volatilityTarget(let value, let window):
            "volatility-target=\(JSON.text(of: value)),window=\(window)"
        case .kelly(let multiple, let trades, let start):
            "kelly=\(JSON.text(of: multiple)),trades=\(trades),start=\(JSON.text(of: start))"
        case .risk(let value): "risk=\(JSON.text(of: value))"
        }
    }

    func check() throws(AlmanacError) {
        switch self {
        case .allIn: break
        case .fraction(let value):
            try requireSetting("size", value, value > 0 && value <= 1, "above 0 and at most 1")
        case .amount(let value), .quantity(let value):
            try requireSetting("size", value, value > 0, "above 0")
        case .volatilityTarget(let value, let window):
            try requireSetting("volatility target", value, value > 0, "above 0")
            try requireSetting("window", Double(window), window >= 2, "2 or more")
        case .kelly(let multiple, let trades, let start):
            try requireSetting("kelly", multiple, multiple > 0, "above 0")
            try requireSetting("trades", Double(trades), trades >= 1, "1 or more")
            try requireSetting("start", start, start > 0 && start <= 1, "above 0 and at most 1")
        case .risk(let value):
            try requireSetting("risk", value, value > 0 && value < 1, "above 0 and below 1")
        }
    }

    /// Whether it depends on the account, so that a column of fractions cannot say it.
    var needsAccount: Bool {
        switch self {
        case .amount, .quantity, .kelly: true
        case .allIn, .fraction, .volatilityTarget, .risk: false
        }
    }
}
