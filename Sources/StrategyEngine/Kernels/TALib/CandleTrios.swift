/// CDLMORNINGSTAR and CDLEVENINGSTAR: a long body, a short one beyond a gap, and one back into it.
struct Star: CandlePattern {
    let lookback = 12
    let isMorning: Bool
    let penetration: Double
    let thresholds = [
        CandleThreshold(.longBody, lag: 2), CandleThreshold(.shortBody, lag: 1),
        CandleThreshold(.shortBody),
    ]

    init(isMorning: Bool, penetration: Double) {
        self.isMorning = isMorning
        self.penetration = penetration
    }

    func judge(_ candles: CandleHistory, _ thresholds: [CandleThreshold]) -> Double {
        let (first, star, last) = (candles[2], candles[1], candles[0])
        guard first.body > thresholds[0].value(candles), star.body <= thresholds[1].value(candles),
            last.body > thresholds[2].value(candles), first.isWhite != isMorning,
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
    let lookback = 12
    let thresholds = [
        CandleThreshold(.veryShortShadow, lag: 2), CandleThreshold(.veryShortShadow, lag: 1),
        CandleThreshold(.veryShortShadow), CandleThreshold(.near, lag: 2),
        CandleThreshold(.near, lag: 1), CandleThreshold(.far, lag: 2),
        CandleThreshold(.far, lag: 1), CandleThreshold(.shortBody),
    ]

    func judge(_ candles: CandleHistory, _ thresholds: [CandleThreshold]) -> Double {
        let (first, second, third) = (candles[2], candles[1], candles[0])
        let limit = { (index: Int) in thresholds[index].value(candles) }
        guard first.isWhite, second.isWhite, third.isWhite,
            first.upperShadow < limit(0), second.upperShadow < limit(1),
            third.upperShadow < limit(2),
            third.close > second.close, second.close > first.close,
            follows(second, first, near: limit(3), far: limit(5)),
            follows(third, second, near: limit(4), far: limit(6)), third.body > limit(7)
        else { return 0 }
        return 100
    }

    /// Whether a candle opens within or near the body before it and is not far shorter.
    private func follows(
        _ candle: Candle, _ before: Candle, near: Double, far: Double
    ) -> Bool {
        candle.open > before.open && candle.open <= before.close + near
            && candle.body > before.body - far
    }
}

/// CDL3BLACKCROWS: after a white candle three black ones, each opening within the one before.
struct ThreeBlackCrows: CandlePattern {
    let lookback = 13
    let thresholds = [
        CandleThreshold(.veryShortShadow, lag: 2), CandleThreshold(.veryShortShadow, lag: 1),
        CandleThreshold(.veryShortShadow),
    ]

    func judge(_ candles: CandleHistory, _ thresholds: [CandleThreshold]) -> Double {
        let (first, second, third) = (candles[2], candles[1], candles[0])
        guard candles[3].isWhite, !first.isWhite, !second.isWhite, !third.isWhite,
            first.lowerShadow < thresholds[0].value(candles),
            second.lowerShadow < thresholds[1].value(candles),
            third.lowerShadow < thresholds[2].value(candles),
            opensWithin(second, first), opensWithin(third, second),
            candles[3].high > first.close, first.close > second.close,
            second.close > third.close
        else { return 0 }
        return -100
    }

    private func opensWithin(_ candle: Candle, _ before: Candle) -> Bool {
        candle.open < before.open && candle.open > before.close
    }
}
