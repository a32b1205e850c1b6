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
    case rangeShare = "range_share"
    case bandWidth = "band_width_share"
    case percentB = "percent_b"
    case barStrength = "bar_strength"
    case tenkan, kijun
    case leadingA = "leading_a"
    case leadingB = "leading_b"
    case cloudTop = "cloud_top"
    case cloudBottom = "cloud_bottom"
    case donchianMiddle = "donchian_middle"
    case trix, cmo, tsi, ppo, bop, crsi, coppock, choppiness
    case regressionSlope = "regression_slope"
    case chaikinMoneyFlow = "chaikin_money_flow"
    case chaikinOscillator = "chaikin_oscillator"
    case accumulation
    case aroonOscillator = "aroon_oscillator"
    case ultimate = "ultimate_oscillator"
    case awesome = "awesome_oscillator"
    case volumeAverage = "volume_weighted_average"
    case typicalPrice = "typical_price"
    case heikinOpen = "heikin_ashi_open"
    case heikinClose = "heikin_ashi_close"
    case chandelierLong = "chandelier_long"
    case chandelierShort = "chandelier_short"
    case barRange = "bar_range"

    /// One row: how the indicator is written in a strategy and in a sentence.
    struct Row: Sendable {
        var title: String
        var measure: Quantity.Measure
        var columns: [PriceColumn]
        /// The usual length in bars; nothing where there is no length.
        var length: Int?
        /// The fewest bars that it is defined for.
        var shortest = 2
        /// What else may be set, in the order in which it is named behind the length.
        var settings: [Setting] = []
        /// The expression with columns, `{n}` and settings to be filled in, or lines whose last is
        /// it.
        var code: [String]
        /// The expression where the settings are the usual ones and are no parameters.
        var usualCode: [String]?
        /// Whether closes cannot stand for highs and lows that a symbol does not have.
        var needsRange = false
        /// The middle that it swings around.
        var middle: Double?
        /// Below and above which it counts as oversold and as overbought.
        var extremes: (oversold: Double, overbought: Double)?
    }

    /// A number beside the length.
    struct Setting: Sendable {
        /// Its place in the expression.
        var key: String
        var parameter: String
        var usual: Double
        var isCount: Bool
        var bounds: ClosedRange<Double>
        var text: String

        /// Bars of something.
        static func count(
            _ key: String, _ parameter: String, _ usual: Int, _ text: String
        ) -> Setting {
            Setting(
                key: key, parameter: parameter, usual: Double(usual), isCount: true,
                bounds: 1...5000, text: text)
        }

        /// A factor.
        static func factor(
            _ key: String, _ parameter: String, _ usual: Double, _ bounds: ClosedRange<Double>,
            _ text: String
        ) -> Setting {
            Setting(
                key: key, parameter: parameter, usual: usual, isCount: false, bounds: bounds,
                text: text)
        }
    }

    /// What is compared with it and how the numbers on both sides are read.
    var measure: Quantity.Measure { row.measure }

    /// The row of the table.
    var row: Row { oscillatorRow ?? lineRow ?? volumeRow }

    static let range: [PriceColumn] = [.high, .low, .close]
    static let bar: [PriceColumn] = [.open, .high, .low, .close]

    /// The indicator with its length and settings as a noun: "10-bar Supertrend (10, 2)".
    func phrase(_ length: Lookback?, _ settings: [Double]) -> String {
        let length = row.length.map { length ?? Lookback(count: $0, unit: .bar) }
        let name = (length.map { $0.adjective + " " } ?? "") + row.title
        guard !settings.isEmpty else { return name }
        let numbers = (length.map { [Double($0.count)] } ?? []) + settings
        return "\(name) (\(numbers.map(Wording.number).joined(separator: ", ")))"
    }
}
