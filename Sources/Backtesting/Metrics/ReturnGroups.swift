/// The returns of an equity curve, a group of ``Lanes`` at a time.
///
/// Dividing is the slowest part of a pass, and what is done with a group beside it, while the next
/// division is under way, takes hardly any time more.
struct ReturnGroups {
    let equity: UnsafeBufferPointer<Double>
    /// The equity before the first bar.
    let initialCash: Double

    /// Calls a function with the equity and the returns of the whole groups of some bars.
    ///
    /// - Parameter bars: The bars; they begin with one of the first lane. A group that the curve
    ///   ends within is left out; see ``rest``.
    @inline(__always)
    func forEach(in bars: Range<Int>, _ body: (_ equity: Lanes, _ returns: Lanes) -> Void) {
        guard let base = equity.baseAddress else { return }
        let end = min(bars.upperBound, equity.count &- (Lanes.count - 1))
        var bar = bars.lowerBound
        if bar == 0, bar < end {
            let now = Lanes(at: base)
            body(now, now / Lanes(initialCash, now[0], now[1], now[2]) - 1)
            bar = Lanes.count
        }
        while bar < end {
            let now = Lanes(at: base + bar)
            body(now, now / Lanes(at: base + (bar &- 1)) - 1)
            bar &+= Lanes.count
        }
    }

    /// The last bars, where they are fewer than the lanes.
    ///
    /// The lanes without a bar have an equity of NaN and a return of 0, which adds nothing.
    var rest: (count: Int, equity: Lanes, returns: Lanes) {
        let count = equity.count % Lanes.count
        var (values, returns) = (Lanes(repeating: .nan), Lanes.zero)
        for lane in 0..<count {
            let bar = equity.count - count + lane
            values[lane] = equity[bar]
            returns[lane] = equity[bar] / (bar == 0 ? initialCash : equity[bar - 1]) - 1
        }
        return (count, values, returns)
    }
}
