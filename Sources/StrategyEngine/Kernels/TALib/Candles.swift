/// One bar as a candle.
struct Candle: Sendable {
    var open = 0.0
    var high = 0.0
    var low = 0.0
    var close = 0.0

    var isWhite: Bool { close >= open }
    var body: Double { abs(close - open) }
    var bodyTop: Double { max(close, open) }
    var bodyBottom: Double { min(close, open) }
    var upperShadow: Double { high - (isWhite ? close : open) }
    var lowerShadow: Double { (isWhite ? open : close) - low }

    /// Whether the body lies wholly above another's.
    func gapsUp(from other: Candle) -> Bool { bodyBottom > other.bodyTop }

    /// Whether the body lies wholly below another's.
    func gapsDown(from other: Candle) -> Bool { bodyTop < other.bodyBottom }

    private func max(_ a: Double, _ b: Double) -> Double { a > b ? a : b }
    private func min(_ a: Double, _ b: Double) -> Double { a < b ? a : b }

    mutating func visitState(_ archive: inout StateArchive) {
        archive.visit(&open)
        archive.visit(&high)
        archive.visit(&low)
        archive.visit(&close)
    }
}

/// What a pattern calls long, short, near and so on: a multiple of a mean over earlier candles.
struct CandleSetting: Sendable {
    private enum Measure { case body, range }

    private let measure: Measure
    /// How many earlier candles make the mean; 0 takes the candle itself.
    let period: Int
    private let factor: Double

    static let longBody = CandleSetting(measure: .body, period: 10, factor: 1)
    static let shortBody = CandleSetting(measure: .body, period: 10, factor: 1)
    static let dojiBody = CandleSetting(measure: .range, period: 10, factor: 0.1)
    static let longShadow = CandleSetting(measure: .body, period: 0, factor: 1)
    static let veryShortShadow = CandleSetting(measure: .range, period: 10, factor: 0.1)
    static let near = CandleSetting(measure: .range, period: 5, factor: 0.2)
    static let far = CandleSetting(measure: .range, period: 5, factor: 0.6)

    /// A candle's own size in this setting's measure.
    func size(_ candle: Candle) -> Double {
        switch measure {
        case .body: candle.body
        case .range: candle.high - candle.low
        }
    }

    /// The threshold from the sum of the earlier sizes.
    func threshold(sum: Double, _ candle: Candle) -> Double {
        factor * (period != 0 ? sum / Double(period) : size(candle))
    }
}

/// One setting's threshold for the candle `lag` bars ago, from the candles before that one.
struct CandleThreshold: Sendable {
    private let setting: CandleSetting
    private let lag: Int
    private var sizes: Ring
    private var sum = 0.0

    init(_ setting: CandleSetting, lag: Int = 0) {
        self.setting = setting
        self.lag = lag
        sizes = Ring(count: setting.period + lag + 1)
    }

    /// Notes the newest candle.
    mutating func add(_ candle: Candle) { sizes.push(setting.size(candle)) }

    /// Sums the sizes for the first candle that is judged; the newest candle is already noted.
    mutating func begin() {
        sum = 0
        for offset in 0..<setting.period { sum += sizes[fromOldest: offset] }
    }

    /// Moves the sum on to the next candle, after the newest one was judged.
    mutating func advance() {
        sum += sizes[age: lag] - sizes.oldest
    }

    /// The threshold for the candle at this lag.
    func value(_ candle: Candle) -> Double { setting.threshold(sum: sum, candle) }

    mutating func visitState(_ archive: inout StateArchive) {
        sizes.visitState(&archive)
        archive.visit(&sum)
    }
}
