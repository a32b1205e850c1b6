import Glibc
import StrategyLanguage

/// The least-squares line through the newest `period` values.
///
/// The sums slide with the window and are rebuilt when a value that outweighs the window leaves it,
/// and every `32 * period` bars, as in TA-Lib.
struct RollingLine: Sendable {
    private let period: Double
    private let sumX: Double
    private let divisor: Double
    private var window: Ring
    private var sumXY = 0.0
    private var sumY = 0.0
    private var magnitude = 0.0
    private var trailing = 0.0
    private var seen = 0
    private var barsToRebuild: Int

    init(period: Int) {
        let n = Double(period)
        self.period = n
        sumX = n * (n - 1) * 0.5
        let sumOfSquares = n * (n - 1) * (2 * n - 1) / 6
        divisor = sumX * sumX - n * sumOfSquares
        window = Ring(count: period)
        barsToRebuild = 32 * period
    }

    /// The slope, once the window is full.
    mutating func next(_ x: Double) -> Double? {
        window.push(x)
        if seen < window.count {
            seen += 1
            guard seen == window.count else { return nil }
            rebuild()
        } else {
            slide(x)
        }
        trailing = window.oldest
        return (period * sumXY - sumX * sumY) / divisor
    }

    /// The line's value at the oldest bar of the window.
    func intercept(slope: Double) -> Double { (sumY - slope * sumX) / period }

    private mutating func slide(_ x: Double) {
        barsToRebuild -= 1
        guard barsToRebuild > 0 else { return rebuild() }
        magnitude -= abs(trailing)
        magnitude += abs(x)
        let leaving = period * trailing
        guard !(abs(leaving) > 100 * magnitude) else { return rebuild() }
        sumXY = sumXY + sumY - leaving
        sumY = sumY - trailing + x
    }

    private mutating func rebuild() {
        barsToRebuild = 32 * window.count
        sumXY = 0
        sumY = 0
        magnitude = 0
        for offset in 0..<window.count {
            let y = window[fromOldest: offset]
            sumY += y
            magnitude += abs(y)
            sumXY += Double(window.count - 1 - offset) * y
        }
    }

    mutating func visitState(_ archive: inout StateArchive) {
        window.visitState(&archive)
        archive.visit(&sumXY)
        archive.visit(&sumY)
        archive.visit(&magnitude)
        archive.visit(&trailing)
        archive.visit(&seen)
        archive.visit(&barsToRebuild)
    }
}

/// LINEARREG and its relatives: what they read off the line.
struct LineReading: Kernel1 {
    enum Quantity { case endpoint, forecast, slope, angle, intercept }

    private let quantity: Quantity
    private let bars: Double
    private var line: RollingLine

    init(_ quantity: Quantity, period: Int) {
        self.quantity = quantity
        bars = Double(quantity == .endpoint ? period - 1 : period)
        line = RollingLine(period: period)
    }

    mutating func next(_ x: Double) -> Double {
        guard let slope = line.next(x) else { return .nan }
        switch quantity {
        case .slope: return slope
        case .angle: return atan(slope) * (180 / Double.pi)
        case .intercept: return line.intercept(slope: slope)
        case .endpoint, .forecast: return fused(slope, bars, line.intercept(slope: slope))
        }
    }

    mutating func visitState(_ archive: inout StateArchive) { line.visitState(&archive) }
}

let regressionMakers: [TALibFunction: KernelMaker] = [
    .linearreg: { LineReading(.endpoint, period: $0.integer(0)) },
    .linearregSlope: { LineReading(.slope, period: $0.integer(0)) },
    .linearregAngle: { LineReading(.angle, period: $0.integer(0)) },
    .linearregIntercept: { LineReading(.intercept, period: $0.integer(0)) },
    .tsf: { LineReading(.forecast, period: $0.integer(0)) },
]
