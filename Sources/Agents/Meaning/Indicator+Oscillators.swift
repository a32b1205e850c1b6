/// Indicators that swing around a middle or between bounds.
extension Indicator {
    /// The row of an oscillator of prices alone.
    var oscillatorRow: Row? {
        switch self {
        case .stochasticK: stochastic("stochastic", 0)
        case .stochasticD: stochastic("stochastic signal", 1)
        case .stochasticRSI:
            Row(
                title: "stochastic RSI", measure: .oscillator, columns: [.close], length: 14,
                code: Self.stochasticRSICode, middle: 50, extremes: (20, 80))
        case .adx: directional("ADX", "ADX")
        case .plusDI: directional("plus DI", "PLUS_DI")
        case .minusDI: directional("minus DI", "MINUS_DI")
        case .cci:
            Row(
                title: "CCI", measure: .level, columns: Self.range, length: 20,
                code: ["talib.CCI({high}, {low}, {close}, timeperiod={n})"], middle: 0,
                extremes: (-100, 100))
        case .williamsR:
            Row(
                title: "Williams %R", measure: .level, columns: Self.range, length: 14,
                code: ["talib.WILLR({high}, {low}, {close}, timeperiod={n})"], middle: -50,
                extremes: (-80, -20))
        case .aroonUp: aroon("Aroon up", 1)
        case .aroonDown: aroon("Aroon down", 0)
        case .aroonOscillator:
            Row(
                title: "Aroon oscillator", measure: .level, columns: [.high, .low], length: 25,
                code: ["talib.AROONOSC({high}, {low}, timeperiod={n})"], middle: 0)
        case .trix: level("TRIX", 15, "talib.TRIX({close}, timeperiod={n})")
        case .cmo:
            Row(
                title: "CMO", measure: .level, columns: [.close], length: 14,
                code: ["talib.CMO({close}, timeperiod={n})"], middle: 0, extremes: (-50, 50))
        case .tsi: tsiRow
        case .ppo:
            Row(
                title: "PPO", measure: .level, columns: [.close], length: 12,
                settings: [.count("slow", "ppo_slow", 26, "Bars of the slow average.")],
                code: ["talib.PPO({close}, fastperiod={n}, slowperiod={slow}, matype=1)"],
                middle: 0)
        case .bop:
            Row(
                title: "balance of power", measure: .level, columns: Self.bar, length: nil,
                code: ["talib.BOP({open}, {high}, {low}, {close})"], needsRange: true, middle: 0)
        case .ultimate: ultimateRow
        case .awesome: awesomeRow
        case .regressionSlope:
            level(
                "linear regression slope", 14, "talib.LINEARREG_SLOPE({close}, timeperiod={n})")
        case .crsi: connorsRow
        case .coppock: coppockRow
        case .choppiness: choppinessRow
        case .percentB: percentBRow
        default: nil
        }
    }

    private func stochastic(_ title: String, _ part: Int) -> Row {
        Row(
            title: title, measure: .oscillator, columns: Self.range, length: 14,
            settings: [
                .count("smooth", "stochastic_smooth", 3, "Bars that %K is averaged over."),
                .count("signal", "stochastic_signal", 3, "Bars that %D is averaged over."),
            ],
            code: [
                "talib.STOCH({high}, {low}, {close}, fastk_period={n}, slowk_period={smooth}, "
                    + "slowd_period={signal})[\(part)]"
            ],
            usualCode: ["talib.STOCH({high}, {low}, {close}, fastk_period={n})[\(part)]"],
            middle: 50, extremes: (20, 80))
    }

    private func directional(_ title: String, _ function: String) -> Row {
        Row(
            title: title, measure: .oscillator, columns: Self.range, length: 14,
            code: ["talib.\(function)({high}, {low}, {close}, timeperiod={n})"])
    }

    private func aroon(_ title: String, _ part: Int) -> Row {
        Row(
            title: title, measure: .oscillator, columns: [.high, .low], length: 25,
            code: ["talib.AROON({high}, {low}, timeperiod={n})[\(part)]"])
    }

    private func level(_ title: String, _ length: Int, _ code: String) -> Row {
        Row(
            title: title, measure: .level, columns: [.close], length: length, code: [code],
            middle: 0)
    }

    /// Where the RSI lies between its lowest and highest of as many bars, from 0 to 100.
    private static let stochasticRSICode = [
        "strength = talib.RSI({close}, timeperiod={n})",
        "lowest, highest = strength.rolling({n}).min(), strength.rolling({n}).max()",
        "(strength - lowest) / (highest - lowest) * 100",
    ]

