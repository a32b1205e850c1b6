import AlmanacCore

/// How much each entry commits, where that is no fixed part of the equity.
public enum TradeSize: Sendable, Hashable {
    /// So many shares, contracts or coins.
    case quantity(Double)
    /// So much money.
    case amount(Double)
    /// The part of the equity that is lost where the stop is hit.
    case risk(Double)
    /// A multiple of Kelly's fraction: 0.5 is half Kelly.
    case kelly(Double)
    /// The part of the equity at which the position's yearly volatility is this much.
    case volatilityTarget(Double)

    /// The size as the backtester's option `--size` takes it.
    public var option: String {
        switch self {
        case .quantity(let value): "quantity=\(JSON.text(of: value))"
        case .amount(let value): "amount=\(JSON.text(of: value))"
        case .risk(let value): "risk=\(JSON.text(of: value))"
        case .kelly(let value): "kelly=\(JSON.text(of: value))"
        case .volatilityTarget(let value): "volatility-target=\(JSON.text(of: value))"
        }
    }

    /// The number that is said.
    var value: Double {
        switch self {
        case .quantity(let value), .amount(let value), .risk(let value), .kelly(let value),
            .volatilityTarget(let value):
            value
        }
    }

    /// The size in words that are read back as the same.
    var words: String {
        switch self {
        case .quantity(let value): "trading \(JSON.text(of: value)) shares each time"
        case .amount(let value): "trading $\(JSON.text(of: value)) each time"
        case .risk(let value): "risking \(Wording.percent(value)) of equity per trade"
        case .kelly(let value): "sized by \(JSON.text(of: value)) times Kelly"
        case .volatilityTarget(let value): "with a volatility target of \(Wording.percent(value))"
        }
    }
}
