/// One row of the signature table: inputs, options, outputs.
private typealias Row = TALibSignature

private let real = ["real"]
private let highLow = ["high", "low"]
private let highLowClose = ["high", "low", "close"]
private let highLowCloseVolume = ["high", "low", "close", "volume"]
private let openHighLowClose = ["open", "high", "low", "close"]

/// A number of bars; TA-Lib allows up to 100,000.
private func period(
    _ defaultValue: Double, from minimum: Double = 2, _ name: String = "timeperiod"
) -> TALibSignature.Option {
    .init(name, .integer, default: defaultValue, minimum: minimum, maximum: 100_000)
}

/// A number without unit; TA-Lib's own largest value is 3e37.
private func number(
    _ name: String, _ defaultValue: Double, _ minimum: Double, _ maximum: Double = 3e37
) -> TALibSignature.Option {
    .init(name, .real, default: defaultValue, minimum: minimum, maximum: maximum)
}

/// The kind of a moving average: SMA EMA WMA DEMA TEMA TRIMA KAMA MAMA T3 are 0 to 8.
private func average(_ name: String = "matype", _ value: Double = 0) -> TALibSignature.Option {
    .init(name, .averageType, default: value, minimum: 0, maximum: 8)
}

private func row(
    _ inputs: [String], _ options: [TALibSignature.Option] = [], _ outputs: [String] = ["real"]
) -> Row { Row(inputs: inputs, options: options, outputs: outputs) }

extension TALibFunction {
    /// The function's inputs, options and outputs.
    ///
    /// Names, order, defaults and bounds are those of TA-Lib 0.8 and its Python wrapper; moving
    /// average kinds above 8 are left out.
    public var signature: TALibSignature {
        switch self {
        case .sma, .ema, .wma, .dema, .tema, .trima, .kama, .trix: row(real, [period(30, from: 1)])
        case .t3: row(real, [period(5, from: 1), number("vfactor", 0.7, 0, 1)])
        case .ma: row(real, [period(30, from: 1), average()])
        case .mama:
            row(
                real,
                [number("fastlimit", 0.5, 0.01, 0.99), number("slowlimit", 0.05, 0.01, 0.99)],
                ["mama", "fama"])
        case .bbands:
            row(
                real,
                [
                    period(20), number("nbdevup", 2, -3e37), number("nbdevdn", 2, -3e37),
                    average(),
                ], ["upperband", "middleband", "lowerband"])
        case .sar: row(highLow, [number("acceleration", 0.02, 0), number("maximum", 0.2, 0)])
        case .htTrendline: row(real)
        case .mom, .roc, .rocp, .rocr: row(real, [period(10, from: 1)])
        case .rsi, .cmo, .midpoint, .linearreg, .linearregSlope, .linearregAngle,
            .linearregIntercept, .tsf:
            row(real, [period(14)])
        case .max, .min, .sum: row(real, [period(30)])
        case .stddev: row(real, [period(5), number("nbdev", 1, -3e37)])
        case .variance: row(real, [period(5, from: 1), number("nbdev", 1, -3e37)])
        case .macd, .macdext, .ppo, .apo: averageOscillator
        case .stoch, .stochf, .stochrsi: stochastic
        case .adx, .adxr, .dx, .cci, .willr: row(highLowClose, [period(14)])
        case .plusDI, .minusDI, .atr, .natr: row(highLowClose, [period(14, from: 1)])
        case .plusDM, .minusDM: row(highLow, [period(14, from: 1)])
        case .aroon: row(highLow, [period(14)], ["aroondown", "aroonup"])
        case .aroonosc, .midprice: row(highLow, [period(14)])
        case .mfi: row(highLowCloseVolume, [period(14)])
        case .ultosc:
            row(
                highLowClose,
                [
                    period(7, from: 1, "timeperiod1"), period(14, from: 1, "timeperiod2"),
                    period(28, from: 1, "timeperiod3"),
                ])
        case .trange, .typprice, .wclprice: row(highLowClose)
        case .bop, .avgprice: row(openHighLowClose)
        case .medprice: row(highLow)
        case .obv: row(["real", "volume"])
        case .ad: row(highLowCloseVolume)
        case .adosc: row(highLowCloseVolume, [period(3, "fastperiod"), period(10, "slowperiod")])
        case .beta: row(["real0", "real1"], [period(5, from: 1)])
        case .correl: row(["real0", "real1"], [period(30, from: 1)])
        case .cdlMorningStar, .cdlEveningStar:
            row(openHighLowClose, [number("penetration", 0.3, 0)], ["integer"])
        case .cdlDoji, .cdlEngulfing, .cdlHammer, .cdlHangingMan, .cdlInvertedHammer,
            .cdlShootingStar, .cdlHarami, .cdlPiercing, .cdl3WhiteSoldiers, .cdl3BlackCrows:
            row(openHighLowClose, [], ["integer"])
        }
    }

    /// The rows of the functions that compare two moving averages.
    private var averageOscillator: TALibSignature {
        let fast = period(12, "fastperiod")
        let slow = period(26, "slowperiod")
        let signal = period(9, from: 1, "signalperiod")
        return switch self {
        case .macd: row(real, [fast, slow, signal], ["macd", "macdsignal", "macdhist"])
        case .macdext:
            row(
                real,
                [
                    fast, average("fastmatype"), slow, average("slowmatype"), signal,
                    average("signalmatype"),
                ], ["macd", "macdsignal", "macdhist"])
        default: row(real, [fast, slow, average("matype", 1)])
        }
    }

    /// The rows of the stochastic oscillators.
    private var stochastic: TALibSignature {
        let fastK = period(5, from: 1, "fastk_period")
        let fastD = [period(3, from: 1, "fastd_period"), average("fastd_matype")]
        return switch self {
        case .stoch:
            row(
                highLowClose,
                [
                    fastK, period(3, from: 1, "slowk_period"), average("slowk_matype"),
                    period(3, from: 1, "slowd_period"), average("slowd_matype"),
                ], ["slowk", "slowd"])
        case .stochf: row(highLowClose, [fastK] + fastD, ["fastk", "fastd"])
        default: row(real, [period(14), fastK] + fastD, ["fastk", "fastd"])
        }
    }
}
