import StrategyLanguage

/// Covariance or correlation over a window; inputs: two columns and, for a window in time, the bar
/// times.
///
/// As in pandas, each value is first masked by the other's missing or infinite value.
struct PairKernel: Kernel {
    private var accumulator: CovarianceAccumulator
    private var bounds: WindowBounds
    private var historyX = History()
    private var historyY = History()
    private let slidingBars: Int?
    private let isExpanding: Bool
    private let hasTimes: Bool
    private var bar = 0

    init(_ accumulator: CovarianceAccumulator, _ window: Window) {
        self.accumulator = accumulator
        bounds = WindowBounds(window)
        // A window of one bar is begun afresh at every bar.
        slidingBars = window.slidingBars == 1 ? nil : window.slidingBars
        isExpanding = window.span == .expanding
        hasTimes = window.isInTime
    }

    mutating func run(_ chunk: Chunk) {
        if let slidingBars {
            slide(chunk, bars: slidingBars)
        } else {
            step(chunk)
        }
    }

    private mutating func slide(_ chunk: Chunk, bars: Int) {
        let oldest = max(0, bar - bars)
        let end = min(oldest + bars + 1, bar + chunk.count)
        historyX.reserve(from: oldest, storing: bar, to: end)
        historyY.reserve(from: oldest, storing: bar, to: end)
        let (x, y) = (chunk.inputs[0], chunk.inputs[1])
        let out = chunk.outputs[0]
        let mask = historyX.mask
        var (accumulator, bar) = (accumulator, bar)
        historyX.withSlots { slotsX in
            historyY.withSlots { slotsY in
                for index in 0..<chunk.count {
                    let valueX = finiteOrMissing(x[index] + 0 * y[index])
                    let valueY = finiteOrMissing(y[index] + 0 * x[index])
                    let left = bar &- bars
                    if left >= 0 { accumulator.remove(slotsX[left & mask], slotsY[left & mask]) }
                    slotsX[bar & mask] = valueX
                    slotsY[bar & mask] = valueY
                    accumulator.add(valueX, valueY)
                    if accumulator.isUnstable {
                        accumulator.clear()
                        for held in max(0, left &+ 1)...bar {
                            accumulator.add(slotsX[held & mask], slotsY[held & mask])
                        }
                        accumulator.settle()
                    }
                    out[index] = accumulator.result
                    bar &+= 1
                }
            }
        }
        self.accumulator = accumulator
        self.bar = bar
    }

    private mutating func step(_ chunk: Chunk) {
        let (x, y) = (chunk.inputs[0], chunk.inputs[1])
        let out = chunk.outputs[0]
        for index in 0..<chunk.count {
            let valueX = finiteOrMissing(x[index] + 0 * y[index])
            let valueY = finiteOrMissing(y[index] + 0 * x[index])
            if isExpanding {
                accumulator.add(valueX, valueY)
            } else {
                step(valueX, valueY, time: hasTimes ? chunk.inputs[2][index] : 0)
            }
            out[index] = accumulator.result
            bar += 1
        }
    }

    @inline(__always)
    private mutating func step(_ x: Double, _ y: Double, time: Double) {
        let (start, end) = (bounds.start, bounds.end)
        historyX.reserve(from: start, storing: bar, to: bar + 1)
        historyY.reserve(from: start, storing: bar, to: bar + 1)
        historyX[bar] = x
        historyY[bar] = y
        bounds.advance(to: time)
        let isFresh = bar == 0 || bounds.start >= end
        if !isFresh {
            for held in start..<bounds.start { accumulator.remove(historyX[held], historyY[held]) }
            for held in end..<bounds.end { accumulator.add(historyX[held], historyY[held]) }
        }
        if isFresh || accumulator.isUnstable {
            accumulator.clear()
            for held in bounds.start..<bounds.end {
                accumulator.add(historyX[held], historyY[held])
            }
            accumulator.settle()
        }
    }

    mutating func visitState(_ archive: inout StateArchive) {
        accumulator.visitState(&archive)
        bounds.visitState(&archive)
        historyX.visitState(&archive)
        historyY.visitState(&archive)
        archive.visit(&bar)
    }
}

/// The value, or NaN for an infinity.
@inline(__always)
func finiteOrMissing(_ x: Double) -> Double { x.magnitude == .infinity ? .nan : x }
