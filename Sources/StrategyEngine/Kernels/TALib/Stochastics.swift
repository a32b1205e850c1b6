import StrategyLanguage

/// Where the close stands between the lowest low and the highest high, in percent.
struct RangePosition: Sendable {
    private var highest: ScannedMaximum
    private var negatedLowest: ScannedMaximum
    private var warmUp: Countdown

    init(period: Int) {
        highest = ScannedMaximum(period: period, laterWinsInScan: false)
        negatedLowest = highest
        warmUp = Countdown(period - 1)
    }

    mutating func next(high: Double, low: Double, close: Double) -> Double? {
        if warmUp.consumes() {
            highest.fill(high)
            negatedLowest.fill(-low)
            return nil
        }
        highest.next(high)
        negatedLowest.next(-low)
        let (top, bottom) = (highest.value, -negatedLowest.value)
        let range = top - bottom
        if isZero(range, scale: abs(top) + abs(bottom)) { return 0 }
        return (close - bottom) / range * 100
    }

    mutating func visitState(_ archive: inout StateArchive) {
        highest.visitState(&archive)
        negatedLowest.visitState(&archive)
        warmUp.visitState(&archive)
    }
}

/// A line and its average, which are given from the average's first value on.
private struct SmoothedLine: Sendable {
    private var average: MovingAverage

    init(_ average: MovingAverage) { self.average = average }

    mutating func next(_ line: Double) -> (line: Double, average: Double)? {
        let smoothed = average.next(line)
        return average.isReady ? (line, smoothed) : nil
    }

    mutating func visitState(_ archive: inout StateArchive) { average.visitState(&archive) }
}

private func write(_ result: (line: Double, average: Double)?, _ chunk: Chunk, at bar: Int) {
    let (line, average) = result ?? (.nan, .nan)
    chunk.outputs[0][bar] = line
    chunk.outputs[1][bar] = average
}

/// STOCH.
private struct SlowStochastic: Kernel {
    private var position: RangePosition
    private var slowing: MovingAverage
    private var smoothed: SmoothedLine

    init(_ options: TALibOptions) {
        position = RangePosition(period: options.integer(0))
        slowing = options.average(period: 1, kind: 2)
        smoothed = SmoothedLine(options.average(period: 3, kind: 4))
    }

    mutating func run(_ chunk: Chunk) {
        let (high, low, close) = (chunk.inputs[0], chunk.inputs[1], chunk.inputs[2])
        for bar in 0..<chunk.count {
            write(next(high[bar], low[bar], close[bar]), chunk, at: bar)
        }
    }

    private mutating func next(
        _ high: Double, _ low: Double, _ close: Double
    ) -> (line: Double, average: Double)? {
        guard let fast = position.next(high: high, low: low, close: close) else { return nil }
        let slow = slowing.next(fast)
        return slowing.isReady ? smoothed.next(slow) : nil
    }

    mutating func visitState(_ archive: inout StateArchive) {
        position.visitState(&archive)
        slowing.visitState(&archive)
        smoothed.visitState(&archive)
    }
}

/// STOCHF.
private struct FastStochastic: Kernel {
    private var position: RangePosition
    private var smoothed: SmoothedLine

    init(_ options: TALibOptions) {
        position = RangePosition(period: options.integer(0))
        smoothed = SmoothedLine(options.average(period: 1, kind: 2))
    }

    mutating func run(_ chunk: Chunk) {
        let (high, low, close) = (chunk.inputs[0], chunk.inputs[1], chunk.inputs[2])
        for bar in 0..<chunk.count {
            let fast = position.next(high: high[bar], low: low[bar], close: close[bar])
            write(fast.flatMap { smoothed.next($0) }, chunk, at: bar)
        }
    }

    mutating func visitState(_ archive: inout StateArchive) {
        position.visitState(&archive)
        smoothed.visitState(&archive)
    }
}

/// STOCHRSI: the fast stochastic of the RSI.
private struct StochasticOfStrength: Kernel {
    private var strength: RelativeStrength
    private var position: RangePosition
    private var smoothed: SmoothedLine

