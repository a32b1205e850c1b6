/// Indicators of volume, of the range of bars, and of single bars.
extension Indicator {
    /// The row of what is neither an oscillator of prices nor a line beside them.
    var volumeRow: Row {
        switch self {
        case .moneyFlow:
            Row(
                title: "money flow index", measure: .oscillator, columns: Self.range + [.volume],
                length: 14,
                code: ["talib.MFI({high}, {low}, {close}, {volume}, timeperiod={n})"],
                middle: 50, extremes: (20, 80))
        case .onBalanceVolume:
            Row(
                title: "on-balance volume", measure: .level, columns: [.close, .volume],
                length: nil, code: ["talib.OBV({close}, {volume})"])
        case .accumulation:
            Row(
                title: "accumulation line", measure: .level, columns: Self.range + [.volume],
                length: nil, code: ["talib.AD({high}, {low}, {close}, {volume})"],
                needsRange: true)
        case .chaikinOscillator:
            Row(
                title: "Chaikin oscillator", measure: .level, columns: Self.range + [.volume],
                length: 3,
                settings: [.count("slow", "chaikin_slow", 10, "Bars of the slow average.")],
                code: [
                    "talib.ADOSC({high}, {low}, {close}, {volume}, fastperiod={n}, "
                        + "slowperiod={slow})"
                ], needsRange: true, middle: 0)
        case .chaikinMoneyFlow: chaikinRow
        case .volumeAverage:
            Row(
                title: "VWMA", measure: .price, columns: [.close, .volume], length: 20,
                code: [
                    "({close} * {volume}).rolling({n}).sum() / {volume}.rolling({n}).sum()"
                ])
        case .averageTrueRange:
            Row(
                title: "average true range", measure: .level, columns: Self.range, length: 14,
                code: ["talib.ATR({high}, {low}, {close}, timeperiod={n})"])
        case .rangeShare:
            Row(
                title: "ATR in percent of its price", measure: .fraction, columns: Self.range,
                length: 14,
                code: ["talib.ATR({high}, {low}, {close}, timeperiod={n}) / {close}"])
        case .bandWidth:
            Row(
                title: "Bollinger band width", measure: .share, columns: [.close], length: 20,
                settings: [Self.bandFactor],
                code: [
                    "2 * {width} * {close}.rolling({n}).std() / {close}.rolling({n}).mean()"
                ])
        case .barStrength:
            Row(
                title: "internal bar strength", measure: .share, columns: Self.range, length: nil,
                code: ["({close} - {low}) / ({high} - {low})"], needsRange: true, middle: 0.5,
                extremes: (0.2, 0.8))
        case .barRange:
            Row(
                title: "bar range", measure: .level, columns: [.high, .low], length: nil,
                code: ["{high} - {low}"], needsRange: true)
        case .openingGap:
            Row(
                title: "opening gap", measure: .fraction, columns: [.open, .close], length: nil,
                code: ["{open} / {close}.shift(1) - 1"])
        default:
            Row(
                title: "VWAP", measure: .price, columns: Self.range + [.volume], length: 20,
                code: [
                    "(({high} + {low} + {close}) / 3 * {volume}).rolling({n}).sum() "
                        + "/ {volume}.rolling({n}).sum()"
                ])
        }
    }

    /// Volume, signed by where in the range of its bar the close lies, over all volume (Chaikin; 20
    /// bars).
    private var chaikinRow: Row {
        Row(
            title: "Chaikin money flow", measure: .level, columns: Self.range + [.volume],
            length: 20,
            code: [
                "side = ((2 * {close} - {high} - {low}) / ({high} - {low}))"
                    + ".where({high} > {low}, 0)",
                "(side * {volume}).rolling({n}).sum() / {volume}.rolling({n}).sum()",
            ], needsRange: true, middle: 0)
    }
}
