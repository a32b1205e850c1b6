public import AlmanacCore

/// By how much a market order fills worse than the quote that it met.
///
/// A fraction of the price is ``ExecutionSettings/slippage``; these add to it.
public enum Slippage: Sendable, Equatable {
    /// An amount for each unit, in quote currency.
    case fixed(Double)
    /// A share of the whole spread.
    case spreadShare(Double)
    /// A share of the standard deviation of the returns of the bars before.
    case volatilityShare(Double)

    private static let forms = "0.001, fixed=0.01, spread=0.25, volatility=0.1"

    /// Reads a slippage such as `fixed=0.01`, `spread=0.25` or `volatility=0.1`.
    ///
    /// - Throws: ``AlmanacError`` of kind `validation` that names what cannot be read.
    public init(_ text: String) throws(AlmanacError) {
        let model = try ModelText(text, of: "slippage", forms: Self.forms)
        switch model.name {
        case "fixed": self = .fixed(try model.number())
        case "spread": self = .spreadShare(try model.number())
        case "volatility": self = .volatilityShare(try model.number())
        default: throw model.unknown
        }
        try model.allow()
        try check()
    }

    /// The text that gives the slippage again.
    public var text: String {
        switch self {
        case .fixed(let value): "fixed=\(JSON.text(of: value))"
        case .spreadShare(let value): "spread=\(JSON.text(of: value))"
        case .volatilityShare(let value): "volatility=\(JSON.text(of: value))"
        }
    }

    func check() throws(AlmanacError) {
        switch self {
        case .fixed(let value), .spreadShare(let value), .volatilityShare(let value):
            try requireSetting("slippage", value, value >= 0, "0 or more")
        }
    }
}