    init(_ options: TALibOptions) {
        strength = RelativeStrength(period: options.integer(0))
        position = RangePosition(period: options.integer(1))
        smoothed = SmoothedLine(options.average(period: 2, kind: 3))
    }

    mutating func run(_ chunk: Chunk) {
        let x = chunk.inputs[0]
        for bar in 0..<chunk.count { write(next(x[bar]), chunk, at: bar) }
    }

    private mutating func next(_ x: Double) -> (line: Double, average: Double)? {
        let rsi = strength.next(x)
        guard strength.isReady else { return nil }
        let fast = position.next(high: rsi, low: rsi, close: rsi)
        return fast.flatMap { smoothed.next($0) }
    }

    mutating func visitState(_ archive: inout StateArchive) {
        strength.visitState(&archive)
        position.visitState(&archive)
        smoothed.visitState(&archive)
    }
}

/// WILLR.
private struct WilliamsRange: Kernel3 {
    private var highest: BlockMaximum
    private var negatedLowest: BlockMaximum

    init(period: Int) {
        highest = BlockMaximum(period: period)
        negatedLowest = highest
    }

    mutating func next(_ high: Double, _ low: Double, _ close: Double) -> Double {
        let top = highest.next(high)
        let bottom = -negatedLowest.next(-low)
        guard highest.isReady else { return .nan }
        let range = top - bottom
        if isZero(range, scale: abs(top) + abs(bottom)) { return 0 }
        let position = (top - close) / range * -100
        return position > 0 ? 0 : position < -100 ? -100 : position
    }

    mutating func visitState(_ archive: inout StateArchive) {
        highest.visitState(&archive)
        negatedLowest.visitState(&archive)
    }
}

/// How recent the highest high and the lowest low of `period + 1` bars are.
private struct Aroon: Sendable {
    private let period: Int
    private let unit: Double
    private var highest: ScannedMaximum
    private var negatedLowest: ScannedMaximum
    private var warmUp: Countdown

    init(period: Int) {
        self.period = period
        unit = 100 / Double(period)
        highest = ScannedMaximum(period: period + 1, laterWinsInScan: true)
        negatedLowest = highest
        warmUp = Countdown(period)
    }

    mutating func next(_ high: Double, _ low: Double) -> Bool {
        if warmUp.consumes() {
            highest.fill(high)
            negatedLowest.fill(-low)
            return false
        }
        highest.next(high)
        negatedLowest.next(-low)
        return true
    }

    var down: Double { unit * Double(period - negatedLowest.age) }
    var up: Double { unit * Double(period - highest.age) }
    var oscillator: Double { unit * Double(negatedLowest.age - highest.age) }

    mutating func visitState(_ archive: inout StateArchive) {
        highest.visitState(&archive)
        negatedLowest.visitState(&archive)
        warmUp.visitState(&archive)
    }
}

/// AROON.
private struct AroonLines: Kernel {
    var aroon: Aroon

    mutating func run(_ chunk: Chunk) {
        for bar in 0..<chunk.count {
            let isReady = aroon.next(chunk.inputs[0][bar], chunk.inputs[1][bar])
            chunk.outputs[0][bar] = isReady ? aroon.down : .nan
            chunk.outputs[1][bar] = isReady ? aroon.up : .nan
        }
    }

    mutating func visitState(_ archive: inout StateArchive) { aroon.visitState(&archive) }
}

/// AROONOSC.
private struct AroonOscillator: Kernel2 {
    var aroon: Aroon

    mutating func next(_ high: Double, _ low: Double) -> Double {
        aroon.next(high, low) ? aroon.oscillator : .nan
    }

    mutating func visitState(_ archive: inout StateArchive) { aroon.visitState(&archive) }
}

let stochasticMakers: [TALibFunction: KernelMaker] = [
    .stoch: { SlowStochastic($0) },
    .stochf: { FastStochastic($0) },
    .stochrsi: { StochasticOfStrength($0) },
    .willr: { WilliamsRange(period: $0.integer(0)) },
    .aroon: { AroonLines(aroon: Aroon(period: $0.integer(0))) },
    .aroonosc: { AroonOscillator(aroon: Aroon(period: $0.integer(0))) },
]
