/// SAR: Wilder's parabolic stop and reverse.
///
/// The first direction is short if the second bar moves further down than up, else long.
struct ParabolicStop: Kernel2 {
    private let acceleration: Double
    private let maximum: Double
    private var seen = 0
    private var isLong = true
    private var stop = 0.0
    private var extreme = 0.0
    private var speed: Double
    private var previousHigh = 0.0
    private var previousLow = 0.0

    init(acceleration: Double, maximum: Double) {
        self.acceleration = min(acceleration, maximum)
        self.maximum = maximum
        speed = self.acceleration
    }

    mutating func next(_ high: Double, _ low: Double) -> Double {
        defer { (previousHigh, previousLow) = (high, low) }
        guard seen > 0 else {
            seen = 1
            return .nan
        }
        if seen == 1 { begin(high, low) }
        return isLong ? nextLong(high, low) : nextShort(high, low)
    }

    private mutating func begin(_ high: Double, _ low: Double) {
        seen = 2
        let up = high - previousHigh
        let down = previousLow - low
        isLong = !(down > 0 && up < down)
        extreme = isLong ? high : low
        stop = isLong ? previousLow : previousHigh
        (previousHigh, previousLow) = (high, low)
    }

    private mutating func nextLong(_ high: Double, _ low: Double) -> Double {
        guard !(low <= stop) else {
            isLong = false
            stop = aboveBars(extreme, high)
            let output = stop
            speed = acceleration
            extreme = low
            stop = aboveBars(fused(speed, extreme - stop, stop), high)
            return output
        }
        let output = stop
        if high > extreme {
            extreme = high
            accelerate()
        }
        stop = belowBars(fused(speed, extreme - stop, stop), low)
        return output
    }

    private mutating func nextShort(_ high: Double, _ low: Double) -> Double {
        guard !(high >= stop) else {
            isLong = true
            stop = belowBars(extreme, low)
            let output = stop
            speed = acceleration
            extreme = high
            stop = belowBars(fused(speed, extreme - stop, stop), low)
            return output
        }
        let output = stop
        if low < extreme {
            extreme = low
            accelerate()
        }
        stop = aboveBars(fused(speed, extreme - stop, stop), high)
        return output
    }

    private mutating func accelerate() {
        speed += acceleration
        if speed > maximum { speed = maximum }
    }

    /// Keeps a stop at or above this bar and the one before.
    private func aboveBars(_ stop: Double, _ high: Double) -> Double {
        let stop = stop < previousHigh ? previousHigh : stop
        return stop < high ? high : stop
    }

    /// Keeps a stop at or below this bar and the one before.
    private func belowBars(_ stop: Double, _ low: Double) -> Double {
        let stop = stop > previousLow ? previousLow : stop
        return stop > low ? low : stop
    }

    mutating func visitState(_ archive: inout StateArchive) {
        archive.visit(&seen)
        archive.visit(&isLong)
        archive.visit(&stop)
        archive.visit(&extreme)
        archive.visit(&speed)
        archive.visit(&previousHigh)
        archive.visit(&previousLow)
    }
}
