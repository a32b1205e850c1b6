import Glibc

/// One Hilbert filter: four taps, spaced two bars of its own parity apart.
private struct HilbertFilter: Sendable {
    private static let outer = 0.0962
    private static let inner = 0.5769

    private var delay1 = 0.0
    private var delay2 = 0.0
    private var delay3 = 0.0
    private var previousInner = 0.0
    private var previousInput = 0.0

    mutating func next(_ x: Double, gain: Double) -> Double {
        let outer = Self.outer * x
        var result = -delay3 + outer
        (delay1, delay2, delay3) = (outer, delay1, delay2)
        result -= previousInner
        previousInner = Self.inner * previousInput
        result += previousInner
        previousInput = x
        return result * gain
    }

    mutating func visitState(_ archive: inout StateArchive) {
        archive.visit(&delay1)
        archive.visit(&delay2)
        archive.visit(&delay3)
        archive.visit(&previousInner)
        archive.visit(&previousInput)
    }
}

/// The filters and delayed values that bars of one parity share.
private struct HilbertParity: Sendable {
    var detrender = HilbertFilter()
    var quadrature = HilbertFilter()
    var inPhaseAhead = HilbertFilter()
    var quadratureAhead = HilbertFilter()
    /// The detrended value of 3 bars ago, and the newer one that will take its place.
    var inPhase = 0.0
    var nextInPhase = 0.0

    mutating func visitState(_ archive: inout StateArchive) {
        detrender.visitState(&archive)
        quadrature.visitState(&archive)
        inPhaseAhead.visitState(&archive)
        quadratureAhead.visitState(&archive)
        archive.visit(&inPhase)
        archive.visit(&nextInPhase)
    }
}

/// The dominant cycle of a series by Ehlers' homodyne discriminator.
///
/// The first 3 values fill a 4-bar weighted average, `settling` more only move it; from then on
/// each bar updates the period.
///
/// - Source: J. F. Ehlers, *Rocket Science for Traders*, as implemented in TA-Lib's MAMA and
///   HT_TRENDLINE.
struct HilbertCycle: Sendable {
    static let degreesPerRadian = 180 / (4 * atan(1.0))

    private let settling: Int
    private var seen = 0
    private var newest = Ring(count: 4)
    private var smoothSum = 0.0
    private var smoothSub = 0.0
    private var trailing = 0.0
    private var parity = HilbertParity()
    private var otherParity = HilbertParity()
    private var previousI2 = 0.0
    private var previousQ2 = 0.0
    private var real = 0.0
    private var imaginary = 0.0
    /// The length of the cycle in bars, 0 before the first.
    private(set) var period = 0.0
    /// The quadrature and in-phase components of the newest bar.
    private(set) var quadrature = 0.0
    private(set) var inPhase = 0.0

    init(settling: Int) { self.settling = settling }

    /// Takes the next value; false while the average fills.
    mutating func advance(_ x: Double) -> Bool {
        newest.push(x)
        if seen < 3 {
            seen += 1
            smoothSub += x
            smoothSum += x * Double(seen)
            return false
        }
        smoothSub += x
        smoothSub -= trailing
        smoothSum += x * 4
        trailing = newest.oldest
        let smoothed = smoothSum * 0.1
        smoothSum -= smoothSub
        if seen < 3 + settling {
            seen += 1
            return false
        }
        transform(smoothed)
        return true
    }

    private mutating func transform(_ smoothed: Double) {
        let gain = fused(0.075, period, 0.54)
        let detrended = parity.detrender.next(smoothed, gain: gain)
        quadrature = parity.quadrature.next(detrended, gain: gain)
        inPhase = parity.inPhase
        let aheadI = parity.inPhaseAhead.next(inPhase, gain: gain)
        let aheadQ = parity.quadratureAhead.next(quadrature, gain: gain)
        let q2 = fused(0.2, quadrature + aheadI, 0.8 * previousQ2)
        let i2 = fused(0.2, inPhase - aheadQ, 0.8 * previousI2)
        otherParity.inPhase = otherParity.nextInPhase
        otherParity.nextInPhase = detrended
        swap(&parity, &otherParity)
        discriminate(i2, q2)
    }

    private mutating func discriminate(_ i2: Double, _ q2: Double) {
        real = fused(0.8, real, 0.2 * fused(i2, previousI2, q2 * previousQ2))
        imaginary = fused(0.8, imaginary, 0.2 * (i2 * previousQ2 - q2 * previousI2))
        previousQ2 = q2
        previousI2 = i2
        let previous = period
        if imaginary != 0 && real != 0 {
            period = 360 / (atan(imaginary / real) * Self.degreesPerRadian)
        }
        if period > 1.5 * previous { period = 1.5 * previous }
        if period < 0.67 * previous { period = 0.67 * previous }
        if period < 6 {
            period = 6
        } else if period > 50 {
            period = 50
        }
        period = fused(0.2, period, 0.8 * previous)
    }

    mutating func visitState(_ archive: inout StateArchive) {
        archive.visit(&seen)
        newest.visitState(&archive)
        archive.visit(&smoothSum)
        archive.visit(&smoothSub)
        archive.visit(&trailing)
        parity.visitState(&archive)
        otherParity.visitState(&archive)
        archive.visit(&previousI2)
        archive.visit(&previousQ2)
        archive.visit(&real)
        archive.visit(&imaginary)
        archive.visit(&period)
        archive.visit(&quadrature)
        archive.visit(&inPhase)
    }
}
