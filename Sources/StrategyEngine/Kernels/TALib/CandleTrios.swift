/// CDLMORNINGSTAR and CDLEVENINGSTAR: a long body, a short one beyond a gap, and one back into it.
struct Star: CandlePattern {
    static let lookback = 12
    let isMorning: Bool
    let penetration: Double
    var thresholds = [
        CandleThreshold(.longBody, lag: 2), CandleThreshold(.shortBody, lag: 1),
        CandleThreshold(.shortBody),
    ]

    init(isMorning: Bool, penetration: Double) {
        self.isMorning = isMorning
        self.penetration = penetration
    }

    func judge(_ candles: CandleHistory) -> Double {
        let (first, star, last) = (candles[2], candles[1], candles[0])
        guard first.body > thresholds[0].value(first), star.body <= thresholds[1].value(star),
            last.body > thresholds[2].value(last), first.isWhite != isMorning,
            last.isWhite == isMorning
        else { return 0 }
        if isMorning {
            let isBack = last.close > fused(first.body, penetration, first.close)
            return star.gapsDown(from: first) && isBack ? 100 : 0
        }
        let isBack = last.close < first.close - first.body * penetration
        return star.gapsUp(from: first) && isBack ? -100 : 0
    }
}

/// CDL3WHITESOLDIERS: three white bodies that open within the one before and close higher.
struct ThreeWhiteSoldiers: CandlePattern {
    static let lookback = 12
    var thresholds = [
        CandleThreshold(.veryShortShadow, lag: 2), CandleThreshold(.veryShortShadow, lag: 1),
        CandleThreshold(.veryShortShadow), CandleThreshold(.near, lag: 2),
        CandleThreshold(.near, lag: 1), CandleThreshold(.far, lag: 2),
        CandleThreshold(.far, lag: 1), CandleThreshold(.shortBody),
    ]

    func judge(_ candles: CandleHistory) -> Double {
        let (first, second, third) = (candles[2], candles[1], candles[0])
        guard isBare(first, 0), isBare(second, 1), isBare(third, 2),
            third.close > second.close, second.close > first.close,
            follows(second, first, near: 3, far: 5), follows(third, second, near: 4, far: 6),
            third.body > thresholds[7].value(third)
        else { return 0 }
        return 100
    }

    /// Whether a candle is white and has hardly any upper shadow.
    private func isBare(_ candle: Candle, _ threshold: Int) -> Bool {
        candle.isWhite && candle.upperShadow < thresholds[threshold].value(candle)
    }

    /// Whether a candle opens within or near the body before it and is not far shorter.
    private func follows(_ candle: Candle, _ before: Candle, near: Int, far: Int) -> Bool {
        candle.open > before.open
            && candle.open <= before.close + thresholds[near].value(before)
            && candle.body > before.body - thresholds[far].value(before)
    }
}

/// CDL3BLACKCROWS: after a white candle three black ones, each opening within the one before.
struct ThreeBlackCrows: CandlePattern {
    static let lookback = 13
    var thresholds = [
        CandleThreshold(.veryShortShadow, lag: 2), CandleThreshold(.veryShortShadow, lag: 1),
        CandleThreshold(.veryShortShadow),
    ]

    func judge(_ candles: CandleHistory) -> Double {
        let (first, second, third) = (candles[2], candles[1], candles[0])
        guard candles[3].isWhite, isBare(first, 0), isBare(second, 1), isBare(third, 2),
            opensWithin(second, first), opensWithin(third, second),
            candles[3].high > first.close, first.close > second.close,
            second.close > third.close
        else { return 0 }
        return -100
    }

    /// Whether a candle is black and has hardly any lower shadow.
    private func isBare(_ candle: Candle, _ threshold: Int) -> Bool {
        !candle.isWhite && candle.lowerShadow < thresholds[threshold].value(candle)
    }

    private func opensWithin(_ candle: Candle, _ before: Candle) -> Bool {
        candle.open < before.open && candle.open > before.close
    }
}
