/// Finds the least of some values and a start; NaN is passed over.
///
/// Four values are under way at a time, so that the loop does not wait for each comparison.
@inline(__always)
func lowest(_ values: UnsafePointer<Double>, count: Int, from start: Double) -> Double {
    var (a, b, c, d) = (start, start, start, start)
    var index = 0
    while index &+ 4 <= count {
        a = values[index] < a ? values[index] : a
        b = values[index &+ 1] < b ? values[index &+ 1] : b
        c = values[index &+ 2] < c ? values[index &+ 2] : c
        d = values[index &+ 3] < d ? values[index &+ 3] : d
        index &+= 4
    }
    while index < count {
        a = values[index] < a ? values[index] : a
        index &+= 1
    }
    (a, c) = (b < a ? b : a, d < c ? d : c)
    return c < a ? c : a
}

/// Finds the greatest of some values and a start; NaN is passed over.
@inline(__always)
func highest(_ values: UnsafePointer<Double>, count: Int, from start: Double) -> Double {
    var (a, b, c, d) = (start, start, start, start)
    var index = 0
    while index &+ 4 <= count {
        a = values[index] > a ? values[index] : a
        b = values[index &+ 1] > b ? values[index &+ 1] : b
        c = values[index &+ 2] > c ? values[index &+ 2] : c
        d = values[index &+ 3] > d ? values[index &+ 3] : d
        index &+= 4
    }
    while index < count {
        a = values[index] > a ? values[index] : a
        index &+= 1
    }
    (a, c) = (b > a ? b : a, d > c ? d : c)
    return c > a ? c : a
}

/// Calls a function with runs of bars that are short enough for most of them to hold nothing new.
@inline(__always)
func forEachRun(
    of curve: UnsafeBufferPointer<Double>, _ bars: Range<Int>,
    _ body: (_ run: Range<Int>, _ values: UnsafePointer<Double>) -> Void
) {
    guard let base = curve.baseAddress else { return }
    var start = bars.lowerBound
    while start < bars.upperBound {
        let end = min(start &+ 32, bars.upperBound)
        body(start..<end, base + start)
        start = end
    }
}

/// Finds the least of the values of some bars and a start; NaN is passed over.
func lowest(
    _ values: UnsafeBufferPointer<Double>, _ bars: Range<Int>, from start: Double
) -> Double {
    guard let base = values.baseAddress else { return start }
    return lowest(base + bars.lowerBound, count: bars.count, from: start)
}

/// Finds the greatest of the values of some bars and a start; NaN is passed over.
func highest(
    _ values: UnsafeBufferPointer<Double>, _ bars: Range<Int>, from start: Double
) -> Double {
    guard let base = values.baseAddress else { return start }
    return highest(base + bars.lowerBound, count: bars.count, from: start)
}
