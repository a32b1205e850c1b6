/// CDLDOJI: hardly any body.
struct Doji: CandlePattern {
    let lookback = 10
    let thresholds = [CandleThreshold(.dojiBody)]

    func judge(_ candles: CandleHistory, _ thresholds: [CandleThreshold]) -> Double {
        candles[0].body <= thresholds[0].value(candles) ? 100 : 0
    }
}

/// CDLHAMMER and CDLHANGINGMAN: a small body on a long lower shadow, near a low or a high.
struct Umbrella: CandlePattern {
    let lookback = 11
    let isHangingMan: Bool
    let thresholds = [
        CandleThreshold(.shortBody), CandleThreshold(.longShadow),
        CandleThreshold(.veryShortShadow), CandleThreshold(.near, lag: 1),
    ]

    init(isHangingMan: Bool) { self.isHangingMan = isHangingMan }

    func judge(_ candles: CandleHistory, _ thresholds: [CandleThreshold]) -> Double {
        let (candle, before) = (candles[0], candles[1])
        guard candle.body < thresholds[0].value(candles),
            candle.lowerShadow > thresholds[1].value(candles),
            candle.upperShadow < thresholds[2].value(candles)
        else { return 0 }
        let near = thresholds[3].value(candles)
        if isHangingMan { return candle.bodyBottom >= before.high - near ? -100 : 0 }
        return candle.bodyBottom <= before.low + near ? 100 : 0
    }
}

/// CDLINVERTEDHAMMER and CDLSHOOTINGSTAR: a small body under a long upper shadow, after a gap.
struct InvertedUmbrella: CandlePattern {
    let lookback = 11
    let isShootingStar: Bool
    let thresholds = [
        CandleThreshold(.shortBody), CandleThreshold(.longShadow),
        CandleThreshold(.veryShortShadow),
    ]

    init(isShootingStar: Bool) { self.isShootingStar = isShootingStar }

    func judge(_ candles: CandleHistory, _ thresholds: [CandleThreshold]) -> Double {
        let (candle, before) = (candles[0], candles[1])
        guard candle.body < thresholds[0].value(candles),
            candle.upperShadow > thresholds[1].value(candles),
            candle.lowerShadow < thresholds[2].value(candles)
        else { return 0 }
        if isShootingStar { return candle.gapsUp(from: before) ? -100 : 0 }
        return candle.gapsDown(from: before) ? 100 : 0
    }
}

/// CDLENGULFING: a body that covers the opposite one before it; 80 if they share an end.
struct Engulfing: CandlePattern {
    let lookback = 2
    let thresholds: [CandleThreshold] = []

    func judge(_ candles: CandleHistory, _ thresholds: [CandleThreshold]) -> Double {
        let (candle, before) = (candles[0], candles[1])
        guard candle.isWhite != before.isWhite else { return 0 }
        // Both bodies from their lower end up, the newer one's colour decides which end is which.
        let (bottom, top) =
            candle.isWhite ? (candle.open, candle.close) : (candle.close, candle.open)
        let (oldBottom, oldTop) =
            candle.isWhite ? (before.close, before.open) : (before.open, before.close)
        guard (top >= oldTop && bottom < oldBottom) || (top > oldTop && bottom <= oldBottom)
        else { return 0 }
        let isStrict = candle.open != before.close && candle.close != before.open
        return (candle.isWhite ? 1 : -1) * (isStrict ? 100 : 80)
    }
}

/// CDLHARAMI: a short body within the long one before it; 80 if they share an end.
struct Harami: CandlePattern {
    let lookback = 11
    let thresholds = [CandleThreshold(.longBody, lag: 1), CandleThreshold(.shortBody)]

    func judge(_ candles: CandleHistory, _ thresholds: [CandleThreshold]) -> Double {
        let (candle, before) = (candles[0], candles[1])
        guard before.body > thresholds[0].value(candles),
            candle.body <= thresholds[1].value(candles)
        else { return 0 }
        let sign: Double = before.isWhite ? -1 : 1
        if candle.bodyTop < before.bodyTop && candle.bodyBottom > before.bodyBottom {
            return sign * 100
        }
        if candle.bodyTop <= before.bodyTop && candle.bodyBottom >= before.bodyBottom {
            return sign * 80
        }
        return 0
    }
}

/// CDLPIERCING: a long white body that opens below a long black one and closes above its middle.
struct Piercing: CandlePattern {
    let lookback = 11
    let thresholds = [CandleThreshold(.longBody, lag: 1), CandleThreshold(.longBody)]

    func judge(_ candles: CandleHistory, _ thresholds: [CandleThreshold]) -> Double {
        let (candle, before) = (candles[0], candles[1])
        guard !before.isWhite, before.body > thresholds[0].value(candles),
            candle.isWhite, candle.body > thresholds[1].value(candles),
            candle.open < before.low, candle.close < before.open,
            candle.close > fused(before.body, 0.5, before.close)
        else { return 0 }
        return 100
    }
}
