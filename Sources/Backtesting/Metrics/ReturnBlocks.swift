/// The returns of equity curves, a block of bars at a time.
///
/// Dividing is the slowest part of a pass; a block's returns wait in the nearest cache for all that
/// is made of them.
struct ReturnBlocks {
    private static let length = 128 * Lanes.count

    /// Calls a function with the bars of each block and their returns, the oldest first.
    ///
    /// The first return of a block belongs to the first lane; zeros fill up the last lanes.
    ///
    /// - Parameter prepare: Is called before a block of the curve is read.
    @inline(__always)
    static func forEach(
        of equity: UnsafeBufferPointer<Double>, initialCash: Double,
        prepare: (_ bars: Range<Int>) -> Void = { _ in },
        _ body: (_ bars: Range<Int>, _ returns: UnsafePointer<Double>) -> Void
    ) {
        withUnsafeTemporaryAllocation(of: Double.self, capacity: length) { returns in
            guard let returns = returns.baseAddress else { return }
            for start in stride(from: 0, to: equity.count, by: length) {
                let bars = start..<min(start + length, equity.count)
                prepare(bars)
                write(equity, bars, initialCash, to: returns)
                body(bars, returns)
            }
        }
    }

    @inline(never)
    private static func write(
        _ equity: UnsafeBufferPointer<Double>, _ bars: Range<Int>, _ initialCash: Double,
        to returns: UnsafeMutablePointer<Double>
    ) {
        guard let equity = equity.baseAddress.map({ $0 + bars.lowerBound }) else { return }
        returns[0] = equity[0] / (bars.lowerBound == 0 ? initialCash : equity[-1]) - 1
        for bar in 1..<max(1, bars.count) { returns[bar] = equity[bar] / equity[bar &- 1] - 1 }
        for bar in bars.count..<(bars.count + Lanes.count - 1) / Lanes.count * Lanes.count {
            returns[bar] = 0
        }
    }
}
