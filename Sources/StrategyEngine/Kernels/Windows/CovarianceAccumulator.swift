import Glibc

/// The co-moments of the pairs in a window about an origin inside it, and from them their
/// covariance or correlation (pandas' `roll_cov`, `roll_corr`).
///
/// Pairs of which one is missing do not count. The co-moments are computed afresh when they may be
/// mere rounding error.
struct CovarianceAccumulator: Sendable {
    private let minPeriods: Double
    private let ddof: Double
    private let isCorrelation: Bool
    private var moments = CoMoments()

    init(minPeriods: Int, ddof: Int, isCorrelation: Bool) {
        self.minPeriods = Double(max(minPeriods, 1))
        self.ddof = Double(ddof)
        self.isCorrelation = isCorrelation
    }

    private struct CoMoments {
        var count = 0.0
        var (originX, originY) = (0.0, 0.0)
        var (meanX, meanY) = (0.0, 0.0)
        var (xy, xx, yy) = (0.0, 0.0, 0.0)
        var (peakX, peakY) = (0.0, 0.0)
        var isUnstable = false

        /// Notes how far the values are from their means, and whether the sums can be trusted.
        @inline(__always)
        mutating func watch(_ shiftedX: Double, _ shiftedY: Double) {
            let deviationX = (shiftedX - meanX).magnitude
            let deviationY = (shiftedY - meanY).magnitude
            if deviationX > peakX { peakX = deviationX }
            if deviationY > peakY { peakY = deviationY }
            if xy != xy || xx != xx || yy != yy
                || peakX * peakY * cancellationTolerance > xy.magnitude
                || peakX * peakX * cancellationTolerance > xx
                || peakY * peakY * cancellationTolerance > yy
            {
                isUnstable = true
            }
        }
    }

    @inline(__always)
    mutating func clear() { moments = CoMoments() }

    @inline(__always)
    mutating func add(_ x: Double, _ y: Double) {
        guard x == x, y == y else { return }
        moments.count += 1
        if moments.count == 1 {
            moments.originX = x.magnitude < greatestOrigin ? x : 0
            moments.originY = y.magnitude < greatestOrigin ? y : 0
        }
        let shiftedX = x - moments.originX
        let shiftedY = y - moments.originY
        let deltaX = shiftedX - moments.meanX
        let deltaY = shiftedY - moments.meanY
        moments.meanX += deltaX / moments.count
        moments.meanY += deltaY / moments.count
        moments.xy += (shiftedX - moments.meanX) * deltaY
        moments.xx += (shiftedX - moments.meanX) * deltaX
        moments.yy += (shiftedY - moments.meanY) * deltaY
        moments.watch(shiftedX, shiftedY)
    }

    @inline(__always)
    mutating func remove(_ x: Double, _ y: Double) {
        guard x == x, y == y else { return }
        let shiftedX = x - moments.originX
        let shiftedY = y - moments.originY
        let deltaX = shiftedX - moments.meanX
        let deltaY = shiftedY - moments.meanY
        moments.count -= 1
        guard moments.count != 0 else {
            moments = CoMoments()
            return
        }
        moments.meanX -= deltaX / moments.count
        moments.meanY -= deltaY / moments.count
        moments.xy -= (shiftedX - moments.meanX) * deltaY
        moments.xx -= (shiftedX - moments.meanX) * deltaX
        moments.yy -= (shiftedY - moments.meanY) * deltaY
        moments.watch(shiftedX, shiftedY)
    }

    @inline(__always)
    var isUnstable: Bool { moments.isUnstable }

    @inline(__always)
    mutating func settle() { moments.isUnstable = false }

    @inline(__always)
    var result: Double {
        guard moments.count >= minPeriods else { return .nan }
        guard isCorrelation else {
            return moments.count <= ddof ? .nan : moments.xy / (moments.count - ddof)
        }
        if moments.xx == 0 || moments.yy == 0 { return .nan }
        let correlation = moments.xy / pow(moments.xx * moments.yy, 0.5)
        return correlation > 1 ? 1 : correlation < -1 ? -1 : correlation
    }

    mutating func visitState(_ archive: inout StateArchive) {
        archive.visit(&moments.count)
        archive.visit(&moments.originX)
        archive.visit(&moments.originY)
        archive.visit(&moments.meanX)
        archive.visit(&moments.meanY)
        archive.visit(&moments.xy)
        archive.visit(&moments.xx)
        archive.visit(&moments.yy)
        archive.visit(&moments.peakX)
        archive.visit(&moments.peakY)
        archive.visit(&moments.isUnstable)
    }
}
