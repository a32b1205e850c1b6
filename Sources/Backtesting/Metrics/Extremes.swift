/// Finds the least and the greatest of some values and of a start of each; NaN is passed over.
@inline(__always)
func extremes(
    of values: UnsafePointer<Double>, count: Int, low: Double, high: Double
) -> (low: Double, high: Double) {
    guard count >= Lanes.count else {
        var (low, high) = (low, high)
        for index in 0..<count {
            low = values[index] < low ? values[index] : low
            high = values[index] > high ? values[index] : high
        }
        return (low, high)
    }
    var (lows, highs) = (Lanes(repeating: low), Lanes(repeating: high))
    var index = 0
    while index &+ Lanes.count <= count {
        let next = Lanes(at: values + index)
        (lows, highs) = (next.lesser(lows), next.greater(highs))
        index &+= Lanes.count
    }
    if index < count {
        // Values that are looked at twice change nothing.
        let last = Lanes(at: values + (count &- Lanes.count))
        (lows, highs) = (last.lesser(lows), last.greater(highs))
    }
    return (lows.least, highs.greatest)
}

extension UnsafeBufferPointer<Double> {
    /// The bars in blocks that stay in the nearest cache, each beginning with a bar of the first
    /// lane.
    var blocks: some Sequence<Range<Int>> {
        let length = 128 * Lanes.count
        return stride(from: 0, to: count, by: length).lazy.map { start in
            start..<Swift.min(start + length, count)
        }
    }
}

/// Calls a function with runs of bars that are short enough for most of them to hold nothing new.
@inline(__always)
func forEachRun(
    of curve: UnsafeBufferPointer<Double>, _ bars: Range<Int>, length: Int = 32,
    _ body: (_ run: Range<Int>, _ values: UnsafePointer<Double>) -> Void
) {
    guard let base = curve.baseAddress else { return }
    var start = bars.lowerBound
    while start < bars.upperBound {
        let end = min(start &+ length, bars.upperBound)
        body(start..<end, base + start)
        start = end
    }
}