    /// The move smoothed twice over its size smoothed twice (Blau, Momentum, Direction and
    /// Divergence, 1995).
    private var tsiRow: Row {
        let twice = ".ewm(span={n}, adjust=False).mean().ewm(span={short}, adjust=False).mean()"
        return Row(
            title: "true strength index", measure: .level, columns: [.close], length: 25,
            settings: [.count("short", "tsi_short", 13, "Bars of the second average.")],
            code: ["100 * {close}.diff()\(twice) / {close}.diff().abs()\(twice)"], middle: 0)
    }

    /// Williams' oscillator of three lengths, each twice the one before.
    private var ultimateRow: Row {
        Row(
            title: "ultimate oscillator", measure: .oscillator, columns: Self.range, length: 7,
            settings: [
                .count("middle", "ultimate_middle", 14, "Bars of the middle length."),
                .count("long", "ultimate_long", 28, "Bars of the long length."),
            ],
            code: [
                "talib.ULTOSC({high}, {low}, {close}, timeperiod1={n}, timeperiod2={middle}, "
                    + "timeperiod3={long})"
            ], middle: 50, extremes: (30, 70))
    }

    /// The short average of the middles of the bars less the long one (Williams, Trading Chaos,
    /// 1995).
    private var awesomeRow: Row {
        Row(
            title: "awesome oscillator", measure: .level, columns: [.high, .low], length: 5,
            settings: [.count("long", "awesome_long", 34, "Bars of the long average.")],
            code: [
                "(({high} + {low}) / 2).rolling({n}).mean() - "
                    + "(({high} + {low}) / 2).rolling({long}).mean()"
            ], middle: 0)
    }

    /// The mean of the RSI of closes, the RSI of the days in a row, and the part of the last
    /// returns that lie below the newest (Connors and Alvarez, 2012).
    private var connorsRow: Row {
        Row(
            title: "Connors RSI", measure: .oscillator, columns: [.close], length: 3,
            settings: [
                .count("streak", "crsi_streak", 2, "Bars of the RSI of days in a row."),
                .count("rank", "crsi_rank", 100, "Returns that the newest is ranked among."),
            ],
            code: [
                "days = pd.Series(0.0, index={close}.index)",
                "for i in range(1, len({close})):",
                "    if {close}.iloc[i] > {close}.iloc[i - 1]:",
                "        days.iloc[i] = max(days.iloc[i - 1], 0) + 1",
                "    elif {close}.iloc[i] < {close}.iloc[i - 1]:",
                "        days.iloc[i] = min(days.iloc[i - 1], 0) - 1",
                "ranks = {close}.pct_change().rolling({rank} + 1).rank(method='min') - 1",
                "(talib.RSI({close}, timeperiod={n}) + talib.RSI(days, timeperiod={streak}) "
                    + "+ 100 * ranks / {rank}) / 3",
            ], middle: 50, extremes: (10, 90))
    }

    /// The weighted average of two rates of change (Coppock, Barron's, 1962: of months).
    private var coppockRow: Row {
        Row(
            title: "Coppock curve", measure: .level, columns: [.close], length: 14,
            settings: [
                .count("short", "coppock_short", 11, "Bars of the shorter rate of change."),
                .count("smooth", "coppock_smooth", 10, "Bars of the weighted average."),
            ],
            code: [
                "talib.WMA(talib.ROC({close}, timeperiod={n}) + talib.ROC({close}, "
                    + "timeperiod={short}), timeperiod={smooth})"
            ], middle: 0)
    }

    /// The way that prices went over the range that they covered (Dreiss, 1993).
    private var choppinessRow: Row {
        Row(
            title: "choppiness index", measure: .oscillator, columns: Self.range, length: 14,
            code: [
                "100 * np.log10(talib.TRANGE({high}, {low}, {close}).rolling({n}).sum() / "
                    + "({high}.rolling({n}).max() - {low}.rolling({n}).min())) / np.log10({n})"
            ], middle: 50)
    }

    /// Where the close lies between the lower and the upper band (Bollinger, 2001).
    private var percentBRow: Row {
        Row(
            title: "Bollinger %B", measure: .share, columns: [.close], length: 20,
            settings: [Self.bandFactor],
            code: [
                "({close} - {close}.rolling({n}).mean()) / "
                    + "(2 * {width} * {close}.rolling({n}).std()) + 0.5"
            ], middle: 0.5)
    }

    static let bandFactor = Setting.factor(
        "width", "band_width", 2, 0.1...10, "Width of the bands in standard deviations.")
}
