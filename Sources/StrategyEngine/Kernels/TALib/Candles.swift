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

/// The newest candles and their sizes, as many as any pattern looks back on; 0 is the newest.
struct CandleHistory: Sendable {
    /// A mean over 10 candles of a candle 2 bars ago, and the candle itself.
    private static let depth = 13

    private var newest = (Candle(), Candle(), Candle(), Candle())
    private var bodies = Ring(count: depth)
    private var ranges = Ring(count: depth)

    subscript(age: Int) -> Candle {
        switch age {
        case 0: newest.0
        case 1: newest.1
        case 2: newest.2
        default: newest.3
        }
    }

    mutating func push(_ candle: Candle) {
        newest = (candle, newest.0, newest.1, newest.2)
        bodies.push(candle.body)
        ranges.push(candle.high - candle.low)
    }

    /// The size of the candle `age` bars ago.
    func size(_ measure: CandleSetting.Measure, age: Int) -> Double {
        switch measure {
        case .body: bodies[age: age]
        case .range: ranges[age: age]
        }
    }

    mutating func visitState(_ archive: inout StateArchive) {
        newest.0.visitState(&archive)
        newest.1.visitState(&archive)
        newest.2.visitState(&archive)
        newest.3.visitState(&archive)
        bodies.visitState(&archive)
        ranges.visitState(&archive)
    }
}

/// What a pattern calls long, short, near and so on: a multiple of a mean over earlier candles.
struct CandleSetting: Sendable {
    /// What of a candle is measured.
    enum Measure { case body, range }

    let measure: Measure
    /// How many earlier candles make the mean; 0 takes the candle itself.
    let period: Int
    let factor: Double

    static let longBody = CandleSetting(measure: .body, period: 10, factor: 1)
    static let shortBody = CandleSetting(measure: .body, period: 10, factor: 1)
    static let dojiBody = CandleSetting(measure: .range, period: 10, factor: 0.1)
    static let longShadow = CandleSetting(measure: .body, period: 0, factor: 1)
    static let veryShortShadow = CandleSetting(measure: .range, period: 10, factor: 0.1)
    static let near = CandleSetting(measure: .range, period: 5, factor: 0.2)
    static let far = CandleSetting(measure: .range, period: 5, factor: 0.6)
}

/// One setting's threshold for the candle `lag` bars ago, from the candles before that one.
struct CandleThreshold: Sendable {
    private let setting: CandleSetting
    private let lag: Int
    private var sum = 0.0

    init(_ setting: CandleSetting, lag: Int = 0) {
        self.setting = setting
        self.lag = lag
    }

    /// Sums the sizes for the first candle that is judged.
    mutating func begin(_ candles: CandleHistory) {
        sum = 0
        for age in (lag + 1..<lag + 1 + setting.period).reversed() {
            sum += candles.size(setting.measure, age: age)
        }
    }

    /// Moves the sum on to the next candle, after the newest one was judged.
    mutating func advance(_ candles: CandleHistory) {
        let oldest = candles.size(setting.measure, age: lag + setting.period)
        sum += candles.size(setting.measure, age: lag) - oldest
    }

    /// The threshold for the candle at this lag.
    func value(_ candles: CandleHistory) -> Double {
        let mean =
            setting.period != 0
            ? sum / Double(setting.period) : candles.size(setting.measure, age: lag)
        return setting.factor * mean
    }

    mutating func visitState(_ archive: inout StateArchive) { archive.visit(&sum) }
}
