import StrategyLanguage

/// Recognises one candle pattern at the newest candle.
protocol CandlePattern: Sendable {
    /// How many candles must have been seen before the first that is judged.
    static var lookback: Int { get }

    /// The thresholds that the pattern compares with.
    var thresholds: [CandleThreshold] { get set }

    /// 100 or 80 for a bullish pattern, -100 or -80 for a bearish one, 0 for none.
    func judge(_ candles: CandleHistory) -> Double
}

/// The newest candles: 0 is the newest.
struct CandleHistory: Sendable {
    private var newest = (Candle(), Candle(), Candle(), Candle())

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
    }

    mutating func visitState(_ archive: inout StateArchive) {
        newest.0.visitState(&archive)
        newest.1.visitState(&archive)
        newest.2.visitState(&archive)
        newest.3.visitState(&archive)
    }
}

/// Runs a pattern over the bars.
struct CandlePatternKernel<Pattern: CandlePattern>: Kernel4 {
    private var pattern: Pattern
    private var candles = CandleHistory()
    private var warmUp = Countdown(Pattern.lookback)
    private var hasBegun = false

    init(_ pattern: Pattern) { self.pattern = pattern }

    mutating func next(
        _ open: Double, _ high: Double, _ low: Double, _ close: Double
    ) -> Double {
        let candle = Candle(open: open, high: high, low: low, close: close)
        candles.push(candle)
        for index in pattern.thresholds.indices { pattern.thresholds[index].add(candle) }
        if warmUp.consumes() { return 0 }
        if !hasBegun {
            hasBegun = true
            for index in pattern.thresholds.indices { pattern.thresholds[index].begin() }
        }
        let result = pattern.judge(candles)
        for index in pattern.thresholds.indices { pattern.thresholds[index].advance() }
        return result
    }

    mutating func visitState(_ archive: inout StateArchive) {
        candles.visitState(&archive)
        warmUp.visitState(&archive)
        archive.visit(&hasBegun)
        for index in pattern.thresholds.indices { pattern.thresholds[index].visitState(&archive) }
    }
}

let candlePatternMakers: [TALibFunction: KernelMaker] = [
    .cdlDoji: { _ in CandlePatternKernel(Doji()) },
    .cdlEngulfing: { _ in CandlePatternKernel(Engulfing()) },
    .cdlHammer: { _ in CandlePatternKernel(Umbrella(isHangingMan: false)) },
    .cdlHangingMan: { _ in CandlePatternKernel(Umbrella(isHangingMan: true)) },
    .cdlInvertedHammer: { _ in CandlePatternKernel(InvertedUmbrella(isShootingStar: false)) },
    .cdlShootingStar: { _ in CandlePatternKernel(InvertedUmbrella(isShootingStar: true)) },
    .cdlHarami: { _ in CandlePatternKernel(Harami()) },
    .cdlPiercing: { _ in CandlePatternKernel(Piercing()) },
    .cdlMorningStar: { CandlePatternKernel(Star(isMorning: true, penetration: $0[0])) },
    .cdlEveningStar: { CandlePatternKernel(Star(isMorning: false, penetration: $0[0])) },
    .cdl3WhiteSoldiers: { _ in CandlePatternKernel(ThreeWhiteSoldiers()) },
    .cdl3BlackCrows: { _ in CandlePatternKernel(ThreeBlackCrows()) },
]
