import StrategyLanguage

/// CCI: how far the typical price is from its mean, in mean deviations.
private struct CommodityChannel: Kernel3 {
    private let period: Double
    private var prices: Ring
    private var warmUp: Countdown

    init(period: Int) {
        self.period = Double(period)
        prices = Ring(count: period)
        warmUp = Countdown(period - 1)
    }

    mutating func next(_ high: Double, _ low: Double, _ close: Double) -> Double {
        let price = (high + low + close) / 3
        prices.push(price)
        if warmUp.consumes() { return .nan }
        // Both sums run over the slots, not over time, as TA-Lib's do.
        var mean = 0.0
        for slot in prices.slots { mean += slot }
        mean /= period
        var deviation = 0.0
        for slot in prices.slots { deviation += abs(slot - mean) }
        deviation /= period
        let distance = price - mean
        let scale = abs(mean)
        if isZero(distance, scale: scale) || isZero(deviation, scale: scale) { return 0 }
        let unit = 0.015 * deviation
        return unit == 0 ? 0 : distance / unit
    }

    mutating func visitState(_ archive: inout StateArchive) {
        prices.visitState(&archive)
        warmUp.visitState(&archive)
    }
}

/// MFI: money flow on rising typical prices in percent of all.
private struct MoneyFlow: Kernel4 {
    private let period: Int
    private var risingFlows: Ring
    private var fallingFlows: Ring
    private var rising = 0.0
    private var falling = 0.0
    private var previous = 0.0
    private var hasPrevious = false
    /// How many of the newest bars had no flow.
    private var emptyRun = 0
    private var warmUp: Countdown

    init(period: Int) {
        self.period = period
        risingFlows = Ring(count: period)
        fallingFlows = risingFlows
        warmUp = Countdown(period)
    }

    mutating func next(
        _ high: Double, _ low: Double, _ close: Double, _ volume: Double
    ) -> Double {
        let price = (high + low + close) / 3
        let change = price - previous
        let scale = abs(price) + abs(previous)
        previous = price
        guard hasPrevious else {
            hasPrevious = true
            return .nan
        }
        _ = warmUp.consumes()
        // A slot is 0 until the window is full.
        rising -= risingFlows.oldest
        falling -= fallingFlows.oldest
        let flow = isZero(change, scale: scale) ? 0 : price * volume
        let risingFlow = change < 0 ? 0 : flow
        let fallingFlow = change < 0 ? flow : 0
        risingFlows.push(risingFlow)
        fallingFlows.push(fallingFlow)
        rising += risingFlow
        falling += fallingFlow
        dropResidue(flow)
        return warmUp.isOver ? index : .nan
    }

    /// A window without flow sums to exactly zero, whatever rounding left in the sums.
    private mutating func dropResidue(_ flow: Double) {
        emptyRun = flow == 0 ? emptyRun + 1 : 0
        guard emptyRun >= period else { return }
        emptyRun = period
        rising = 0
        falling = 0
    }

    private var index: Double {
        let total = rising + falling
        if total <= 0 { return 0 }
        let clamped = rising < 0 ? 0 : rising > total ? total : rising
        return 100 * (clamped / total)
    }

    mutating func visitState(_ archive: inout StateArchive) {
        risingFlows.visitState(&archive)
        fallingFlows.visitState(&archive)
        archive.visit(&rising)
        archive.visit(&falling)
        archive.visit(&previous)
        archive.visit(&hasPrevious)
        archive.visit(&emptyRun)
        warmUp.visitState(&archive)
    }
}

/// ULTOSC: buying pressure over true range in three windows, weighted 4, 2 and 1.
private struct UltimateOscillator: Kernel3 {
    private let longestPeriod: Int
    private var short: PressureWindow
    private var middle: PressureWindow
    private var long: PressureWindow
    private var previousClose = 0.0
    private var hasPrevious = false
    /// How many of the newest bars had neither pressure nor range.
    private var emptyRun = 0
    private var warmUp: Countdown

    init(_ options: TALibOptions) {
        let periods = (0..<3).map { options.integer($0) }.sorted()
        longestPeriod = periods[2]
        short = PressureWindow(period: periods[0], longestPeriod: longestPeriod)
        middle = PressureWindow(period: periods[1], longestPeriod: longestPeriod)
        long = PressureWindow(period: periods[2], longestPeriod: longestPeriod)
        warmUp = Countdown(longestPeriod - 1)
    }

    mutating func next(_ high: Double, _ low: Double, _ close: Double) -> Double {
        let before = previousClose
        previousClose = close
        guard hasPrevious else {
            hasPrevious = true
            return .nan
        }
        let pressure = close - (low < before ? low : before)
        let range = trueRange(high: high, low: low, previousClose: before)
        emptyRun = pressure == 0 && range == 0 ? min(emptyRun + 1, longestPeriod) : 0
        let shortRatio = short.next(pressure, range, emptyRun)
        let middleRatio = middle.next(pressure, range, emptyRun)
        let longRatio = long.next(pressure, range, emptyRun)
        if warmUp.consumes() { return .nan }
        var output = 0.0
        output += 4 * shortRatio
        output += 2 * middleRatio
        output += longRatio
        return 100 * (output / 7)
    }

    mutating func visitState(_ archive: inout StateArchive) {
        short.visitState(&archive)
        middle.visitState(&archive)
        long.visitState(&archive)
        archive.visit(&previousClose)
        archive.visit(&hasPrevious)
        archive.visit(&emptyRun)
        warmUp.visitState(&archive)
    }
}

/// Buying pressure and true range, summed over one window.
private struct PressureWindow: Sendable {
    private let period: Int
    private var pressures: Ring
    private var ranges: Ring
    private var pressure = 0.0
    private var range = 0.0
    /// A shorter window starts later, so that all three are full at the same bar.
    private var delay: Countdown
    private var warmUp: Countdown

    init(period: Int, longestPeriod: Int) {
        self.period = period
        pressures = Ring(count: period)
        ranges = pressures
        delay = Countdown(longestPeriod - period)
        warmUp = Countdown(period - 1)
    }

    /// The share of the pressure in the range, 0 where there is none.
    mutating func next(_ newPressure: Double, _ newRange: Double, _ emptyRun: Int) -> Double {
        if delay.consumes() { return 0 }
        pressures.push(newPressure)
        ranges.push(newRange)
        pressure += newPressure
        range += newRange
        if warmUp.consumes() { return 0 }
        // An empty window sums to exactly zero, whatever rounding left in the sums.
        if emptyRun >= period { (pressure, range) = (0, 0) }
        let ratio = range > 0 ? pressure / range : 0
        pressure -= pressures.oldest
        range -= ranges.oldest
        return ratio
    }

    mutating func visitState(_ archive: inout StateArchive) {
        pressures.visitState(&archive)
        ranges.visitState(&archive)
        archive.visit(&pressure)
        archive.visit(&range)
        delay.visitState(&archive)
        warmUp.visitState(&archive)
    }
}

/// BOP: the body of a bar in parts of its range.
private struct BalanceOfPower: Kernel4 {
    mutating func next(
        _ open: Double, _ high: Double, _ low: Double, _ close: Double
    ) -> Double {
        let range = high - low
        return range <= 0 ? 0 : (close - open) / range
    }

    mutating func visitState(_ archive: inout StateArchive) {}
}

let priceOscillatorMakers: [TALibFunction: KernelMaker] = [
    .cci: { CommodityChannel(period: $0.integer(0)) },
    .mfi: { MoneyFlow(period: $0.integer(0)) },
    .ultosc: { UltimateOscillator($0) },
    .bop: { _ in BalanceOfPower() },
]
