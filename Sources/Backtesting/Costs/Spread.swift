public import AlmanacCore

/// The distance between bid and ask as a fraction of the price; a market order pays half of it.
public enum Spread: Sendable, Equatable {
    /// The same fraction on every bar.
    case fraction(Double)
    /// A column of the traded slot's data with the fraction at each bar.
    ///
    /// A fill meets the last value of a bar before its own; before there is one, that of its bar.
    case column(String)
    /// Estimated from highs, lows and closes of so many bars before the fill.
    ///
    /// - Source: Corwin and Schultz (2012), "A Simple Way to Estimate Bid-Ask Spreads from Daily
    ///   High and Low Prices", Journal of Finance 67(2), 719-760.
    case corwinSchultz(window: Int)
    /// Estimated from closes and the middles of highs and lows of so many bars before the fill.
    ///
    /// - Source: Abdi and Ranaldo (2017), "A Simple Estimation of Bid-Ask Spreads from Daily
    ///   Close, High, and Low Prices", Review of Financial Studies 30(12), 4437-4480.
    case abdiRanaldo(window: Int)

    private static let forms =
        "0.0005, column=NAME, corwin-schultz[:BARS], abdi-ranaldo[:BARS]"

    /// Reads a spread such as `0.0005`, `column=spread` or `corwin-schultz:21`.
    ///
    /// - Throws: ``AlmanacError`` of kind `validation` that names what cannot be read.
    public init(_ text: String) throws(AlmanacError) {
        let model = try ModelText(text, of: "spread", forms: Self.forms)
        switch model.name {
        case "", "fraction": self = .fraction(try model.number())
        case "column":
            guard let name = model.value, !name.isEmpty else {
                throw model.fault("'column' needs the name of a column: column=NAME")
            }
            self = .column(name)
        case "corwin-schultz": self = .corwinSchultz(window: try model.count(default: 21))
        case "abdi-ranaldo": self = .abdiRanaldo(window: try model.count(default: 21))
        default: throw model.unknown
        }
        try model.allow()
        try check()
    }

    /// The text that gives the spread again.
    public var text: String {
        switch self {
        case .fraction(let value): JSON.text(of: value)
        case .column(let name): "column=\(name)"
        case .corwinSchultz(let window): "corwin-schultz:\(window)"
        case .abdiRanaldo(let window): "abdi-ranaldo:\(window)"
        }
    }

    func check() throws(AlmanacError) {
        switch self {
        case .fraction(let value):
            try requireSetting("spread", value, value >= 0 && value < 1, "from 0 to below 1")
        case .column: break
        case .corwinSchultz(let window), .abdiRanaldo(let window):
            try requireSetting("spread bars", Double(window), window >= 2, "2 or more")
        }
    }
}
