import StrategyLanguage

/// Runs a pattern over the bars.
struct CandlePatternKernel: Kernel4 {
    private let pattern: any CandlePattern
    private var thresholds: [CandleThreshold]
    private var candles = CandleHistory()
    private var warmUp: Countdown
    private var hasBegun = false

    init(_ pattern: any CandlePattern) {
        self.pattern = pattern
        thresholds = pattern.thresholds
        warmUp = Countdown(pattern.lookback)
    }

    mutating func next(
        _ open: Double, _ high: Double, _ low: Double, _ close: Double
    ) -> Double {
        candles.push(Candle(open: open, high: high, low: low, close: close))
        if warmUp.consumes() { return 0 }
        if !hasBegun {
            hasBegun = true
            for index in thresholds.indices { thresholds[index].begin(candles) }
        }
        let result = pattern.judge(candles, thresholds)
        for index in thresholds.indices { thresholds[index].advance(candles) }
        return result
    }

    mutating func visitState(_ archive: inout StateArchive) {
        candles.visitState(&archive)
        warmUp.visitState(&archive)
        archive.visit(&hasBegun)
        for index in thresholds.indices { thresholds[index].visitState(&archive) }
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
