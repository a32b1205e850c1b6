/// Indicators that are prices: bands, stops, clouds, other ways to say what a bar's price is.
extension Indicator {
    /// The row of a line that a price is compared with.
    var lineRow: Row? {
        switch self {
        case .parabolicSAR:
            Row(
                title: "parabolic SAR", measure: .price, columns: [.high, .low], length: nil,
                settings: [
                    .factor("step", "sar_step", 0.02, 0.001...0.2, "Step of the acceleration."),
                    .factor("most", "sar_most", 0.2, 0.01...1, "Most of the acceleration."),
                ],
                code: ["talib.SAR({high}, {low}, acceleration={step}, maximum={most})"],
                usualCode: ["talib.SAR({high}, {low})"])
        case .keltnerUpper: keltner("upper Keltner band", "+ {width} * ", true)
        case .keltnerLower: keltner("lower Keltner band", "- {width} * ", true)
        case .keltnerMiddle: keltner("middle Keltner band", "+ 0 * ", false)
        case .supertrend:
            Row(
                title: "Supertrend", measure: .price, columns: Self.range, length: 10,
                settings: [Self.rangeFactor("supertrend_width", 3)], code: Self.supertrendCode)
        case .tenkan: middle("Tenkan-sen", 9)
        case .kijun: middle("Kijun-sen", 26)
        case .leadingA: cloud("Senkou span A", "leading_a")
        case .leadingB: cloud("Senkou span B", "leading_b")
        case .cloudTop: cloud("Ichimoku cloud top", "np.maximum(leading_a, leading_b)")
        case .cloudBottom: cloud("Ichimoku cloud bottom", "np.minimum(leading_a, leading_b)")
        case .donchianMiddle: middle("Donchian middle", 20)
        case .typicalPrice:
            Row(
                title: "typical price", measure: .price, columns: Self.range, length: nil,
                code: ["({high} + {low} + {close}) / 3"])
        case .heikinClose:
            Row(
                title: "Heikin-Ashi close", measure: .price, columns: Self.bar, length: nil,
                code: ["({open} + {high} + {low} + {close}) / 4"], needsRange: true)
        case .heikinOpen:
            Row(
                title: "Heikin-Ashi open", measure: .price, columns: Self.bar, length: nil,
                code: Self.heikinOpenCode, needsRange: true)
        case .chandelierLong:
            chandelier("chandelier exit for longs", "{high}.rolling({n}).max() - ")
        case .chandelierShort:
            chandelier("chandelier exit for shorts", "{low}.rolling({n}).min() + ")
        default: nil
        }
    }

    private static func rangeFactor(_ parameter: String, _ usual: Double) -> Setting {
        .factor("width", parameter, usual, 0.1...10, "Width in average true ranges.")
    }

    private func keltner(_ title: String, _ reach: String, _ hasWidth: Bool) -> Row {
        Row(
            title: title, measure: .price, columns: Self.range, length: 20,
            settings: [Self.rangeFactor("keltner_width", 2)],
            code: [
                "{close}.ewm(span={n}, adjust=False).mean() \(reach)"
                    + "talib.ATR({high}, {low}, {close}, timeperiod={n})"
            ])
    }

    /// Midway between the highest high and the lowest low.
    private func middle(_ title: String, _ length: Int) -> Row {
        Row(
            title: title, measure: .price, columns: [.high, .low], length: length,
            code: ["({high}.rolling({n}).max() + {low}.rolling({n}).min()) / 2"])
    }

    /// The lines of a cloud as they stand over a bar: they were known so many bars before
    /// (Hosoda, Ichimoku Kinko Hyo, 1968: 9, 26 and 52 bars, drawn 26 ahead).
    private func cloud(_ title: String, _ last: String) -> Row {
        func middle(_ length: String) -> String {
            "({high}.rolling(\(length)).max() + {low}.rolling(\(length)).min()) / 2"
        }
        return Row(
            title: title, measure: .price, columns: [.high, .low], length: 9,
            settings: [
                .count("base", "cloud_base", 26, "Bars of the base line."),
                .count("long", "cloud_long", 52, "Bars of the slow edge of the cloud."),
                .count("ahead", "cloud_ahead", 26, "Bars that the cloud is drawn ahead."),
            ],
            code: [
                "leading_a = ((\(middle("{n}")) + \(middle("{base}"))) / 2).shift({ahead})",
                "leading_b = (\(middle("{long}"))).shift({ahead})",
                last,
            ])
    }

    /// So many average true ranges from the highest high or the lowest low (LeBeau, Computer
    /// Analysis of the Futures Market, 1992: 22 bars, three ranges).
    private func chandelier(_ title: String, _ edge: String) -> Row {
        Row(
            title: title, measure: .price, columns: Self.range, length: 22,
            settings: [Self.rangeFactor("chandelier_width", 3)],
            code: ["\(edge){width} * talib.ATR({high}, {low}, {close}, timeperiod={n})"])
    }

    /// Midway between the open and the close that the bar before was drawn with (Valcu, Stocks
    /// & Commodities, 2004); the first bar's is midway between its own.
    private static let heikinOpenCode = [
        "drawn = (({open} + {high} + {low} + {close}) / 4).shift(1)",
        "scan(lambda state, before, first: first if pd.isna(before) else (state + before) / 2, "
            + "0.0, drawn, ({open} + {close}) / 2)",
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
