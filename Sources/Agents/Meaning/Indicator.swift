/// An indicator that is one function of a symbol's prices, as a row of a table.
enum Indicator: String, Hashable, Sendable, CaseIterable {
    case stochasticK = "stochastic_k"
    case stochasticD = "stochastic_d"
    case stochasticRSI = "stochastic_rsi"
    case adx, plusDI = "plus_di", minusDI = "minus_di", cci
    case williamsR = "williams_r"
    case moneyFlow = "money_flow"
    case parabolicSAR = "parabolic_sar"
    case onBalanceVolume = "on_balance_volume"
    case aroonUp = "aroon_up"
    case aroonDown = "aroon_down"
    case vwap
    case keltnerUpper = "keltner_upper"
    case keltnerLower = "keltner_lower"
    case keltnerMiddle = "keltner_middle"
    case supertrend
    case openingGap = "opening_gap"
    case averageTrueRange = "average_true_range"

    /// One row: how the indicator is written in a strategy and in a sentence.
    struct Row: Sendable {
        var title: String
        var measure: Quantity.Measure
        var columns: [PriceColumn]
        /// The usual length in bars; nothing where there is no length.
        var length: Int?
        /// How many average true ranges wide it usually is; nothing where it has no width.
        var width: Double?
        /// The expression with columns, `{n}` and `{width}` to be filled in, or lines whose last
        /// is it.
        var code: [String]
    }

    /// What is compared with it and how the numbers on both sides are read.
    var measure: Quantity.Measure { row.measure }

    /// The row of the table.
    var row: Row {
        switch self {
        case .stochasticK:
            Row(
                title: "stochastic", measure: .oscillator, columns: Self.range, length: 14,
                code: ["talib.STOCH({high}, {low}, {close}, fastk_period={n})[0]"])
        case .stochasticD:
            Row(
                title: "stochastic signal", measure: .oscillator, columns: Self.range, length: 14,
                code: ["talib.STOCH({high}, {low}, {close}, fastk_period={n})[1]"])
        case .stochasticRSI:
            Row(
                title: "stochastic RSI", measure: .oscillator, columns: [.close], length: 14,
                code: Self.stochasticRSICode)
        case .adx: directional("ADX", "ADX")
        case .plusDI: directional("plus DI", "PLUS_DI")
        case .minusDI: directional("minus DI", "MINUS_DI")
        case .cci:
            Row(
                title: "CCI", measure: .level, columns: Self.range, length: 20,
                code: ["talib.CCI({high}, {low}, {close}, timeperiod={n})"])
        case .williamsR:
            Row(
                title: "Williams %R", measure: .level, columns: Self.range, length: 14,
                code: ["talib.WILLR({high}, {low}, {close}, timeperiod={n})"])
        case .moneyFlow:
            Row(
                title: "money flow index", measure: .oscillator, columns: Self.range + [.volume],
                length: 14,
                code: ["talib.MFI({high}, {low}, {close}, {volume}, timeperiod={n})"])
        case .parabolicSAR:
            Row(
                title: "parabolic SAR", measure: .price, columns: [.high, .low], length: nil,
                code: ["talib.SAR({high}, {low})"])
        case .onBalanceVolume:
            Row(
                title: "on-balance volume", measure: .level, columns: [.close, .volume],
                length: nil, code: ["talib.OBV({close}, {volume})"])
        case .aroonUp:
            Row(
                title: "Aroon up", measure: .oscillator, columns: [.high, .low], length: 25,
                code: ["talib.AROON({high}, {low}, timeperiod={n})[1]"])
        case .aroonDown:
            Row(
                title: "Aroon down", measure: .oscillator, columns: [.high, .low], length: 25,
                code: ["talib.AROON({high}, {low}, timeperiod={n})[0]"])
        case .vwap:
            Row(
                title: "VWAP", measure: .price, columns: Self.range + [.volume], length: 20,
                code: [
                    "(({high} + {low} + {close}) / 3 * {volume}).rolling({n}).sum() "
                        + "/ {volume}.rolling({n}).sum()"
                ])
        case .keltnerUpper: keltner("upper Keltner band", "+ {width} * ", 2)
        case .keltnerLower: keltner("lower Keltner band", "- {width} * ", 2)
        case .keltnerMiddle: keltner("middle Keltner band", "+ 0 * ", nil)
        case .supertrend:
            Row(
                title: "Supertrend", measure: .price, columns: Self.range, length: 10, width: 3,
                code: Self.supertrendCode)
        case .averageTrueRange:
            Row(
                title: "average true range", measure: .level, columns: Self.range, length: 14,
                code: ["talib.ATR({high}, {low}, {close}, timeperiod={n})"])
        case .openingGap:
            Row(
                title: "opening gap", measure: .fraction, columns: [.open, .close], length: nil,
                code: ["{open} / {close}.shift(1) - 1"])
        }
    }

    private static let range: [PriceColumn] = [.high, .low, .close]

    private func directional(_ title: String, _ function: String) -> Row {
        Row(
            title: title, measure: .oscillator, columns: Self.range, length: 14,
            code: ["talib.\(function)({high}, {low}, {close}, timeperiod={n})"])
    }

    private func keltner(_ title: String, _ reach: String, _ width: Double?) -> Row {
        Row(
            title: title, measure: .price, columns: Self.range, length: 20, width: width,
            code: [
                "{close}.ewm(span={n}, adjust=False).mean() \(reach)"
                    + "talib.ATR({high}, {low}, {close}, timeperiod={n})"
            ])
    }

    /// Where the RSI lies between its lowest and highest of as many bars, from 0 to 100.
    private static let stochasticRSICode = [
        "strength = talib.RSI({close}, timeperiod={n})",
        "lowest, highest = strength.rolling({n}).min(), strength.rolling({n}).max()",
        "(strength - lowest) / (highest - lowest) * 100",
    ]

    /// Average true ranges around the middle of the bar; the side that the price has not
    /// yet broken only tightens.
    private static let supertrendCode = [
        "reach = {width} * talib.ATR({high}, {low}, {close}, timeperiod={n})",
        "ceiling_, floor_ = ({high} + {low}) / 2 + reach, ({high} + {low}) / 2 - reach",
        "supertrend = pd.Series(np.nan, index={close}.index)",
        "top, bottom, rising, before = 1e18, 0.0, True, 0.0",
        "for i in range(1, len({close})):",
        "    if pd.notna(reach.iloc[i]):",
        "        top = ceiling_.iloc[i] if ceiling_.iloc[i] < top or before > top else top",
        "        bottom = floor_.iloc[i] if floor_.iloc[i] > bottom or before < bottom "
            + "else bottom",
        "        rising = {close}.iloc[i] >= bottom if rising else {close}.iloc[i] > top",
        "        supertrend.iloc[i] = bottom if rising else top",
        "    before = {close}.iloc[i]",
        "supertrend",
    ]
}
