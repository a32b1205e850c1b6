import StrategyLanguage

/// The sums of two series over a window, each measured from a shift.
private struct PairSums: Sendable {
    var x = 0.0
    var y = 0.0
    var xx = 0.0
    var xy = 0.0
    var yy = 0.0

    mutating func add(_ x: Double, _ y: Double) {
        self.x += x
        xx += x * x
        xy += x * y
        self.y += y
        yy += y * y
    }

    mutating func remove(_ x: Double, _ y: Double) {
        self.x -= x
        xx -= x * x
        xy -= x * y
        self.y -= y
        yy -= y * y
    }

    mutating func visitState(_ archive: inout StateArchive) {
        archive.visit(&x)
        archive.visit(&y)
        archive.visit(&xx)
        archive.visit(&xy)
        archive.visit(&yy)
    }
}

/// CORREL: Pearson's correlation of the newest `period` pairs.
///
/// Like `RollingVariance` it measures from a shift and rebuilds its sums by TA-Lib's three rules.
struct RollingCorrelation: Kernel2 {
    private let period: Int
    private let reciprocal: Double
    private var xWindow: Ring
    private var yWindow: Ring
    private var xShift = 0.0
    private var yShift = 0.0
    private var sums = PairSums()
    private var leavingXX = 0.0
    private var leavingYY = 0.0
    private var seen = 0
    private var barsToRebuild: Int

    init(period: Int) {
        self.period = period
        reciprocal = 1 / Double(period)
        xWindow = Ring(count: period)
        yWindow = xWindow
        barsToRebuild = 32 * period
    }

    mutating func next(_ x: Double, _ y: Double) -> Double {
        xWindow.push(x)
        yWindow.push(y)
        if seen == 0 { (xShift, yShift) = (x, y) }
        sums.add(x - xShift, y - yShift)
        if seen < period { seen += 1 }
        guard seen == period else { return .nan }

        var (xx, yy, xy) = centred
        barsToRebuild -= 1
        let isStale = xx < 1e-6 * sums.xx || yy < 1e-6 * sums.yy
        let lostOutlier = leavingXX > 1e6 * sums.xx || leavingYY > 1e6 * sums.yy
        if isStale || lostOutlier || barsToRebuild <= 0 {
            rebuild()
            (xx, yy, xy) = centred
            if xx < 0 { xx = 0 }
            if yy < 0 { yy = 0 }
        }
        let isDefined = xx > zeroWidth * sums.xx && yy > zeroWidth * sums.yy
        removeOldest()
        guard isDefined else { return 0 }
        let correlation = xy / (xx * yy).squareRoot()
        return correlation > 1 ? 1 : correlation < -1 ? -1 : correlation
    }

    private var centred: (xx: Double, yy: Double, xy: Double) {
        (
            sums.xx - sums.x * sums.x * reciprocal, sums.yy - sums.y * sums.y * reciprocal,
            sums.xy - sums.x * sums.y * reciprocal
        )
    }

    private mutating func removeOldest() {
        let x = xWindow.oldest - xShift
        let y = yWindow.oldest - yShift
        leavingXX = x * x
        leavingYY = y * y
        sums.remove(x, y)
    }

    private mutating func rebuild() {
        barsToRebuild = 32 * period
        var (xTotal, yTotal) = (0.0, 0.0)
        for offset in 0..<period {
            xTotal += xWindow[fromOldest: offset]
            yTotal += yWindow[fromOldest: offset]
        }
        xShift = xTotal * reciprocal
        yShift = yTotal * reciprocal
        sums = PairSums()
        for offset in 0..<period {
            sums.add(xWindow[fromOldest: offset] - xShift, yWindow[fromOldest: offset] - yShift)
        }
    }

    mutating func visitState(_ archive: inout StateArchive) {
        xWindow.visitState(&archive)
        yWindow.visitState(&archive)
        archive.visit(&xShift)
        archive.visit(&yShift)
        sums.visitState(&archive)
        archive.visit(&leavingXX)
        archive.visit(&leavingYY)
        archive.visit(&seen)
        archive.visit(&barsToRebuild)
    }
}

/// BETA: the slope of the second series' returns over the first's, over `period` returns.
///
/// A price of zero makes the return after it 0.
struct RollingBeta: Kernel2 {
    private let period: Int
    private var xReturns: Ring
    private var yReturns: Ring
    private var previousX = 0.0
    private var previousY = 0.0
    private var xShift = 0.0
    private var yShift = 0.0
    private var sums = PairSums()
    private var leavingXX = 0.0
    private var leavingYY = 0.0
    private var seen = 0
    private var barsToRebuild: Int

    init(period: Int) {
        self.period = period
        xReturns = Ring(count: period)
        yReturns = xReturns
        barsToRebuild = 32 * period
    }

    mutating func next(_ x: Double, _ y: Double) -> Double {
        let xReturn = change(from: previousX, to: x)
        let yReturn = change(from: previousY, to: y)
        (previousX, previousY) = (x, y)
        if seen == 0 {
            seen = 1
            return .nan
        }
        xReturns.push(xReturn)
        yReturns.push(yReturn)
        if seen == 1 { (xShift, yShift) = (xReturn, yReturn) }
        sums.add(xReturn - xShift, yReturn - yShift)
        if seen <= period { seen += 1 }
        return seen > period ? slope() : .nan
    }

    private func change(from old: Double, to new: Double) -> Double {
        old == 0 ? 0 : (new - old) / old
    }

    private mutating func slope() -> Double {
        let n = Double(period)
        var scale = n * sums.xx
        var denominator = scale - sums.x * sums.x
        barsToRebuild -= 1
        let isStale = denominator < 1e-6 * scale
        let lostOutlier = leavingXX > 1000 * sums.xx || leavingYY > 1000 * sums.yy
        if isStale || lostOutlier || barsToRebuild <= 0 {
            rebuild()
            scale = n * sums.xx
            denominator = scale - sums.x * sums.x
            if denominator < 0 { denominator = 0 }
        }
        let numerator = n * sums.xy - sums.x * sums.y
        let x = xReturns.oldest - xShift
        let y = yReturns.oldest - yShift
        leavingXX = x * x
        leavingYY = y * y
        sums.remove(x, y)
        return denominator > zeroWidth * scale ? numerator / denominator : 0
    }

    private mutating func rebuild() {
        barsToRebuild = 32 * period
        var (xTotal, yTotal) = (0.0, 0.0)
        for offset in 0..<period {
            xTotal += xReturns[fromOldest: offset]
            yTotal += yReturns[fromOldest: offset]
        }
        xShift = xTotal / Double(period)
        yShift = yTotal / Double(period)
        sums = PairSums()
        for offset in 0..<period {
            sums.add(xReturns[fromOldest: offset] - xShift, yReturns[fromOldest: offset] - yShift)
        }
    }

    mutating func visitState(_ archive: inout StateArchive) {
        xReturns.visitState(&archive)
        yReturns.visitState(&archive)
        archive.visit(&previousX)
        archive.visit(&previousY)
        archive.visit(&xShift)
        archive.visit(&yShift)
        sums.visitState(&archive)
        archive.visit(&leavingXX)
        archive.visit(&leavingYY)
        archive.visit(&seen)
        archive.visit(&barsToRebuild)
    }
}

let comovementMakers: [TALibFunction: KernelMaker] = [
    .correl: { RollingCorrelation(period: $0.integer(0)) },
    .beta: { RollingBeta(period: $0.integer(0)) },
]
